package io.github.batchrunner.rq.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An open executor "rq" on queue "batch" of a server's database 0, and what a host does with it.
 */
final class Host implements AutoCloseable {

  private final RqExecutor executor;

  private Host(RqExecutor executor) {
    this.executor = executor;
  }

  static Host open(RedisFixture redis, String... options) {
    return open(redis, Clock.systemUTC(), options);
  }

  static Host open(RedisFixture redis, Clock clock, String... options) {
    return new Host(
        (RqExecutor)
            new RqExecutorProvider()
                .open(ExecutorContext.builder(options(redis, options)).clock(clock).build()));
  }

  static ExecutorOptions options(RedisFixture redis, String... options) {
    Map<String, String> given = new HashMap<>();
    given.put("redis", redis.uri().toString());
    given.put("poll_interval", "20ms");
    for (int i = 0; i < options.length; i += 2) {
      given.put(options[i], options[i + 1]);
    }
    return ExecutorOptions.parse("rq", new RqExecutorProvider().options(), given);
  }

  RqExecutor executor() {
    return executor;
  }

  /** Returns an attempt whose token is its name, of run {@code r1} of batch {@code demo}. */
  static Submission.Builder attempt(String name, Work work) {
    return attempt(name, "r1", work);
  }

  static Submission.Builder attempt(String name, String run, Work work) {
    return Submission.builder(
        new AttemptToken(name), new TaskRef("demo", run, name, 1), work, Path.of("wd"));
  }

  static Submission needing(Submission.Builder attempt, String... needs) {
    return attempt.needs(List.of(needs).stream().map(AttemptToken::new).toList()).build();
  }

  List<SubmitOutcome> submit(Submission... submissions) {
    return executor.submit(new SubmitRequest(List.of(submissions)));
  }

  List<Handle> accept(Submission... submissions) {
    List<SubmitOutcome> outcomes = submit(submissions);
    assertThat(outcomes).allMatch(outcome -> outcome instanceof SubmitOutcome.Accepted);
    return outcomes.stream().map(o -> ((SubmitOutcome.Accepted) o).handle()).toList();
  }

  Handle accept(String name, Work work) {
    return accept(attempt(name, work).build()).get(0);
  }

  /** Returns what is said of an attempt; empty for no news. */
  Optional<Observation> look(Handle handle) {
    return executor.observe(new ObserveRequest(List.of(handle))).stream().findFirst();
  }

  Observation await(Handle handle, Predicate<Observation> wanted) {
    Observation[] seen = new Observation[1];
    Await.until(
        "the awaited is seen of " + handle,
        () -> {
          look(handle).ifPresent(observation -> seen[0] = observation);
          return seen[0] != null && wanted.test(seen[0]);
        });
    return seen[0];
  }

  Observation awaitEnd(Handle handle) {
    return await(handle, observation -> observation.state().ended());
  }

  void cancel(Handle... handles) {
    executor.cancel(new CancelRequest(List.of(handles), CancelMode.GRACEFUL));
  }

  List<Observation> reattach(String... tokens) {
    return executor.reattach(
        new ReattachRequest(
            List.of(tokens).stream()
                .map(
                    token ->
                        SubmittedAttempt.of(
                            new AttemptToken(token),
                            new TaskRef("batch", "run", "task", 1),
                            Path.of("run"),
                            Path.of("run/logs/task.log")))
                .toList()));
  }

  void close(CloseMode mode) {
    executor.close(mode);
  }

  @Override
  public void close() {
    executor.close(CloseMode.DETACH);
  }
}
