package io.github.batchrunner.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a batch to one running process: an operating-system lock on a file that says who holds it.
 *
 * <p>The system frees the lock when the process ends, however it ends; the text in the file is only
 * for people. Two bytes far behind that text are locked: one by the owner as long as it lives, one
 * by whoever takes or looks at the first, for as long as that takes, so that a look is never
 * mistaken for an owner and the text is always that of the present owner. An {@link OwnerClaim}
 * does what the lock cannot: keep out other machines on a file system whose locks are each
 * machine's own.
 *
 * <p>On POSIX systems a process loses its lock on a file as soon as it closes <em>any</em> channel
 * to that file. So {@link ProcessLocks} knows what the process holds, whichever copy of this
 * library it loaded, and this class does not open those files a second time.
 */
public final class OwnerLock implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long OWNER_BYTE = 1L << 30;
  private static final long LOOK_BYTE = OWNER_BYTE + 1;

  /**
   * Channels to files that are locked, which nobody said: the host has replaced the properties of
   * the system.
   */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path file;
  private final FileChannel channel;

  /** What counts between machines; there as soon as the batch is taken. */
  private volatile @Nullable OwnerClaim claim;

  private OwnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the batch with this name.
   *
   * <p>If a process of another machine had it last and did not say that it let go, this waits for
   * about twenty seconds whether that one gives a sign of life.
   *
   * @param notice told, in a sentence for a person, that it waits and for whom
   * @throws BatchBusyException if another process, or another execution in this one, holds it
   * @throws JournalException if the file system has no locks
   */
  public static OwnerLock acquire(Path file, String batch, Clock clock, Consumer<String> notice) {
    return acquire(file, batch, clock, OwnerClaim.Rhythm.usual(notice));
  }

  static OwnerLock acquire(Path file, String batch, Clock clock, OwnerClaim.Rhythm rhythm) {
    BatchOwner self = new BatchOwner(hostName(), ProcessHandle.current().pid(), clock.instant());
    return acquire(file, batch, ClaimText.Claim.of(self), rhythm);
  }

  static OwnerLock acquire(
      Path file, String batch, ClaimText.Claim self, OwnerClaim.Rhythm rhythm) {
    OwnerLock lock = lock(file, batch, self.owner());
    try {
      lock.claim = OwnerClaim.of(lock.file, batch, self, rhythm);
      return lock;
    } catch (IOException e) {
      lock.close();
      throw new JournalException("cannot lock \"%s\": %s".formatted(file, e), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static OwnerLock lock(Path file, String batch, BatchOwner self) {
    synchronized (ProcessLocks.MONITOR) {
      FileChannel channel = null;
      try {
        Path real = realPath(file);
        Optional<String> held = ProcessLocks.find(real);
        if (held.isPresent()) {
          throw busy(batch, owner(held.get()).toString());
        }
        channel =
            FileChannel.open(
                real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Optional<BatchOwner> other = take(channel, self);
        if (other.isPresent()) {
          channel.close();
          throw busy(batch, other.get().toString());
        }
        ProcessLocks.add(real, text(self));
        return new OwnerLock(real, channel);
      } catch (OverlappingFileLockException e) {
        keepOpen(channel);
        throw busy(batch, "another part of this process");
      } catch (IOException e) {
        closeAfter(e, channel);
        throw channel == null
            ? new JournalException("cannot lock \"%s\": %s".formatted(file, e), e)
            : noLock(file, e);
      }
    }
  }

  /** The file could be opened, so that it is the locking that fails. */
  static JournalException noLock(Path file, IOException cause) {
    String type;
    try {
      type = Files.getFileStore(file).type();
    } catch (IOException e) {
      type = "unknown";
    }
    return new JournalException(
        "cannot lock \"%s\" on its file system of type \"%s\": %s; have that mounted with locks (Lustre: the option flock; NFS: its lock service), or keep the batch on a file system that has them"
            .formatted(file, type, cause.getMessage()),
        cause);
  }

  /**
   * Makes sure that the batch has not been taken over; to be called before anything is written.
   *
   * @throws JournalException if it has
   */
  public void requireHeld() {
    OwnerClaim held = claim;
    if (held != null) {
      held.requireHeld();
    }
  }

  /** Takes the lock for {@code self}, or returns who has it. */
  @SuppressWarnings("try") // the look is a lock: it is held, not used
  private static Optional<BatchOwner> take(FileChannel channel, BatchOwner self)
      throws IOException {
    try (FileLock look = channel.lock(LOOK_BYTE, 1, false)) {
      if (channel.tryLock(OWNER_BYTE, 1, false) == null) {
        return Optional.of(written(channel));
      }
      write(self, channel);
      return Optional.empty();
    }
  }

  /**
   * Returns who owns the batch now, without taking it; needs no permission to write.
   *
   * <p>Of a process on another machine whose lock is not seen here it is told by the clock whether
   * it has given a sign of life in the last minute.
   */
  public static Optional<BatchOwner> owner(Path file, Clock clock) {
    synchronized (ProcessLocks.MONITOR) {
      FileChannel channel = null;
      try {
        Path real = realPath(file);
        Optional<String> held = ProcessLocks.find(real);
        if (held.isPresent()) {
          return held.map(OwnerLock::owner);
        }
        channel = FileChannel.open(real, StandardOpenOption.READ);
        Optional<BatchOwner> owner = look(channel);
        channel.close();
        if (owner.isPresent()) {
          return owner;
        }
        BatchOwner self =
            new BatchOwner(hostName(), ProcessHandle.current().pid(), clock.instant());
        return OwnerClaim.elsewhere(real, ClaimText.Claim.of(self), clock.millis());
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (OverlappingFileLockException e) {
        keepOpen(channel);
        return Optional.of(
            new BatchOwner(hostName(), ProcessHandle.current().pid(), Instant.EPOCH));
      } catch (IOException e) {
        closeAfter(e, channel);
        throw new JournalException("cannot look at \"%s\": %s".formatted(file, e), e);
      }
    }
  }

  @SuppressWarnings("try")
  private static Optional<BatchOwner> look(FileChannel channel) throws IOException {
    try (FileLock look = channel.lock(LOOK_BYTE, 1, true);
        FileLock lock = channel.tryLock(OWNER_BYTE, 1, true)) {
      return lock == null ? Optional.of(written(channel)) : Optional.empty();
    }
  }

  /** Returns the name of this machine. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Lets the lock go; idempotent. */
  @Override
  public void close() {
    OwnerClaim held = claim;
    if (held != null) {
      held.close(); // first: whoever gets the lock then finds the mark
    }
    synchronized (ProcessLocks.MONITOR) {
      if (channel.isOpen()) {
        ProcessLocks.remove(file);
        try {
          channel.close();
        } catch (IOException e) {
          throw new JournalException("cannot release the lock \"%s\": %s".formatted(file, e), e);
        }
      }
    }
  }

  /** The file itself may not be there yet; its directory is. */
  private static Path realPath(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
  }

  private static void write(BatchOwner owner, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text(owner).getBytes(StandardCharsets.UTF_8));
    channel.truncate(0);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String text(BatchOwner owner) {
    return JSON.createObjectNode()
        .put("host", owner.host())
        .put("pid", owner.pid())
        .put("since", owner.since().toString())
        .toString();
  }

  private static BatchOwner written(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // until the end
    }
    return owner(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
  }

  private static BatchOwner owner(String text) {
    try {
      JsonNode owner = JSON.readTree(text);
      return new BatchOwner(
          owner.path("host").asText(),
          owner.path("pid").asLong(),
          Instant.parse(owner.path("since").asText()));
    } catch (IOException | RuntimeException e) { // somebody has changed it: the lock is what counts
      return new BatchOwner("an unknown host", 0, Instant.EPOCH);
    }
  }

  static BatchBusyException busy(String batch, String owner) {
    return new BatchBusyException(
        "the batch \"%s\" is being run by %s; wait for it, or cancel it".formatted(batch, owner));
  }

  private static void keepOpen(@Nullable FileChannel channel) {
    if (channel != null) {
      NEVER_CLOSED.add(channel);
    }
  }

  private static void closeAfter(IOException failure, @Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
