package io.github.batchrunner.core.nodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoDbLocksTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.250Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void theLockFileIsWeppcloudsAndGoesWhenItIsClosed() throws IOException {
    NoDbLockFile lock = NoDbLocks.lock(directory.resolve("climate.nodb"), CLOCK);

    assertThat(lock.path()).isEqualTo(directory.resolve("climate.nodb.lock"));
    assertThat(lock.path()).hasContent(NOW.getEpochSecond() + ".25");

    lock.close();
    lock.close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whoeverComesSecondIsToldSinceWhenAndWhatToDo() throws IOException {
    Path file = directory.resolve("wepp.nodb");
    Path lock = directory.resolve("wepp.nodb.lock");
    Files.writeString(lock, (NOW.getEpochSecond() - 90) + ".5");
    Files.setLastModifiedTime(lock, FileTime.from(NOW.minusSeconds(90)));

    assertThatThrownBy(() -> NoDbLocks.lock(file, CLOCK))
        .isInstanceOf(NoDbLockedException.class)
        .hasMessageContaining("since 2026-11-21T11:58:30Z, for 90 s")
        .hasMessageContaining("\"" + lock + "\"")
        .hasMessageContaining("delete it");
    assertThat(lock).exists();
  }

  @Test
  void aLockWithoutATimeIsAsOldAsItsFile() throws IOException {
    Path lock = directory.resolve("wepp.nodb.lock");
    Files.writeString(lock, "not a time");
    Files.setLastModifiedTime(lock, FileTime.from(NOW.minusSeconds(7)));

    assertThatThrownBy(() -> NoDbLocks.lock(directory.resolve("wepp.nodb"), CLOCK))
        .hasMessageContaining("for 7 s");
  }

  @Test
  void aLockOfMoreThanSixHoursIsLeftOver() throws IOException {
    Path lock = directory.resolve("wepp.nodb.lock");
    Instant longAgo = NOW.minus(Duration.ofHours(6)).minusSeconds(2);
    Files.writeString(lock, String.valueOf(longAgo.getEpochSecond()));
    Files.setLastModifiedTime(lock, FileTime.from(longAgo));

    try (NoDbLockFile taken = NoDbLocks.lock(directory.resolve("wepp.nodb"), CLOCK)) {
      assertThat(taken.path()).hasContent(NOW.getEpochSecond() + ".25");
      assertThat(directory).isDirectoryContaining(path -> path.equals(lock));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anOldTimeInAFileThatWasJustWrittenIsNotLeftOver() throws IOException {
    Path lock = directory.resolve("wepp.nodb.lock");
    Files.writeString(lock, "12.5");
    Files.setLastModifiedTime(lock, FileTime.from(NOW.minusSeconds(1)));

    assertThatThrownBy(() -> NoDbLocks.lock(directory.resolve("wepp.nodb"), CLOCK))
        .isInstanceOf(NoDbLockedException.class);
  }

  @Test
  void theLockOfSomebodyElseIsNotGivenBack() throws IOException {
    NoDbLockFile lock = NoDbLocks.lock(directory.resolve("wepp.nodb"), CLOCK);
    Files.writeString(lock.path(), "1.0");

    lock.close();

    assertThat(lock.path()).hasContent("1.0");
  }

  @Test
  void ofManyThreadsOneAtATimeHasIt() throws Exception {
    Path file = directory.resolve("wepp.nodb");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Callable<Integer> worker =
        () -> {
          int most = 0;
          for (int turn = 0; turn < 200; turn++) {
            try (NoDbLockFile lock = NoDbLocks.lock(file, CLOCK)) {
              most = Math.max(most, inside.incrementAndGet());
              assertThat(lock.path()).exists();
              taken.incrementAndGet();
              inside.decrementAndGet();
            } catch (NoDbLockedException held) {
              Thread.onSpinWait();
            }
          }
          return most;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> results =
          threads.invokeAll(IntStream.range(0, 4).mapToObj(n -> worker).toList());
      for (Future<Integer> result : results) {
        assertThat(result.get()).isLessThanOrEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(taken.get()).isPositive();
    assertThat(directory).isEmptyDirectory();
  }
}
