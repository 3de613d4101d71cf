package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The output of an attempt, read by bytes.
 *
 * <p>Tasks write where it is, so nothing there is trusted: only a file proper in the directory of
 * the run itself is read, and no link is followed out of it. Immutable.
 */
public final class AttemptLog {

  /** The most bytes that are read at once. */
  public static final int MOST = 1 << 20;

  /** A character has at most so many bytes in UTF-8. */
  private static final int LONGEST = 4;

  private final Path file;

  private AttemptLog(Path file) {
    this.file = file;
  }

  /**
   * A part of the output.
   *
   * @param text bytes that are no UTF-8 are replaced
   * @param from place of its first byte
   * @param to place behind its last byte
   * @param size bytes of the whole
   */
  public record Part(String text, long from, long to, long size) {}

  /**
   * Finds the output of an attempt; empty if there is none.
   *
   * @param runId a run of the batch
   * @param taskId a task of its pipeline
   */
  public static Optional<AttemptLog> find(
      BatchRunner batch, String runId, String taskId, int attempt) {
    Path file = batch.logFile(runId, taskId, attempt);
    try {
      Path inside = batch.directory().toRealPath();
      Path run = batch.runDirectory(runId).toRealPath();
      Path directory = file.resolveSibling("").toRealPath();
      boolean proper =
          run.startsWith(inside)
              && directory.startsWith(run)
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      return proper ? Optional.of(new AttemptLog(file)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns a channel over all of it, which the caller closes. */
  public SeekableByteChannel open() throws IOException {
    return Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads a part that begins and ends between characters.
   *
   * @param from place of its first byte; if it is negative, so many bytes before the end
   * @param max the most bytes, 1 to {@value #MOST}
   */
  public Part read(long from, int max) {
    try (SeekableByteChannel channel = open()) {
      long size = channel.size();
      long begin = Math.min(size, from < 0 ? Math.max(0, size + from) : from);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(max, size - begin));
      channel.position(begin);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until it is full, or the file was cut meanwhile
      }
      byte[] bytes = buffer.array();
      int end = buffer.position();
      int first = begin == 0 ? 0 : firstWhole(bytes, end);
      int last = Math.max(first, lastWhole(bytes, first, end));
      return new Part(
          new String(bytes, first, last - first, StandardCharsets.UTF_8),
          begin + first,
          begin + last,
          size);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns where the first character begins that is there from its beginning. */
  private static int firstWhole(byte[] bytes, int end) {
    int first = 0;
    while (first < Math.min(end, LONGEST - 1) && isContinuation(bytes[first])) {
      first++;
    }
    return first < end && isContinuation(bytes[first]) ? 0 : first; // no UTF-8 at all
  }

  /** Returns the end of the last character that is there to its end. */
  private static int lastWhole(byte[] bytes, int first, int end) {
    for (int back = 1; back <= Math.min(LONGEST, end - first); back++) {
      byte lead = bytes[end - back];
      if (!isContinuation(lead)) {
        return length(lead) > back ? end - back : end;
      }
    }
    return end;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }

  private static int length(byte lead) {
    if ((lead & 0xE0) == 0xC0) {
      return 2;
    }
    if ((lead & 0xF0) == 0xE0) {
      return 3;
    }
    return (lead & 0xF8) == 0xF0 ? LONGEST : 1;
  }

  private static BatchRunnerException unreadable(Path file, IOException e) {
    return new BatchRunnerException("cannot read the output \"%s\": %s".formatted(file, e), e);
  }
}
