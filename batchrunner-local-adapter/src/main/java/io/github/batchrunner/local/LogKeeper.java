package io.github.batchrunner.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what each attempt adds to its log file within a limit.
 *
 * <p>Programs write to the file themselves, which costs nothing; the sizes are looked at four times
 * a second and when an attempt ends. Of output that is too long the beginning and the end are kept,
 * with a line between them that says how much is missing. Between two looks a file can be longer,
 * by what a program writes in that time. Thread-safe.
 */
final class LogKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final long MOST_TAIL_BYTES = 64 * 1024;
  private static final int DETAIL_BYTES = 4 * 1024;

  private final long maxBytes;
  private final long tailBytes;
  private final Timer timer;
  private final Set<Log> watched = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watching = new AtomicBoolean();

  LogKeeper(long maxBytes, Timer timer) {
    this.maxBytes = maxBytes;
    this.tailBytes = Math.min(MOST_TAIL_BYTES, maxBytes / 2);
    this.timer = timer;
  }

  /** Creates the directory a log file belongs into. */
  static void createDirectory(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
  }

  /** Watches the log of an attempt from now until it is closed. */
  Log watch(Attempt attempt) {
    return watch(attempt, attempt.logFile().toFile().length()); // 0 where there is none
  }

  /** Watches the log of an attempt whose output begins at {@code start} until it is closed. */
  Log watch(Attempt attempt, long start) {
    Log log = new Log(attempt.logFile(), start);
    attempt.logStartsAt(log.start);
    watched.add(log);
    if (!watching.get() && watching.compareAndSet(false, true)) {
      timer.every(PERIOD, this::look);
    }
    return log;
  }

  private void look() {
    watched.forEach(Log::cut);
  }

  /** The log file of one attempt, from where its output starts. */
  final class Log {
    private final Path file;
    private final long start;

    /** What has been cut so far, in bytes, and the length of the line that says so. */
    private long missing;

    private int lineLength;

    private Log(Path file, long start) {
      this.file = file;
      this.start = start;
    }

    /** Returns where in the file the output of the attempt begins. */
    long start() {
      return start;
    }

    /** Cuts the file a last time and does not watch it any longer. */
    void close() {
      watched.remove(this);
      cut();
    }

    /** Returns the last lines of what the attempt has printed. */
    String lastLines() {
      return LogKeeper.lastLines(file, start);
    }

    private synchronized void cut() {
      if (file.toFile().length() - start <= maxBytes + lineLength || !Files.isRegularFile(file)) {
        return;
      }
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileChannel end = FileChannel.open(file, StandardOpenOption.APPEND)) {
        shorten(channel, end);
      } catch (IOException e) {
        LOG.warn("the log file \"{}\" is too long and cannot be cut", file, e);
      }
    }

    /** The program may still be writing: it and {@code end} append, so neither overwrites. */
    private void shorten(FileChannel channel, FileChannel end) throws IOException {
      long size = channel.size();
      long headEnd = start + maxBytes - tailBytes;
      ByteBuffer tail = read(channel, size - tailBytes, size);
      missing += size - tailBytes - headEnd - lineLength;
      byte[] line =
          "\n[batchrunner: %d bytes of output are cut here; log_max_bytes is %d]\n"
              .formatted(missing, maxBytes)
              .getBytes(StandardCharsets.UTF_8);
      lineLength = line.length;
      channel.truncate(headEnd);
      ByteBuffer rest = ByteBuffer.allocate(line.length + tail.remaining()).put(line).put(tail);
      rest.flip();
      while (rest.hasRemaining()) {
        end.write(rest);
      }
    }
  }

  /** Returns the last lines of a file, from {@code start} on. */
  static String lastLines(Path file, long start) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long from = Math.max(Math.min(start, size), size - DETAIL_BYTES);
      String text = StandardCharsets.UTF_8.decode(read(channel, from, size)).toString();
      return from <= start ? text : text.substring(text.indexOf('\n') + 1);
    } catch (IOException e) {
      return "";
    }
  }

  private static ByteBuffer read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // until it is full or the file ends
    }
    return buffer.flip();
  }
}
