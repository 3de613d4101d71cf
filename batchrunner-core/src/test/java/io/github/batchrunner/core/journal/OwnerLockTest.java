package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OwnerLockTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @TempDir private Path directory;
  private Path file;

  private static void ignore(String notice) {
    assertThat(notice).isNotEmpty();
  }

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("owner.lock");
  }

  @Test
  void whoHoldsItIsNamed() {
    assertThat(OwnerLock.owner(file, CLOCK)).isEmpty();
    try (OwnerLock lock = OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore)) {
      assertThat(lock).isNotNull();
      assertThat(OwnerLock.owner(file, CLOCK))
          .contains(
              new BatchOwner(OwnerLock.hostName(), ProcessHandle.current().pid(), CLOCK.instant()));
      assertThatThrownBy(() -> OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore))
          .isInstanceOf(BatchBusyException.class)
          .hasMessageContaining("\"demo\"")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(OwnerLock.hostName())
          .hasMessageContaining("since 2026-01-02T03:04:05Z");
    }
    assertThat(OwnerLock.owner(file, CLOCK)).isEmpty();
    OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore).close();
  }

  @Test
  void anotherProcessIsRefusedEvenAfterThisOneHasLookedAtItsOwnLock() throws Exception {
    try (LockProcess other = new LockProcess(file)) {
      OwnerLock lock = OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore);
      String refusal = "is being run by process " + ProcessHandle.current().pid();
      assertThat(other.say("acquire")).contains(refusal);

      // Closing any channel to the file would free the lock of the whole process on POSIX systems.
      assertThat(OwnerLock.owner(file, CLOCK)).isPresent();
      assertThatThrownBy(() -> OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore))
          .isInstanceOf(BatchBusyException.class);
      Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
      assertThat(OwnerLock.owner(link.resolve("owner.lock"), CLOCK)).isPresent();
      assertThat(other.say("acquire")).contains(refusal);
      assertThat(other.say("owner")).contains("process " + ProcessHandle.current().pid());

      lock.close();
      assertThat(other.say("owner")).isEqualTo("nobody");
      assertThat(other.say("acquire")).isEqualTo("acquired true");
    }
  }

  @Test
  @DisplayName("H3 the lock of a process that was killed can be taken")
  void theLockOfAProcessThatWasKilledCanBeTaken() throws Exception {
    try (LockProcess other = new LockProcess(file)) {
      assertThat(other.say("acquire")).isEqualTo("acquired true");
      assertThat(OwnerLock.owner(file, CLOCK)).map(BatchOwner::pid).contains(other.pid());
      assertThatThrownBy(() -> OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore))
          .isInstanceOf(BatchBusyException.class)
          .hasMessageContaining("process " + other.pid());
      other.kill();
      assertThat(OwnerLock.owner(file, CLOCK)).isEmpty();
      OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore).close();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be suspended")
  void aSuspendedProcessKeepsItsLock() throws Exception {
    try (LockProcess other = new LockProcess(file)) {
      assertThat(other.say("acquire")).isEqualTo("acquired true");
      other.signal("STOP");
      assertThatThrownBy(() -> OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore))
          .isInstanceOf(BatchBusyException.class)
          .hasMessageContaining("process " + other.pid());
      assertThat(OwnerLock.owner(file, CLOCK)).map(BatchOwner::pid).contains(other.pid());
      other.signal("CONT");
      assertThat(other.say("owner")).contains("process " + other.pid());
    }
  }

  @Test
  void ofManyProcessesThatStartInTheSameMomentOneHasTheBatch() throws Exception {
    List<LockProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        processes.add(new LockProcess(file));
      }
      List<String> answers =
          processes.parallelStream().map(process -> process.say("acquire")).toList();
      assertThat(answers).filteredOn("acquired true"::equals).hasSize(1);
      assertThat(answers).filteredOn(answer -> answer.contains("is being run by")).hasSize(3);
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder("owner.lock", "owner-1.json");
      }
    } finally {
      processes.forEach(LockProcess::close);
    }
  }

  @Test
  void lookingFromOutsideNeverKeepsAnybodyFromTakingIt() throws Exception {
    try (LockProcess other = new LockProcess(file)) {
      assertThat(other.say("look")).isEqualTo("looking");
      for (int i = 0; i < 500; i++) {
        OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore).close();
      }
    }
  }

  @Test
  void theLibraryLoadedTwiceDoesNotTakeItTwiceNorSpoilIt() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (OwnerLock lock = OwnerLock.acquire(file, "demo", CLOCK, OwnerLockTest::ignore);
        URLClassLoader second =
            new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        LockProcess other = new LockProcess(file)) {
      assertThat(lock).isNotNull();
      Class<?> type = second.loadClass(OwnerLock.class.getName());
      assertThat(type).isNotEqualTo(OwnerLock.class);
      Consumer<String> silent = OwnerLockTest::ignore;
      Method acquire =
          type.getMethod("acquire", Path.class, String.class, Clock.class, Consumer.class);
      assertThatThrownBy(() -> acquire.invoke(null, file, "demo", CLOCK, silent))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      Method owner = type.getMethod("owner", Path.class, Clock.class);
      long open = filesOpen();
      for (int look = 0; look < 100; look++) {
        assertThat(owner.invoke(null, file, CLOCK).toString())
            .contains("process " + ProcessHandle.current().pid());
      }
      assertThat(filesOpen()).isLessThan(open + 100);
      assertThat(other.say("acquire")).contains("is being run by");

      letGo(lock);
      Object inSecond = acquire.invoke(null, file, "demo", CLOCK, silent);
      letGo(lock); // once more: what the other copy holds by now is not let go
      assertThat(OwnerLock.owner(file, CLOCK)).isPresent();
      assertThat(other.say("acquire")).contains("is being run by");
      letGo(inSecond);
      assertThat(OwnerLock.owner(file, CLOCK)).isEmpty();
    }
  }

  /** Returns how many files this process has open; 0 where the system does not say. */
  private static long filesOpen() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (Files.notExists(open)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(open)) {
      return files.count();
    }
  }

  private static void letGo(Object lock) throws Exception {
    ((AutoCloseable) lock).close();
  }

  @Test
  void aTextThatSomebodySpoiltDoesNotHideTheOwner() throws Exception {
    try (LockProcess other = new LockProcess(file)) {
      assertThat(other.say("acquire")).isEqualTo("acquired true");
      Files.writeString(file, "{}");
      assertThat(OwnerLock.owner(file, CLOCK)).map(BatchOwner::host).contains("an unknown host");
    }
  }

  @Test
  void aDirectoryThatIsNotThereHasNoOwnerAndCannotBeLocked() {
    Path nowhere = directory.resolve("nowhere").resolve("owner.lock");
    assertThat(OwnerLock.owner(nowhere, CLOCK)).isEmpty();
    assertThatThrownBy(() -> OwnerLock.acquire(nowhere, "demo", CLOCK, OwnerLockTest::ignore))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot lock");
  }
}
