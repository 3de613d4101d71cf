package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.AttemptsDirectory;
import io.github.batchrunner.spi.SubmittedAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds out what became of attempts that another host has, or may have, begun: takes over what
 * runs, tells how the rest ended, and rules out what has not begun.
 *
 * <p>Thread-safe; one attempt is looked for at a time.
 */
final class Recovery {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int MOST_LOOKS = 20;
  private static final long PAUSE_MILLIS = 10;

  private final Engine engine;
  private final NewAttempt newAttempt;
  private final Set<TakenOver> takenOver = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watching = new AtomicBoolean();

  /** Makes the attempt of a command that an earlier host has begun. */
  @FunctionalInterface
  interface NewAttempt {
    Attempt of(SubmittedAttempt submitted, Trace.Beginning beginning);
  }

  /** What became of an attempt. */
  sealed interface Finding {

    /**
     * It has no file and never begins unless it is submitted anew; processes it has all the same
     * are orphans.
     */
    record Absent() implements Finding {}

    /**
     * Nobody can tell from here.
     *
     * @param why for a person
     */
    record Elsewhere(String why) implements Finding {}

    /** It runs, and is looked after from now on. */
    record Running(Attempt attempt) implements Finding {}

    /** It has ended. */
    record Ended(Attempt attempt) implements Finding {}
  }

  private static final Finding ABSENT = new Finding.Absent();
  static final Finding.Elsewhere OF_ANOTHER =
      new Finding.Elsewhere("its process belongs to another executor that is still open");

  Recovery(Engine engine, NewAttempt newAttempt) {
    this.engine = engine;
    this.newAttempt = newAttempt;
  }

  /** Finds out what became of an attempt that this executor does not know. */
  synchronized Finding find(SubmittedAttempt submitted) {
    try {
      return Files.isDirectory(AttemptsDirectory.in(submitted.wd()))
          ? findFile(submitted)
          : ABSENT; // no command of this run can begin any more
    } catch (IOException e) {
      return new Finding.Elsewhere("its file cannot be read or written: " + e);
    }
  }

  /** Goes from file to file: the attempt may have been ruled out and submitted again. */
  private Finding findFile(SubmittedAttempt submitted) throws IOException {
    AttemptToken token = submitted.token();
    int known = engine.attemptFiles().timesRuledOut(token);
    for (int times = known; ; times++) {
      AttemptFile file = AttemptFile.of(submitted.wd(), token, times);
      if (times == known && known > 0 && !Files.exists(file.path())) {
        return ABSENT; // only this executor could have begun it
      }
      if (file.ruleOut(engine.processes().owner())) {
        engine.attemptFiles().ruledOut(token, times + 1);
        return ABSENT;
      }
      Trace trace = settled(file);
      if (trace.beginning() != null) {
        return found(submitted, file, trace);
      }
      if (!trace.ruledOut()) {
        // Its wrapper has died before it began, or it is stuck: it must not go on then.
        if (!ProcessTable.knowsMarks()) {
          return new Finding.Elsewhere("its file \"%s\" is not complete".formatted(file.path()));
        }
        if (!Processes.endOrphans(Set.of(token)).isEmpty()) {
          return OF_ANOTHER;
        }
      }
    }
  }

  /** Whoever creates a file writes its first line a moment later. */
  private static Trace settled(AttemptFile file) throws IOException {
    Trace trace = file.read();
    for (int look = 0; look < MOST_LOOKS && trace.equals(Trace.EMPTY); look++) {
      Uninterruptibly.get(
          () -> {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
          });
      trace = file.read();
    }
    return trace;
  }

  private Finding found(SubmittedAttempt submitted, AttemptFile file, Trace trace)
      throws IOException {
    Trace.Beginning beginning = trace.begun();
    if (trace.status() != null) {
      return ended(submitted, file, trace);
    }
    if (!beginning.machine().equals(Machine.name())) {
      return new Finding.Elsewhere(
          "it was begun as process %d on %s, which cannot be asked from here"
              .formatted(trace.pid(), beginning.machine()));
    }
    if (!trace.owner().isEmpty() && Processes.isOpen(trace.owner())) {
      return OF_ANOTHER;
    }
    String mark = Processes.mark(submitted.token(), beginning.owner());
    Optional<ProcessHandle> process = Processes.find(trace.pid(), mark, beginning.began());
    if (process.isPresent()) {
      Attempt attempt = newAttempt.of(submitted, beginning);
      takenOver.add(TakenOver.from(engine, attempt, file, trace, process.get()));
      watch();
      return new Finding.Running(attempt);
    }
    return ended(submitted, file, file.read()); // it may have ended just now
  }

  private Finding ended(SubmittedAttempt submitted, AttemptFile file, Trace trace)
      throws IOException {
    Trace.Beginning beginning = trace.begun();
    Attempt attempt = newAttempt.of(submitted, beginning);
    engine.logs().watch(attempt, beginning.logStart()).close();
    String mark = Processes.mark(submitted.token(), beginning.owner());
    Integer status = trace.status();
    if (status != null) {
      // Who was killed for want of memory meanwhile, nobody can tell.
      attempt.endedBefore(
          beginning.began(),
          trace.stop(),
          ExitStatus.failure(
              status,
              beginning.program(),
              OomKills.unknown(),
              () -> LogKeeper.lastLines(beginning.logFile(), beginning.logStart())),
          file.lastWritten());
      engine.processes().takeOver(mark);
      engine.processes().unregister(mark); // what it has left behind
    } else {
      Processes.forceMarked(mark); // only its shell was killed
      attempt.lostBefore(beginning.began(), TakenOver.noResult(beginning, trace.pid()));
    }
    return new Finding.Ended(attempt);
  }

  private void watch() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      engine.timer().every(PERIOD, () -> takenOver.removeIf(TakenOver::look));
    }
  }
}
