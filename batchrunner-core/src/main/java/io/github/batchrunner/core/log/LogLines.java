package io.github.batchrunner.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a log, one after the other, in a fixed amount of memory.
 *
 * <p>A line ends with {@code \n}, {@code \r\n} or {@code \r}, with which programs rewrite the line
 * of a progress bar; numbers count {@code \n} alone, as editors do. What is no UTF-8 becomes
 * replacement characters. Not thread-safe.
 */
final class LogLines {

  static final int MOST_BYTES = 8192;

  private final InputStream log;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line = new byte[MOST_BYTES];
  private final LastBytes last = new LastBytes(MOST_BYTES);
  private int position;
  private int filled;
  private int length;
  private long newlines;
  private long number;

  LogLines(InputStream log) {
    this.log = log;
  }

  /** Goes to the next line and tells whether there is one. */
  boolean next() throws IOException {
    length = 0;
    number = newlines + 1;
    boolean any = false;
    while (position < filled || fill()) {
      byte read = buffer[position++];
      any = true;
      if (read == '\n') {
        newlines++;
        return true;
      }
      if (read == '\r') {
        skipNewline();
        return true;
      }
      if (length < MOST_BYTES) {
        line[length++] = read;
      }
    }
    return any;
  }

  private void skipNewline() throws IOException {
    if ((position < filled || fill()) && buffer[position] == '\n') {
      position++;
      newlines++;
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    filled = Math.max(0, log.read(buffer));
    last.add(buffer, filled);
    return filled > 0;
  }

  /** Returns the first 8 KiB of the line without its end. */
  String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns the number of the line, from 1. */
  long number() {
    return number;
  }

  /** Returns the last whole lines of what has been read, or the end of the last one. */
  String end() {
    String text = new String(last.bytes(), StandardCharsets.UTF_8);
    int cut = text.indexOf('\n');
    return last.isCut() && cut >= 0 && cut < text.length() - 1 ? text.substring(cut + 1) : text;
  }

  /** The last bytes of many. */
  private static final class LastBytes {
    private final byte[] ring;
    private long added;

    LastBytes(int size) {
      ring = new byte[size];
    }

    void add(byte[] bytes, int count) {
      for (int i = Math.max(0, count - ring.length); i < count; i++) {
        ring[(int) ((added + i) % ring.length)] = bytes[i];
      }
      added += count;
    }

    boolean isCut() {
      return added > ring.length;
    }

    byte[] bytes() {
      int size = (int) Math.min(added, ring.length);
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = ring[(int) ((added - size + i) % ring.length)];
      }
      return bytes;
    }
  }
}
