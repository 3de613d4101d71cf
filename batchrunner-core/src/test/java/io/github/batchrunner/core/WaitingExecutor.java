package io.github.batchrunner.core;

import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.spi.Ability;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PendingExplainer;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A queue that never begins anything, and that every process may ask why. */
final class WaitingExecutor implements TaskExecutorProvider {

  private final Map<String, Handle> queue = new ConcurrentHashMap<>();

  OpenExecutor open(Clock clock) {
    return Executors.builder(id()).provider(this).registeredHandlersOnly().clock(clock).open();
  }

  /** Waits until the host has heard that an attempt of a run is queued. */
  void awaitSubmitted(String runId) {
    while (queue.values().stream().noneMatch(handle -> handle.nativeId().equals(name(runId)))) {
      Thread.onSpinWait();
    }
  }

  private static String name(String runId) {
    return "job of " + runId;
  }

  @Override
  public String id() {
    return "waiting";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.ofHost();
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    return Capabilities.builder(WorkKind.HANDLER, WorkKind.COMMAND, WorkKind.CALL)
        .slots(2)
        .pushes()
        .ability(Ability.PENDING_EXPLAINER)
        .build();
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    return new Waiting(context);
  }

  private final class Waiting implements TaskExecutor, PendingExplainer {
    private final ExecutorContext context;

    Waiting(ExecutorContext context) {
      this.context = context;
    }

    @Override
    public List<SubmitOutcome> submit(SubmitRequest request) {
      List<SubmitOutcome> outcomes = new ArrayList<>();
      for (Submission submission : request.submissions()) {
        Handle handle = new Handle(submission.token(), name(submission.task().runId()));
        queue.put(submission.token().value(), handle);
        outcomes.add(new SubmitOutcome.Accepted(handle));
      }
      return outcomes;
    }

    @Override
    public List<Observation> observe(ObserveRequest request) {
      return List.of();
    }

    @Override
    public void cancel(CancelRequest request) {
      context
          .observations()
          .accept(
              request.handles().stream()
                  .map(
                      handle ->
                          Observation.of(handle, AttemptState.CANCELLED, context.clock().instant()))
                  .toList());
    }

    @Override
    public List<Observation> reattach(ReattachRequest request) {
      return List.of();
    }

    @Override
    public Optional<String> explainPending(Handle handle) {
      return handle.equals(queue.get(handle.token().value()))
          ? Optional.of("behind 3 jobs")
          : Optional.empty();
    }

    @Override
    public void close(CloseMode mode) {
      // nothing to leave behind
    }
  }
}
