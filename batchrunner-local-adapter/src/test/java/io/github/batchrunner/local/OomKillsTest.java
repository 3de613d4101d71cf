package io.github.batchrunner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OomKillsTest {

  private static final int KILLED = 128 + 9;

  @TempDir private Path root;

  /** The lines of /proc/self/cgroup, and where the kernel counts then. */
  @ParameterizedTest
  @CsvSource({
    "0::/user.slice/app, sys/fs/cgroup/user.slice/app/memory.events",
    "4:memory:/a/b, sys/fs/cgroup/memory/a/b/memory.oom_control",
    "4:cpu;memory:/a/b, sys/fs/cgroup/memory/memory.oom_control",
    "0::/, proc/vmstat"
  })
  void theCounterOfTheControlGroupIsFound(String group, String counter) throws IOException {
    write("proc/self/cgroup", group.replace(';', ',') + "\n");
    write(counter, "low 0\noom 7\noom_kill 2\n");
    OomKills kills = OomKills.below(root);
    assertThat(kills.anotherOne()).isFalse();
    write(counter, "low 0\noom 9\noom_kill 4\n");
    assertThat(kills.anotherOne()).isTrue();
    assertThat(kills.anotherOne()).isTrue();
    assertThat(kills.anotherOne()).isFalse();
  }

  @Test
  void thereIsNoEvidenceWithoutACounter() {
    assertThat(OomKills.below(root).anotherOne()).isFalse();
  }

  @Test
  void aCounterThatIsNoNumberIsNoEvidence() throws IOException {
    write("proc/vmstat", "oom_kill many\n");
    assertThat(OomKills.below(root).anotherOne()).isFalse();
  }

  @Test
  void aKilledCommandRanOutOfMemoryWhereTheSystemSaysSo() throws IOException {
    write("proc/vmstat", "oom_kill 0\n");
    OomKills kills = OomKills.below(root);
    assertThat(failure(KILLED, kills).kind()).isEqualTo(FailureKind.EXIT_CODE);
    write("proc/vmstat", "oom_kill 1\n");
    assertThat(failure(1, kills).kind()).isEqualTo(FailureKind.EXIT_CODE);
    Failure failure = failure(KILLED, kills);
    assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
    assertThat(failure.signal()).hasValue(9);
    assertThat(failure(KILLED, kills).kind()).isEqualTo(FailureKind.EXIT_CODE);
  }

  private static Failure failure(int status, OomKills kills) {
    Failure failure = ExitStatus.failure(status, "wepp", kills, () -> "");
    assertThat(failure).isNotNull();
    return failure;
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
