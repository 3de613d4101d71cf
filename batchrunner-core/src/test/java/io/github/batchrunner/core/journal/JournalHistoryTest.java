package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.internal.files.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JournalHistoryTest {

  @Property(tries = 60)
  void whatWasWrittenIsReadBack(@ForAll long seed, @ForAll @IntRange(max = 60) int steps)
      throws IOException {
    Path own = Files.createTempDirectory("journal");
    Path file = own.resolve("journal.jsonl");
    try {
      BatchState written = new History(seed, file, 20).write(steps);
      JournalReader.Result read = JournalReader.read(file);
      assertThat(Described.of(read.state(), History.TASKS))
          .isEqualTo(Described.of(written, History.TASKS));
      assertThat(read.validBytes()).isEqualTo(Files.size(file));
      assertThat(Files.readAllBytes(file)).as("ASCII, whatever the texts").doesNotContain(0xe2);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(own);
    }
  }

  /** Both journals are then continued with the same records: nothing is lost that counts later. */
  @Property(tries = 60)
  void aSnapshotAddsUpToTheSameAsTheJournalItReplaces(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int before,
      @ForAll @IntRange(max = 30) int after)
      throws IOException {
    Path own = Files.createTempDirectory("journal");
    Path longOne = own.resolve("long.jsonl");
    Path shortOne = own.resolve("short.jsonl");
    try {
      new History(seed, longOne, 0).write(before);
      Files.copy(longOne, shortOne);
      History snapshot = new History(seed + 1, shortOne, 100);
      assertThat(described(shortOne)).isEqualTo(described(longOne));
      assertThat(Files.exists(own.resolve("short.jsonl.new"))).isFalse();
      BatchState continued = new History(seed + 1, longOne, 0).write(after);
      assertThat(Described.of(snapshot.write(after), History.TASKS))
          .isEqualTo(Described.of(continued, History.TASKS));
      assertThat(described(shortOne)).isEqualTo(described(longOne));
    } finally {
      FileTrees.delete(own);
    }
  }

  private static String described(Path file) {
    return Described.of(JournalReader.read(file).state(), History.TASKS);
  }
}
