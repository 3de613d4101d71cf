package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever a process or its machine dies, the journal holds all that was promised to be on disk,
 * and beyond that at most what was said later, in its order.
 */
class JournalCrashTest {

  private static final int STEPS = 30;

  @TempDir private Path temporary;

  /** The life of one process: what it said, and what of that it was promised. */
  private static final class Host {
    private final Path file;
    private final CrashingStorage storage;
    private final Random random;

    /** What the journal adds up to after each record, the oldest first. */
    private final List<String> said = new ArrayList<>();

    private int promised;

    Host(Path file, CrashingStorage storage, Random random, String recovered) {
      this.file = file;
      this.storage = storage;
      this.random = random;
      said.add(recovered);
    }

    /** Works until it has done everything, or dies. */
    void live() {
      JournalWriter writer = null;
      try {
        Snapshot snapshot =
            new Snapshot(storage, file, random.nextInt(3) == 0 ? Long.MAX_VALUE : 0, 0);
        writer =
            JournalWriter.open(file, "test", JournalReader.read(file), () -> {}, storage, snapshot);
        said(writer);
        promised = said.size() - 1; // the first record is on disk before anything is said
        work(writer);
        writer.finish(Instant.EPOCH, Ending.STOPPED, "enough");
        said(writer);
        writer.close();
        promised = said.size() - 1;
      } catch (CrashingStorage.Died | JournalException e) {
        assertThat(storage.dead()).as("%s", e).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        storage.kill();
        end(writer);
      }
    }

    private static void end(@Nullable JournalWriter writer) {
      try {
        if (writer != null) {
          writer.close(); // only to end its thread
        }
      } catch (CrashingStorage.Died | JournalException e) {
        // it is dead
      }
    }

    private void said(JournalWriter writer) {
      said.add(described(writer.state()));
    }

    private void work(JournalWriter writer) throws InterruptedException {
      int executions = writer.state().executions().size();
      writer.start(
          new ExecutionRecord(executions + 1, Instant.EPOCH, "local", "{}", "host", 7, null));
      said(writer);
      for (int step = 0; step < STEPS; step++) {
        String task = History.TASKS.get(random.nextInt(History.TASKS.size()));
        int run = writer.run("run " + random.nextInt(6));
        said(writer);
        int version = writer.version(TaskVersion.of(task, "d" + random.nextInt(2), Map.of()));
        said(writer);
        BatchState.TaskView view = writer.state().task(task);
        if (view.status(run) == TaskStatus.SUBMITTED && random.nextBoolean()) {
          end(writer, run, view.versionNumber(run), view.attempts(run));
          said(writer);
          continue;
        }
        int attempt = view.attempts(run) + 1;
        Cause cause = Cause.of(random.nextInt(16), random.nextBoolean() ? "a.nodb" : "");
        long position = writer.intent(run, version, step, attempt, cause, random.nextInt(3) * 512);
        said(writer);
        if (random.nextBoolean()) {
          int until = said.size() - 1;
          writer.awaitDurable(position);
          promised = until;
          writer.handle(run, version, attempt, "job-" + step);
          said(writer);
        }
      }
    }

    private void end(JournalWriter writer, int run, int version, int attempt) {
      boolean fails = random.nextInt(3) == 0;
      writer.end(
          run,
          version,
          attempt,
          fails ? TaskStatus.FAILED : TaskStatus.SUCCEEDED,
          1,
          2,
          fails ? Failure.of(FailureKind.EXIT_CODE, "no").withExitCode(1) : null);
    }

    /** What is recovered must be what was said up to some record, and no less than promised. */
    void judge() {
      assertThat(said.subList(promised, said.size())).contains(recovered(file));
    }
  }

  private static String recovered(Path file) {
    return described(JournalReader.read(file).state());
  }

  /** All but the identity of the journal, which is made by chance when the first host begins. */
  private static String described(BatchState state) {
    String text = Described.of(state, History.TASKS);
    return text.substring(text.indexOf('\n'));
  }

  @Test
  @Timeout(300)
  void everyOperationIsAPointToDieAt() throws IOException {
    int points = 0;
    for (boolean machine : List.of(false, true)) {
      for (int seed = 0; seed < 5; seed++) {
        boolean died = true;
        for (int diesAt = 1; died; diesAt++) {
          died = dieAt(diesAt, seed, machine);
          points += died ? 1 : 0;
        }
      }
    }
    assertThat(points).isGreaterThan(300);
  }

  /** A journal with some history, a host that dies, and one that goes on after it. */
  private boolean dieAt(int diesAt, int seed, boolean machine) throws IOException {
    Path directory = Files.createDirectory(temporary.resolve("d"));
    try {
      Path file = directory.resolve("journal.jsonl");
      Random random = new Random(seed);
      if (seed % 2 == 0) {
        Host before =
            new Host(file, new CrashingStorage(directory, random, 0), random, recovered(file));
        before.live();
      }
      CrashingStorage storage = new CrashingStorage(directory, random, diesAt);
      Host host = new Host(file, storage, random, recovered(file));
      host.live();
      boolean died = storage.operations() >= diesAt;
      if (machine) {
        storage.losePower();
      }
      host.judge();
      Host next =
          new Host(file, new CrashingStorage(directory, random, 0), random, recovered(file));
      next.live();
      next.judge();
      assertThat(directory.toFile().list()).as("left behind").containsExactly("journal.jsonl");
      return died;
    } finally {
      FileTrees.delete(directory);
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void historiesOfCrashesLoseNothingThatWasPromised(@ForAll long seed) throws IOException {
    Path directory = Files.createTempDirectory("crash");
    try {
      Random random = new Random(seed);
      Path file = directory.resolve("journal.jsonl");
      for (int life = 0; life < 4; life++) {
        CrashingStorage storage = new CrashingStorage(directory, random, random.nextInt(60));
        Host host = new Host(file, storage, random, recovered(file));
        host.live();
        if (random.nextBoolean()) {
          storage.losePower();
        }
        host.judge();
      }
    } finally {
      FileTrees.delete(directory);
    }
  }
}
