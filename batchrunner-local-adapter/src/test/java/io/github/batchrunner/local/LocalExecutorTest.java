package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The executor as a whole: options, retention, explaining, closing. */
class LocalExecutorTest {

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path wd;

  @ParameterizedTest
  @CsvSource({"threads, -1", "threads, 10001", "log_max_bytes, 1023"})
  void optionsOutOfRangeAreRefusedWithTheirValue(String name, String value) {
    assertThatThrownBy(() -> LocalHost.in(wd).option(name, value).open())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("\"" + name + "\"")
        .hasMessageContaining("\"" + value + "\"");
  }

  @Test
  void thereIsOneThreadForEachProcessorUnlessSaidOtherwise() {
    LocalExecutorProvider provider = new LocalExecutorProvider();
    ExecutorOptions options = ExecutorOptions.parse(provider.id(), provider.options(), Map.of());
    assertThat(provider.capabilities(options).slots())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void anEndedAttemptIsForgottenAfterItsRetentionAndNotBefore() {
    AdjustableClock clock = new AdjustableClock();
    try (LocalHost host =
        LocalHost.in(wd)
            .option("ended_retention", "30s")
            .clock(clock)
            .handler("good", context -> {})
            .open()) {
      Handle handle = host.accept(host.submission(handler("good")).build());
      host.awaitEnd(handle);
      clock.advance(Duration.ofSeconds(30));
      host.runWell(handler("good"));
      assertThat(host.observe(handle)).isEqualTo(AttemptState.SUCCEEDED);
      clock.advance(Duration.ofSeconds(1));
      Eventually.holds(
          "the attempt is forgotten when others end",
          () -> {
            host.runWell(handler("good"));
            return host.observe(handle) == AttemptState.UNKNOWN;
          });
    }
  }

  @Test
  void anAttemptWithNeedsIsRejected() {
    try (LocalHost host = LocalHost.in(wd).handler("good", context -> {}).open()) {
      Submission submission =
          host.submission(handler("good")).needs(List.of(new AttemptToken("other"))).build();
      assertThat(LocalHost.rejection(host.submit(submission)).kind())
          .isEqualTo(FailureKind.REJECTED);
    }
  }

  @Test
  void anExplanationNamesWhatRuns() {
    CountDownLatch gate = new CountDownLatch(1);
    try (LocalHost host =
        LocalHost.in(wd).option("threads", 1).handler("block", context -> gate.await()).open()) {
      Handle running = host.accept(host.submission(handler("block")).build());
      host.awaitBegin(running);
      host.accept(host.submission(handler("block")).build());
      Handle waiting = host.accept(host.submission(handler("block")).build());
      assertThat(host.executor().explainPending(waiting))
          .contains(
              "waits for a thread: at most 1 attempts are before it, and the 1 threads run"
                  + " batch/run/task#1");
      assertThat(host.executor().explainPending(running)).isEmpty();
      gate.countDown();
    }
  }

  @Test
  void aSinkThatThrowsDoesNotSilenceTheExecutor() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<Void> heardAgain = new CompletableFuture<>();
    TaskExecutor executor =
        open(
            news -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the host is confused");
              }
              heardAgain.complete(null);
            });
    try (executor) {
      executor.submit(request("first"));
      Eventually.holds("the sink was called", () -> calls.get() > 0);
      executor.submit(request("second"));
      heardAgain.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void theHostMayCloseFromWithinItsSink() throws Exception {
    AtomicReference<TaskExecutor> opened = new AtomicReference<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    TaskExecutor executor =
        open(
            news -> {
              if (news.get(0).state().ended()) {
                opened.get().close();
                closed.complete(null);
              }
            });
    opened.set(executor);
    executor.submit(request("only"));
    closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThatThrownBy(() -> executor.submit(request("late")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingWithCancelOvertakesADrain() throws Exception {
    try (LocalHost host = LocalHost.in(wd).handler("block", block()).open()) {
      Handle handle = host.accept(host.submission(handler("block")).build());
      host.awaitBegin(handle);
      CompletableFuture<Void> draining =
          CompletableFuture.runAsync(() -> host.executor().close(CloseMode.DRAIN));
      awaitRefusal(host);
      host.executor().close(CloseMode.CANCEL);
      draining.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void anInterruptedDrainCancels() throws Exception {
    try (LocalHost host = LocalHost.in(wd).handler("block", block()).open()) {
      Handle handle = host.accept(host.submission(handler("block")).build());
      host.awaitBegin(handle);
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread closing =
          new Thread(
              () -> {
                host.executor().close(CloseMode.DRAIN);
                interrupted.complete(Thread.interrupted());
              });
      closing.start();
      closing.interrupt();
      assertThat(interrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void aDrainRunsWhatStillWaits() {
    AtomicInteger runs = new AtomicInteger();
    LocalHost host =
        LocalHost.in(wd)
            .option("threads", 1)
            .handler("count", context -> runs.incrementAndGet())
            .open();
    for (int i = 0; i < 1_000; i++) {
      host.accept(host.submission(handler("count")).build());
    }
    host.executor().close(CloseMode.DRAIN);
    assertThat(runs).hasValue(1_000);
  }

  @Test
  void closingGivesUpAHandlerThatHangs() {
    CountDownLatch release = new CountDownLatch(1);
    LocalHost host =
        LocalHost.in(wd)
            .option("grace_period", "50ms")
            .handler(
                "hang",
                context ->
                    Uninterruptibly.get(
                        () -> {
                          release.await();
                          return true;
                        }))
            .open();
    Handle handle = host.accept(host.submission(handler("hang")).build());
    host.awaitBegin(handle);
    host.close();
    assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    release.countDown();
  }

  private static void awaitRefusal(LocalHost host) {
    Eventually.holds(
        "the executor takes nothing more",
        () -> {
          try {
            host.submit(host.submission(handler("unknown")).build());
            return false;
          } catch (IllegalStateException e) {
            return true;
          }
        });
  }

  private static LocalHost.Body block() {
    return context -> new CountDownLatch(1).await();
  }

  private static TaskExecutor open(ObservationSink sink) {
    LocalExecutorProvider provider = new LocalExecutorProvider();
    ExecutorOptions options =
        ExecutorOptions.parse(provider.id(), provider.options(), Map.of("threads", "1"));
    return provider.open(
        ExecutorContext.builder(options).handlers(List.of(new Good())).observations(sink).build());
  }

  private SubmitRequest request(String token) {
    return new SubmitRequest(
        List.of(
            Submission.builder(
                    new AttemptToken(token),
                    new TaskRef("batch", "run", "task", 1),
                    handler("good"),
                    wd)
                .build()));
  }

  private static final class Good implements TaskHandler {
    @Override
    public String name() {
      return "good";
    }

    @Override
    public void run(HandlerContext context) {}
  }

  private static final class AdjustableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-05-01T12:00:00Z");

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
