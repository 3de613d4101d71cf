package io.github.batchrunner.sample.nice;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One command: waiting, running, ended. Thread-safe: its monitor guards its state. */
final class NiceAttempt {

  private static final long GRACE_SECONDS = 2;
  private static final Duration NO_TIMEOUT = Duration.ofDays(36_500);

  private final Submission submission;
  private final Work.Command command;
  private final int niceness;
  private final Clock clock;
  private final Handle handle;

  private Observation observation;
  private @Nullable Process process;
  private boolean cancelled;
  private boolean timedOut;

  NiceAttempt(Submission submission, Work.Command command, int niceness, Clock clock) {
    this.submission = submission;
    this.command = command;
    this.niceness = niceness;
    this.clock = clock;
    handle = new Handle(submission.token(), "nice-" + submission.token());
    observation = Observation.of(handle, AttemptState.QUEUED, clock.instant());
  }

  Handle handle() {
    return handle;
  }

  synchronized Observation observation() {
    return observation;
  }

  synchronized boolean endedBefore(Instant limit) {
    return observation.state().ended() && observation.at().isBefore(limit);
  }

  /** Runs the command to its end, on the thread of a slot. */
  void run() {
    try {
      Process started = start();
      if (started != null) {
        end(await(started));
      }
    } catch (IOException e) {
      end(Failure.of(FailureKind.ENVIRONMENT, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the threads of the slots", e);
    }
  }

  /** Rule 5.1: asking again, or after the end, changes nothing. */
  synchronized void cancel(CancelMode mode) {
    if (observation.state().ended()) {
      return;
    }
    cancelled = true;
    if (process == null) {
      observation = Observation.of(handle, AttemptState.CANCELLED, clock.instant());
    } else {
      kill(process, mode);
    }
  }

  /** Returns null if the attempt was cancelled while it waited. */
  private @Nullable Process start() throws IOException {
    synchronized (this) {
      if (observation.state().ended()) {
        return null;
      }
      process = builder().start();
      // Rule 4.7: it runs from now on, and not before.
      observation = Observation.of(handle, AttemptState.RUNNING, clock.instant());
      return process;
    }
  }

  /** Rule 9.1: the exact arguments, no shell. Rule 9.2: output is appended to the log file. */
  private ProcessBuilder builder() throws IOException {
    Path log = submission.logFile();
    Files.createDirectories(log.toAbsolutePath().getParent());
    List<String> argv = new ArrayList<>(List.of("nice", "-n", String.valueOf(niceness)));
    argv.addAll(command.argv());
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(submission.wd().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(command.environment());
    return builder;
  }

  private @Nullable Failure await(Process started) throws InterruptedException {
    Duration limit = submission.timeout().orElse(NO_TIMEOUT);
    if (!started.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      synchronized (this) {
        timedOut = true;
        kill(started, CancelMode.GRACEFUL);
      }
    }
    return failure(started.waitFor());
  }

  private synchronized void end(@Nullable Failure failure) {
    Instant now = clock.instant();
    if (cancelled) {
      observation = Observation.of(handle, AttemptState.CANCELLED, now);
    } else if (timedOut) {
      Failure timeout = Failure.of(FailureKind.TIMEOUT, submission + " ran for too long");
      observation = Observation.failed(handle, timeout, now);
    } else if (failure == null) {
      observation = Observation.of(handle, AttemptState.SUCCEEDED, now);
    } else {
      observation = Observation.failed(handle, failure, now);
    }
  }

  private @Nullable Failure failure(int status) {
    String program = command.argv().get(0);
    return switch (status) {
      case 0 -> null;
      // So nice says that it could not run the program, or did not find it.
      case 126, 127 ->
          Failure.of(FailureKind.ENVIRONMENT, "program \"%s\" cannot be run".formatted(program))
              .withExitCode(status);
      default ->
          status > 128
              ? Failure.of(
                      FailureKind.EXIT_CODE,
                      "%s was ended by signal %d".formatted(program, status - 128))
                  .withSignal(status - 128)
              : Failure.of(
                      FailureKind.EXIT_CODE, "%s ended with code %d".formatted(program, status))
                  .withExitCode(status);
    };
  }

  /** Rule 5.3: a process dies with all its descendants. */
  private static void kill(Process process, CancelMode mode) {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    if (mode == CancelMode.FORCED) {
      family.forEach(ProcessHandle::destroyForcibly);
    } else {
      family.forEach(ProcessHandle::destroy);
      CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS)
          .execute(() -> family.forEach(ProcessHandle::destroyForcibly));
    }
  }
}
