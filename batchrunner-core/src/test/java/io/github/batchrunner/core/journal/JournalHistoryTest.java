package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

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
      BatchState written = new History(seed, file).write(steps);
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
}
