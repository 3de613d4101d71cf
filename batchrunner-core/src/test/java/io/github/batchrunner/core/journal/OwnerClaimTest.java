package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that do not see each other's locks: each test takes the lock away from the other. */
@Timeout(60)
class OwnerClaimTest {

  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(SINCE, ZoneOffset.UTC);
  private static final ClaimText.Claim HERE = claim("node1", "boot-1", "here");
  private static final ClaimText.Claim THERE = claim("node2", "boot-2", "there");

  @TempDir private Path directory;
  private Path file;
  private final List<String> notices = new ArrayList<>();
  private int pauses;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("owner.lock");
  }

  private static ClaimText.Claim claim(String host, String boot, String nonce) {
    return new ClaimText.Claim(new BatchOwner(host, 77, SINCE), boot, 1, nonce);
  }

  /** Nothing beats by itself: an interval is an hour, and waiting is what the test does. */
  private OwnerClaim.Rhythm rhythm(Runnable whileWaiting) {
    return new OwnerClaim.Rhythm(
        Duration.ofHours(1),
        time -> {
          pauses++;
          whileWaiting.run();
        },
        notices::add);
  }

  private OwnerClaim claim(ClaimText.Claim self) throws IOException {
    return claim(self, () -> {});
  }

  private OwnerClaim claim(ClaimText.Claim self, Runnable whileWaiting) throws IOException {
    return OwnerClaim.of(file, "demo", self, rhythm(whileWaiting));
  }

  @Test
  void whatWasLetGoIsTakenAtOnce() throws IOException {
    claim(THERE).close();
    claim(HERE).close();
    claim(HERE).requireHeld();
    assertThat(pauses).isZero();
    assertThat(directory.toFile().list()).containsExactly("owner-3.json");
  }

  @Test
  @DisplayName("H6 a claim of this machine is what its lock says")
  void aClaimOfThisMachineIsWhatItsLockSays() throws IOException {
    claim(HERE);
    claim(claim("node1", "boot-after-a-reboot", "x")).requireHeld();
    claim(claim("renamed", "boot-after-a-reboot", "y")).requireHeld();
    assertThat(pauses).isZero();
  }

  @Test
  @DisplayName("H4 another machine that beats is not disturbed")
  void anotherMachineThatBeatsIsNotDisturbed() throws IOException {
    OwnerClaim there = claim(THERE);
    assertThatThrownBy(() -> claim(HERE, there::beat))
        .isInstanceOf(BatchBusyException.class)
        .hasMessageContaining("\"demo\" is being run by process 77 on node2 since " + SINCE);
    assertThat(pauses).isEqualTo(1);
    assertThat(notices).singleElement().asString().contains("process 77 on node2", "seconds");
    there.beat();
    there.requireHeld();
  }

  @Test
  @DisplayName("H5 another machine that is silent is taken over and writes no more")
  void anotherMachineThatIsSilentIsTakenOverAndWritesNoMore() throws Exception {
    OwnerClaim there = claim(THERE);
    Path journal = directory.resolve("journal.jsonl");
    JournalWriter writer =
        JournalWriter.open(journal, "demo", JournalReader.read(journal), there::requireHeld);
    writer.awaitDurable(writer.intent(writer.run("r"), version(writer), 1, 1, Cause.UNKNOWN, 0));
    byte[] before = Files.readAllBytes(journal);

    OwnerClaim here = claim(HERE);
    assertThat(pauses).isEqualTo(OwnerClaim.WATCHED_BEATS);
    there.beat();
    long late = writer.intent(writer.run("late"), version(writer), 1, 1, Cause.UNKNOWN, 0);
    assertThatThrownBy(() -> writer.awaitDurable(late))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("\"demo\" has been taken over by process 77 on node1");
    assertThatThrownBy(writer::close).isInstanceOf(JournalException.class);
    assertThat(Files.readAllBytes(journal)).isEqualTo(before);

    there.close();
    here.beat();
    here.requireHeld();
  }

  private static int version(JournalWriter writer) {
    return writer.version(TaskVersion.of("a", "d", Map.of()));
  }

  @Test
  void ofTwoThatTakeOverAtTheSameTimeOneDoes() throws IOException {
    claim(THERE);
    ClaimText.Claim third = claim("node3", "boot-3", "third");
    assertThatThrownBy(
            () ->
                claim(
                    HERE,
                    () -> {
                      if (pauses == OwnerClaim.WATCHED_BEATS) {
                        try {
                          new ClaimFiles(file).create(2, ClaimText.write(third, 0, false));
                        } catch (IOException e) {
                          throw new AssertionError(e);
                        }
                      }
                    }))
        .isInstanceOf(BatchBusyException.class)
        .hasMessageContaining("node3");
  }

  @Test
  void whatIsLetGoWhileItIsWatchedIsTaken() throws IOException {
    OwnerClaim there = claim(THERE);
    claim(HERE, there::close).requireHeld();
    assertThat(pauses).isEqualTo(1);
  }

  @Test
  void aClaimThatWasTornIsWatchedAsIfItWereOfAnotherMachine() throws IOException {
    byte[] whole = ClaimText.write(HERE, 0, false);
    for (int length : List.of(0, 1, 100)) {
      Files.write(directory.resolve("owner-1.json"), Arrays.copyOf(whole, length));
      pauses = 0;
      claim(HERE).requireHeld();
      assertThat(pauses).isEqualTo(OwnerClaim.WATCHED_BEATS);
      Files.delete(directory.resolve("owner-2.json"));
    }
  }

  @Test
  void whateverIsWrittenInPlaceIsReadBack() throws IOException {
    ClaimText.Claim strange = claim("ü".repeat(300), "", "n");
    assertThat(ClaimText.write(strange, Long.MAX_VALUE, true))
        .hasSameSizeAs(ClaimText.write(HERE, 0, false));
    assertThat(ClaimText.read(ClaimText.write(strange, Long.MAX_VALUE, true)))
        .get()
        .satisfies(found -> assertThat(found.released()).isTrue());
  }

  @Test
  @DisplayName("H9 who looks is told of another machine that wrote in the last minute")
  void whoLooksIsToldOfAnotherMachineThatWroteInTheLastMinute() throws IOException {
    OwnerLock.acquire(file, "demo", CLOCK, notices::add).close();
    assertThat(OwnerLock.owner(file, CLOCK)).isEmpty();
    Path claim = directory.resolve("owner-2.json");
    Files.write(claim, ClaimText.write(THERE, 5, false));
    Files.setLastModifiedTime(claim, FileTime.from(SINCE.minusSeconds(10)));
    assertThat(OwnerLock.owner(file, CLOCK)).contains(THERE.owner());
    Files.setLastModifiedTime(claim, FileTime.from(SINCE.minusSeconds(100)));
    assertThat(OwnerLock.owner(file, CLOCK)).isEmpty();
  }

  @Test
  @DisplayName("H7 the message of a file system without locks says what to do")
  void theMessageOfAFileSystemWithoutLocksSaysWhatToDo() throws IOException {
    Files.createFile(file);
    assertThat(OwnerLock.noLock(file, new IOException("No locks available")))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(Files.getFileStore(file).type())
        .hasMessageContaining("No locks available; have that mounted with locks");
  }
}
