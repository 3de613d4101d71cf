package io.github.batchrunner.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.status.BatchStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that are ended with {@code kill -9} at random moments while commands and handlers run.
 *
 * <p>{@code -Dbatchrunner.kills} says how many, {@code -Dbatchrunner.seed} which moments.
 */
class KilledHostTest {

  private static final int KILLS = Integer.getInteger("batchrunner.kills", 12);
  private static final long SEED = Long.getLong("batchrunner.seed", System.nanoTime());
  private static final int LEAST_MILLIS = 350;
  private static final int MOST_MILLIS = 1600;
  private static final Pattern SUCCESS =
      Pattern.compile("\"e\":\"end\",\"run\":(\\d+),\"version\":(\\d+),.*\"status\":\"SUCCEEDED\"");

  @TempDir private Path directory;
  private int kills;
  private int batches;
  private int handlersAgain;

  @Test
  void everyTaskRunsToCompletionExactlyOnceHoweverOftenItsHostIsKilled() throws Exception {
    Random moments = new Random(SEED);
    while (kills < KILLS) {
      Path root = directory.resolve("batch-" + batches++);
      LedgerBatch.create(root);
      while (killedInTheMiddle(root, moments)) {
        kills++;
      }
      requireEachOnce(root);
    }
    System.out.printf(
        "%d kills in %d batches of %d tasks, seed %d: 0 lost, 0 doubled; %d handlers were repeated that had ended and could not tell%n",
        kills, batches, LedgerBatch.RUNS * LedgerBatch.TASKS, SEED, handlersAgain);
  }

  /** Starts a host; false if it came to its end. */
  private boolean killedInTheMiddle(Path root, Random moments) throws Exception {
    Path output = root.resolve("host.txt");
    Process host =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerBatch.class.getName(),
                root.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean enough = kills >= KILLS;
      long life = moments.nextInt(LEAST_MILLIS, MOST_MILLIS);
      if (enough ? host.waitFor(5, TimeUnit.MINUTES) : host.waitFor(life, TimeUnit.MILLISECONDS)) {
        assertThat(host.exitValue()).as(Files.readString(output)).isZero();
        return false;
      }
      assertThat(enough).as("the host that may live does not end: %s", output).isFalse();
      return true;
    } finally {
      host.destroyForcibly().waitFor();
    }
  }

  private void requireEachOnce(Path root) throws IOException {
    BatchRunner batch = LedgerBatch.open(root);
    BatchStatus.Counts tasks = batch.status().tasks();
    assertThat(tasks.succeeded()).as("seed %d: %s", SEED, tasks).isEqualTo(tasks.total());
    Map<String, Ledger.Count> counts = LedgerBatch.ledger(root).counts();
    List<String> wrong = new ArrayList<>();
    for (int run = 0; run < LedgerBatch.RUNS; run++) {
      for (String task : List.of("first", "handler", "second", "last")) {
        String work = "run-" + run + "/" + task;
        Ledger.Count count = counts.getOrDefault(work, new Ledger.Count(0, 0));
        if (task.equals("handler")) {
          // It may end in the moment before its host is killed, and nobody knows: it runs again.
          handlersAgain += Math.max(0, count.ended() - 1);
          if (count.ended() < 1) {
            wrong.add(work + " " + count);
          }
        } else if (count.begun() != 1 || count.ended() != 1) {
          wrong.add(work + " " + count);
        }
      }
    }
    assertThat(wrong).as("lost or doubled, seed %d", SEED).isEmpty();
    assertThat(successes(root).values())
        .as("successful attempts of each task in the journal, seed %d", SEED)
        .hasSize(LedgerBatch.RUNS * LedgerBatch.TASKS)
        .containsOnly(1);
  }

  /** Returns how many successes the journal has of each task of each run. */
  private static Map<String, Integer> successes(Path root) throws IOException {
    Map<String, Integer> successes = new HashMap<>();
    Path journal = LedgerBatch.directory(root).resolve(".batchrunner").resolve("journal.jsonl");
    for (String line : Files.readAllLines(journal)) {
      Matcher success = SUCCESS.matcher(line);
      if (success.find()) {
        successes.merge(success.group(1) + "/" + success.group(2), 1, Integer::sum);
      }
    }
    return successes;
  }
}
