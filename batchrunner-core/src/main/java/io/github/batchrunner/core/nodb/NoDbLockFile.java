package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.internal.json.PythonFloat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A NoDb file that is locked by a lock file beside it until this is closed. Thread-safe.
 *
 * @see NoDbLocks#lock(Path, Clock)
 */
public final class NoDbLockFile implements AutoCloseable {

  /** After this time WEPPcloud's own locks, in Redis, end by themselves. */
  private static final Duration LIFETIME = Duration.ofHours(6);

  /** Longer than any number of seconds; what is longer was not written as a lock. */
  private static final int LONGEST_CONTENT = 64;

  private final Path lock;
  private final byte[] content;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NoDbLockFile(Path lock, byte[] content) {
    this.lock = lock;
    this.content = content;
  }

  static NoDbLockFile take(Path lock, Clock clock) {
    byte[] content = content(clock.instant());
    try {
      try {
        return create(lock, content);
      } catch (FileAlreadyExistsException held) {
        removeWhenOver(lock, clock.instant());
        return create(lock, content);
      }
    } catch (FileAlreadyExistsException held) {
      throw locked(lock, clock.instant());
    } catch (IOException e) {
      throw new BatchRunnerException(
          "Cannot create the lock file \"" + lock + "\": " + IoFailure.reason(e) + ".", e);
    }
  }

  /** Returns the lock file. */
  public Path path() {
    return lock;
  }

  /** Deletes the lock file, unless it is somebody else's by now. Idempotent. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      if (Arrays.equals(content, Files.readAllBytes(lock))) {
        Files.deleteIfExists(lock);
      }
    } catch (NoSuchFileException gone) {
      return;
    } catch (IOException e) {
      throw new BatchRunnerException(
          "Cannot delete the lock file \"" + lock + "\": " + IoFailure.reason(e) + ".", e);
    }
  }

  /** WEPPcloud writes Python's {@code str(time())}. */
  private static byte[] content(Instant now) {
    double seconds = now.getEpochSecond() + now.getNano() / 1e9;
    return PythonFloat.repr(seconds).getBytes(StandardCharsets.US_ASCII);
  }

  private static NoDbLockFile create(Path lock, byte[] content) throws IOException {
    Files.write(lock, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new NoDbLockFile(lock, content);
  }

  /**
   * Removes a lock that is over. It is moved away first, which only one of several processes can
   * do; should it be another one than the one looked at, it is put back.
   */
  private static void removeWhenOver(Path lock, Instant now) throws IOException {
    if (!isOver(lock, now)) {
      return;
    }
    Path moved = lock.resolveSibling("." + lock.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.move(lock, moved, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return;
    }
    if (!isOver(moved, now)) {
      Files.move(moved, lock);
    }
    Files.deleteIfExists(moved);
  }

  private static boolean isOver(Path lock, Instant now) throws IOException {
    try {
      return takenAt(lock).plus(LIFETIME).isBefore(now);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** The later of what is written in it and what the file system says. */
  private static Instant takenAt(Path lock) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(lock, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Instant written = attributes.lastModifiedTime().toInstant();
    if (!attributes.isRegularFile() || attributes.size() > LONGEST_CONTENT) {
      return written;
    }
    try {
      double seconds =
          Double.parseDouble(Files.readString(lock, StandardCharsets.US_ASCII).strip());
      Instant said = Instant.ofEpochSecond((long) seconds);
      return said.isAfter(written) ? said : written;
    } catch (IOException | NumberFormatException | DateTimeException unreadable) {
      return written;
    }
  }

  private static NoDbLockedException locked(Path lock, Instant now) {
    String since = "";
    try {
      Instant taken = takenAt(lock).truncatedTo(ChronoUnit.SECONDS);
      Duration age = Duration.between(taken, now);
      since =
          " since "
              + taken
              + (age.isNegative() ? "" : ", for " + Math.max(0, age.toSeconds()) + " s");
    } catch (IOException unknown) {
      since = "";
    }
    return new NoDbLockedException(
        "The NoDb file is locked by somebody else"
            + since
            + ": there is the lock file \""
            + lock
            + "\". Wait until it is gone; if no program is at work on the project, delete it.");
  }
}
