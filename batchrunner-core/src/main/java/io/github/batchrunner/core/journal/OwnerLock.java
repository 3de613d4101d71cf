package io.github.batchrunner.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a batch to one running process: an operating-system lock on a file that says who holds it.
 *
 * <p>The system frees the lock when the process ends, however it ends; the text in the file is only
 * for people.
 */
public final class OwnerLock implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel channel;

  private OwnerLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of the batch with this name.
   *
   * @throws BatchBusyException if another process, or another execution in this one, holds it
   */
  public static OwnerLock acquire(Path file, String batch, Clock clock) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new BatchBusyException(
            "the batch \"%s\" is being run by %s; wait for it, or cancel it"
                .formatted(
                    batch, holder(file).map(BatchOwner::toString).orElse("another process")));
      }
      ObjectNode owner =
          JSON.createObjectNode()
              .put("host", hostName())
              .put("pid", ProcessHandle.current().pid())
              .put("since", clock.instant().toString());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(owner)), 0);
      return new OwnerLock(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new JournalException("cannot lock \"%s\": %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Returns who holds the lock now, without taking it. */
  public static Optional<BatchOwner> owner(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        lock.release();
        return Optional.empty();
      }
      return holder(file);
    } catch (IOException e) {
      throw new JournalException("cannot look at \"%s\": %s".formatted(file, e.getMessage()), e);
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

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) { // held by this very process
      return null;
    }
  }

  private static Optional<BatchOwner> holder(Path file) {
    try {
      JsonNode owner = JSON.readTree(Files.readAllBytes(file));
      return Optional.of(
          new BatchOwner(
              owner.path("host").asText(),
              owner.path("pid").asLong(),
              Instant.parse(owner.path("since").asText())));
    } catch (IOException | RuntimeException e) { // half-written: the lock itself is what counts
      return Optional.empty();
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new JournalException("cannot release a lock: " + e.getMessage(), e);
      }
    }
  }
}
