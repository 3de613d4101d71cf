package io.github.batchrunner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A host of the executor "local" for tests: waits for ends and for work to begin. */
final class LocalHost implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Path wd;
  private final LocalExecutor executor;
  private final Map<AttemptToken, CompletableFuture<Observation>> begun = new ConcurrentHashMap<>();
  private final Map<AttemptToken, CompletableFuture<Observation>> ended = new ConcurrentHashMap<>();

  /** What a handler of a test does. */
  @FunctionalInterface
  interface Body {
    void run(HandlerContext context) throws Exception;
  }

  private LocalHost(Path wd, LocalExecutorProvider provider, Builder builder) {
    this.wd = wd;
    ExecutorOptions options =
        ExecutorOptions.parse(provider.id(), provider.options(), builder.options);
    executor =
        (LocalExecutor)
            provider.open(
                ExecutorContext.builder(options)
                    .clock(builder.clock)
                    .handlers(builder.handlers)
                    .observations(this::hear)
                    .build());
  }

  static Builder in(Path wd) {
    return new Builder(wd);
  }

  LocalExecutor executor() {
    return executor;
  }

  Submission.Builder submission(Work work) {
    return submission(new AttemptToken("t-" + UUID.randomUUID()), work);
  }

  Submission.Builder submission(AttemptToken token, Work work) {
    return Submission.builder(token, new TaskRef("batch", "run", "task", 1), work, wd)
        .logFile(wd.resolve("logs/task.log"));
  }

  static Work command(String... argv) {
    return Work.Command.of(List.of(argv), Map.of());
  }

  /** A POSIX shell program; {@code arguments} are its {@code $1} and so on. */
  static Work.Command shell(String program, Object... arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", program, "sh"));
    for (Object argument : arguments) {
      argv.add(argument.toString());
    }
    return Work.Command.of(argv, Map.of());
  }

  static Work handler(String name) {
    return new Work.Handler(name, Map.of());
  }

  SubmitOutcome submit(Submission submission) {
    return executor.submit(new SubmitRequest(List.of(submission))).get(0);
  }

  Handle accept(Submission submission) {
    SubmitOutcome outcome = submit(submission);
    assertThat(outcome).isInstanceOf(SubmitOutcome.Accepted.class);
    return ((SubmitOutcome.Accepted) outcome).handle();
  }

  Observation run(Work work) {
    return awaitEnd(accept(submission(work).build()));
  }

  void runWell(Work work) {
    Observation end = run(work);
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.SUCCEEDED);
  }

  void runWell(AttemptToken token, Work work) {
    Observation end = awaitEnd(accept(submission(token, work).build()));
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.SUCCEEDED);
  }

  Failure runBadly(Work work, FailureKind kind) {
    return failure(run(work), kind);
  }

  static Failure failure(Observation end, FailureKind kind) {
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.FAILED);
    Failure failure = end.failure().orElseThrow();
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    return failure;
  }

  static Failure rejection(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
    assertThat(((SubmitOutcome.Rejected) outcome).permanent()).isTrue();
    return ((SubmitOutcome.Rejected) outcome).failure();
  }

  void cancel(Handle handle, CancelMode mode) {
    executor.cancel(new CancelRequest(List.of(handle), mode));
  }

  /** Asks for an attempt of this directory as a host does that does not know what became of it. */
  List<Observation> reattach(AttemptToken token) {
    return executor.reattach(
        new ReattachRequest(
            List.of(
                SubmittedAttempt.of(
                    token,
                    new TaskRef("batch", "run", "task", 1),
                    wd,
                    wd.resolve("logs/task.log")))));
  }

  AttemptState observe(Handle handle) {
    return executor.observe(new ObserveRequest(List.of(handle))).get(0).state();
  }

  Observation awaitEnd(Handle handle) {
    return await(ended, handle);
  }

  Observation awaitBegin(Handle handle) {
    return await(begun, handle);
  }

  @Override
  public void close() {
    executor.close();
  }

  private void hear(List<Observation> news) {
    for (Observation observation : news) {
      if (observation.state() != AttemptState.QUEUED) {
        future(begun, observation.token()).complete(observation);
      }
      if (observation.state().ended()) {
        future(ended, observation.token()).complete(observation);
      }
    }
  }

  private static Observation await(
      Map<AttemptToken, CompletableFuture<Observation>> futures, Handle handle) {
    try {
      return future(futures, handle.token()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no news of " + handle, e);
    }
  }

  private static CompletableFuture<Observation> future(
      Map<AttemptToken, CompletableFuture<Observation>> futures, AttemptToken token) {
    return futures.computeIfAbsent(token, t -> new CompletableFuture<>());
  }

  /** Collects what a host opens the executor with. */
  static final class Builder {
    private final Path wd;
    private final Map<String, String> options =
        new HashMap<>(Map.of("threads", "2", "grace_period", "500ms"));
    private final List<TaskHandler> handlers = new ArrayList<>();
    private Clock clock = Clock.systemUTC();

    private Builder(Path wd) {
      this.wd = wd;
    }

    Builder option(String name, Object value) {
      options.put(name, value.toString());
      return this;
    }

    Builder handler(String name, Body body) {
      handlers.add(new NamedHandler(name, body));
      return this;
    }

    Builder handler(TaskHandler handler) {
      handlers.add(handler);
      return this;
    }

    Builder clock(Clock source) {
      clock = source;
      return this;
    }

    LocalHost open() {
      return new LocalHost(wd, new LocalExecutorProvider(), this);
    }
  }

  private record NamedHandler(String name, Body body) implements TaskHandler {
    @Override
    public void run(HandlerContext context) throws Exception {
      body.run(context);
    }
  }
}
