package io.github.batchrunner.core;

import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.spi.Ability;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PreparedRun;
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
import java.util.Collections;
import java.util.List;

/** Does the work of each attempt while it is submitted; what throws has failed. */
final class InlineExecutor implements TaskExecutorProvider {

  /** What an attempt does. */
  @FunctionalInterface
  interface Work {
    void run(Submission submission) throws Exception;
  }

  private final Work work;
  private final List<String> cloned = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  InlineExecutor(Work work) {
    this.work = work;
  }

  static InlineExecutor doingNothing() {
    return new InlineExecutor(submission -> {});
  }

  OpenExecutor open(Clock clock) {
    return Executors.builder("inline").provider(this).registeredHandlersOnly().clock(clock).open();
  }

  /** Returns what was done, as {@code run/task}. */
  List<String> done() {
    return List.copyOf(done);
  }

  /** Returns what it was told of prepared directories. */
  List<String> cloned() {
    return List.copyOf(cloned);
  }

  @Override
  public String id() {
    return "inline";
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
        .ability(Ability.AFTER_CLONE)
        .build();
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    return new Inline(context);
  }

  /** What is open; it tells of itself after clones as an executor with that ability does. */
  private final class Inline implements TaskExecutor, AfterCloneHook {
    private final ExecutorContext context;

    Inline(ExecutorContext context) {
      this.context = context;
    }

    @Override
    public void afterClone(PreparedRun run) {
      cloned.add(run.compositeRunId() + (run.fresh() ? " is fresh" : " is found"));
    }

    @Override
    public List<SubmitOutcome> submit(SubmitRequest request) {
      List<SubmitOutcome> outcomes = new ArrayList<>();
      for (Submission submission : request.submissions()) {
        Handle handle = new Handle(submission.token(), submission.token().value());
        outcomes.add(new SubmitOutcome.Accepted(handle));
        context.observations().accept(List.of(run(submission, handle, context.clock())));
      }
      return outcomes;
    }

    @Override
    public List<Observation> observe(ObserveRequest request) {
      return List.of();
    }

    @Override
    public void cancel(CancelRequest request) {
      // everything has ended
    }

    @Override
    public List<Observation> reattach(ReattachRequest request) {
      return List.of();
    }

    @Override
    public void close(CloseMode mode) {
      // nothing to leave behind
    }
  }

  private Observation run(Submission submission, Handle handle, Clock clock) {
    done.add(submission.task().runId() + "/" + submission.task().taskId());
    try {
      work.run(submission);
      return Observation.of(handle, AttemptState.SUCCEEDED, clock.instant());
    } catch (Exception e) {
      return Observation.failed(
          handle,
          Failure.of(FailureKind.EXCEPTION, String.valueOf(e.getMessage())),
          clock.instant());
    }
  }
}
