package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.LogKeys;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class HandlersTest {

  private static final InheritableThreadLocal<String> OF_THE_HOST = new InheritableThreadLocal<>();

  private final CountDownLatch release = new CountDownLatch(1);
  @TempDir private Path wd;

  @AfterEach
  void releaseHangingThreads() {
    release.countDown();
    OF_THE_HOST.remove();
  }

  @Test
  void twoHandlersOfOneNameAreRefusedNamingBoth() {
    assertThatThrownBy(
            () -> LocalHost.in(wd).handler(new FirstClimate()).handler(new OtherClimate()).open())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("\"climate\"")
        .hasMessageContaining(FirstClimate.class.getName())
        .hasMessageContaining(OtherClimate.class.getName());
  }

  @Test
  void theLogSaysWhoseWorkAHandlerDoesAndForgetsItAfterwards() {
    List<Map<String, String>> contexts = new ArrayList<>();
    List<String> leftOver = new ArrayList<>();
    try (LocalHost host =
        LocalHost.in(wd)
            .option("threads", 1)
            .handler(
                "log",
                context -> {
                  leftOver.add(String.valueOf(MDC.get("mine")));
                  MDC.put("mine", "left behind");
                  contexts.add(
                      Map.of(
                          LogKeys.BATCH, MDC.get(LogKeys.BATCH),
                          LogKeys.RUN, MDC.get(LogKeys.RUN),
                          LogKeys.TASK, MDC.get(LogKeys.TASK),
                          LogKeys.ATTEMPT, MDC.get(LogKeys.ATTEMPT)));
                  TaskRef task = context.task();
                  assertThat(contexts.get(contexts.size() - 1))
                      .containsEntry(LogKeys.BATCH, task.batch())
                      .containsEntry(LogKeys.RUN, task.runId())
                      .containsEntry(LogKeys.TASK, task.taskId())
                      .containsEntry(LogKeys.ATTEMPT, String.valueOf(task.attempt()));
                })
            .open()) {
      host.runWell(handler("log"));
      host.runWell(handler("log"));
    }
    assertThat(contexts).hasSize(2);
    assertThat(leftOver).containsExactly("null", "null");
  }

  @Test
  void anUnknownHandlerIsRejectedNamingTheNearest() {
    try (LocalHost host =
        LocalHost.in(wd).handler("climate", c -> {}).handler("soils", c -> {}).open()) {
      Failure failure =
          LocalHost.rejection(host.submit(host.submission(handler("climat")).build()));
      assertThat(failure.kind()).isEqualTo(FailureKind.ENVIRONMENT);
      assertThat(failure.message())
          .isEqualTo("there is no handler \"climat\": did you mean \"climate\"?");
    }
  }

  @Test
  void anUnknownHandlerIsRejectedNamingAllWhenNoneIsNear() {
    try (LocalHost host =
        LocalHost.in(wd).handler("soils", c -> {}).handler("climate", c -> {}).open()) {
      Failure failure =
          LocalHost.rejection(host.submit(host.submission(handler("delineation")).build()));
      assertThat(failure.message()).endsWith("there are climate, soils");
    }
  }

  @Test
  void aHandlerThatHangsTimesOutAndItsThreadIsReplaced() {
    try (LocalHost host =
        LocalHost.in(wd)
            .option("threads", 1)
            .option("grace_period", "50ms")
            .handler("hang", context -> awaitIgnoringInterruptions())
            .handler("good", context -> {})
            .open()) {
      Handle handle =
          host.accept(host.submission(handler("hang")).timeout(Duration.ofMillis(50)).build());
      Failure failure = LocalHost.failure(host.awaitEnd(handle), FailureKind.TIMEOUT);
      assertThat(failure.message()).contains("ran longer than PT0.05S");
      assertThat(failure.detail()).contains("\"hang\" ignores its interruption");
      host.runWell(handler("good"));
      release.countDown();
      host.runWell(handler("good"));
      assertThat(host.observe(handle)).isEqualTo(AttemptState.FAILED);
    }
  }

  @Test
  void cancellingAHandlerThatHangsEndsItsAttempt() {
    try (LocalHost host =
        LocalHost.in(wd)
            .option("grace_period", "50ms")
            .handler("hang", context -> awaitIgnoringInterruptions())
            .open()) {
      Handle handle = host.accept(host.submission(handler("hang")).build());
      host.awaitBegin(handle);
      host.cancel(handle, CancelMode.FORCED);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void aDrainRunsWhatWaitsBehindAHandlerThatHangs() {
    LocalHost host =
        LocalHost.in(wd)
            .option("threads", 1)
            .option("grace_period", "50ms")
            .handler("hang", context -> awaitIgnoringInterruptions())
            .handler("good", context -> {})
            .open();
    host.accept(host.submission(handler("hang")).timeout(Duration.ofMillis(50)).build());
    Handle waiting = host.accept(host.submission(handler("good")).build());
    host.executor().close(CloseMode.DRAIN);
    assertThat(host.awaitEnd(waiting).state()).isEqualTo(AttemptState.SUCCEEDED);
  }

  @Test
  void attemptsFailWhenTooManyHandlersHang() {
    try (LocalHost host =
        LocalHost.in(wd)
            .option("threads", 2)
            .option("grace_period", "0s")
            .handler("hang", context -> awaitIgnoringInterruptions())
            .handler("good", context -> {})
            .open()) {
      List<Handle> hanging = new ArrayList<>();
      for (int i = 0; i < Slots.MOST_ABANDONED + 2; i++) {
        hanging.add(
            host.accept(host.submission(handler("hang")).timeout(Duration.ofMillis(1)).build()));
      }
      hanging.forEach(host::awaitEnd);
      Failure failure = host.runBadly(handler("good"), FailureKind.INFRASTRUCTURE);
      assertThat(failure.message()).contains("(abandoned)");
    }
  }

  @Test
  void aHandlerThatReturnsAfterItWasCancelledIsNoSuccess() {
    try (LocalHost host =
        LocalHost.in(wd)
            .option("grace_period", "1h")
            .handler("give-up", HandlersTest::returnWhenCancelled)
            .open()) {
      Handle handle = host.accept(host.submission(handler("give-up")).build());
      host.awaitBegin(handle);
      host.cancel(handle, CancelMode.GRACEFUL);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void theStateOfAThreadIsThatOfTheHostForEveryAttempt() throws IOException {
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    OF_THE_HOST.set("of the host");
    try (URLClassLoader other = new URLClassLoader(new URL[0]);
        LocalHost host =
            LocalHost.in(wd)
                .option("threads", 1)
                .handler("change", context -> Thread.currentThread().setContextClassLoader(other))
                .handler(
                    "look",
                    context -> {
                      seen.set(Thread.currentThread().getContextClassLoader());
                      assertThat(OF_THE_HOST.get()).isNull();
                    })
                .open()) {
      host.runWell(handler("change"));
      host.runWell(handler("look"));
      assertThat(seen).hasValue(Thread.currentThread().getContextClassLoader());
    }
  }

  @Test
  void whatAHandlerLogsIsAppendedInUtf8() throws IOException {
    Path log = Files.createDirectories(wd.resolve("logs")).resolve("task.log");
    Files.writeString(log, "earlier\n");
    try (LocalHost host =
        LocalHost.in(wd).handler("log", context -> context.log().println("Größe ½")).open()) {
      host.runWell(handler("log"));
      assertThat(Files.readString(log)).isEqualTo("earlier\nGröße ½\n");
    }
  }

  @Test
  void aHandlerThatLogsNothingLeavesNoFile() {
    try (LocalHost host = LocalHost.in(wd).handler("quiet", context -> {}).open()) {
      host.runWell(handler("quiet"));
      assertThat(wd.resolve("logs")).doesNotExist();
    }
  }

  @Test
  void anExceptionThatCannotBePrintedIsAFailureAllTheSame() {
    try (LocalHost host =
        LocalHost.in(wd)
            .handler(
                "hostile",
                context -> {
                  throw new Unprintable();
                })
            .open()) {
      Failure failure = host.runBadly(handler("hostile"), FailureKind.EXCEPTION);
      assertThat(failure.message()).contains(Unprintable.class.getName());
    }
  }

  @Test
  void anExceptionOfAnySizeIsAFailureOfBoundedSize() {
    try (LocalHost host =
        LocalHost.in(wd)
            .handler(
                "verbose",
                context -> {
                  throw new IllegalStateException("x".repeat(1_000_000));
                })
            .open()) {
      Failure failure = host.runBadly(handler("verbose"), FailureKind.EXCEPTION);
      assertThat(failure.message()).hasSizeLessThan(3_000);
      assertThat(failure.detail()).hasSizeLessThan(100_000);
    }
  }

  @Test
  void aHandlerCannotCloseItsExecutor() {
    AtomicReference<LocalHost> host = new AtomicReference<>();
    try (LocalHost opened =
        LocalHost.in(wd).handler("close", context -> host.get().close()).open()) {
      host.set(opened);
      Failure failure = opened.runBadly(handler("close"), FailureKind.EXCEPTION);
      assertThat(failure.message()).contains("cannot close the executor");
    }
  }

  @Test
  void anEndedHandlerIsNotInterruptedByALateCancellation() {
    try (LocalHost host =
        LocalHost.in(wd)
            .option("threads", 1)
            .handler("good", context -> {})
            .handler(
                "look", context -> assertThat(Thread.currentThread().isInterrupted()).isFalse())
            .open()) {
      for (int i = 0; i < 500; i++) {
        Handle handle = host.accept(host.submission(handler("good")).build());
        host.cancel(handle, CancelMode.FORCED);
        Observation end = host.awaitEnd(host.accept(host.submission(handler("look")).build()));
        assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.SUCCEEDED);
      }
    }
  }

  private void awaitIgnoringInterruptions() {
    Uninterruptibly.get(
        () -> {
          release.await();
          return true;
        });
  }

  private static void returnWhenCancelled(HandlerContext context) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      assertThat(context.cancelled()).isTrue();
    }
  }

  private static final class FirstClimate extends Climate {}

  private static final class OtherClimate extends Climate {}

  private static class Climate implements TaskHandler {
    @Override
    public String name() {
      return "climate";
    }

    @Override
    public void run(HandlerContext context) {}
  }

  @SuppressWarnings("serial")
  private static final class Unprintable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message for you");
    }
  }
}
