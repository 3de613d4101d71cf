package io.github.batchrunner.core.watershed;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds where the values of a JSON text end without understanding them, so that others can read
 * them at the same time.
 *
 * <p>An object ends where as many braces outside strings are closed as were opened. If it is not
 * well-formed, whoever reads it finds that out; then it does not matter where it was said to end.
 */
final class GeoJsonScanner {

  static final int END = -1;

  private static final int BLOCK = 1 << 18;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final InputStream in;
  private final int longestValue;
  private byte[] buffer = new byte[2 * BLOCK];
  private int position;
  private int end;

  /** The offset in the file of the first byte of the buffer. */
  private long base;

  /** The first byte that has to stay in the buffer while more is read, or -1. */
  private int kept = -1;

  /**
   * Creates a scanner.
   *
   * @param longestValue bytes that one value may have at most
   */
  GeoJsonScanner(InputStream in, int longestValue) {
    this.in = in;
    this.longestValue = longestValue;
  }

  /**
   * Reads the beginning and refuses what is no UTF-8 text.
   *
   * @return whether the text starts with a byte order mark, which is passed over
   */
  boolean begin() throws IOException, GeoJsonProblem {
    while (end < 4 && fill()) {}
    if (startsWith(0xfe, 0xff) || startsWith(0xff, 0xfe) || hasNulAmongFirst(4)) {
      throw new GeoJsonProblem(
          "encoding",
          "the file is UTF-16 or UTF-32; GeoJSON is UTF-8, so save it in that encoding",
          Finding.NO_FEATURE,
          0);
    }
    boolean marked = startsWith(0xef, 0xbb, 0xbf);
    position = marked ? 3 : 0;
    return marked;
  }

  /** Passes over white space and returns the byte behind it without passing over that, or END. */
  int peek() throws IOException {
    while (true) {
      while (position < end) {
        byte b = buffer[position];
        if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
          return b & 0xff;
        }
        position++;
      }
      if (!fill()) {
        return END;
      }
    }
  }

  /** Passes over the byte that {@link #peek} returned. */
  void advance() {
    position++;
  }

  /** Returns the offset in the file of the byte that is next. */
  long offset() {
    return base + position;
  }

  /**
   * Passes over the value that starts at the byte that {@link #peek} returned, and returns its
   * length.
   *
   * <p>Its text is in {@link #buffer} just before {@link #position} until the scanner goes on.
   */
  int value(int featureIndex) throws IOException, GeoJsonProblem {
    kept = position;
    try {
      switch (buffer[position]) {
        case '{' -> container('{', '}', featureIndex);
        case '[' -> container('[', ']', featureIndex);
        case '"' -> {
          position++;
          string(featureIndex);
        }
        default -> scalar(featureIndex);
      }
      if (position - kept > longestValue) {
        throw tooLarge(featureIndex);
      }
      return position - kept;
    } finally {
      kept = -1;
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  private void container(char open, char close, int featureIndex)
      throws IOException, GeoJsonProblem {
    int depth = 0;
    while (true) {
      position = nextOfInterest(open);
      if (position == end) {
        more(featureIndex);
        continue;
      }
      byte b = buffer[position++];
      if (b == '"') {
        string(featureIndex);
      } else if (b == open) {
        depth++;
      } else if (b == close && --depth == 0) {
        return;
      }
    }
  }

  /**
   * Returns the next quote, brace of the kind, or byte that looks like one; eight bytes at once.
   */
  private int nextOfInterest(char open) {
    // Opening and closing differ in the bits 1 and 2 alone, in ASCII.
    long braces = (open & ~6) * EACH_BYTE;
    long quotes = '"' * EACH_BYTE;
    int i = position;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long word = (long) LONGS.get(buffer, i);
      long found = zeroBytes((word & ~(6 * EACH_BYTE)) ^ braces) | zeroBytes(word ^ quotes);
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < end && buffer[i] != '"' && (buffer[i] & ~6) != (open & ~6)) {
      i++;
    }
    return i;
  }

  /** Sets the high bit of the lowest byte that is zero; higher ones may be wrong. */
  private static long zeroBytes(long word) {
    return (word - EACH_BYTE) & ~word & HIGH_BITS;
  }

  private void string(int featureIndex) throws IOException, GeoJsonProblem {
    while (true) {
      while (position < end) {
        byte b = buffer[position++];
        if (b == '"') {
          return;
        }
        if (b == '\\') {
          if (position == end) {
            more(featureIndex);
          }
          position++;
        }
      }
      more(featureIndex);
    }
  }

  private void scalar(int featureIndex) throws IOException, GeoJsonProblem {
    while (true) {
      while (position < end) {
        byte b = buffer[position];
        if (b == ',' || b == '}' || b == ']' || b == ':' || (b >= 0 && b <= ' ')) {
          return;
        }
        position++;
      }
      more(featureIndex);
    }
  }

  private void more(int featureIndex) throws IOException, GeoJsonProblem {
    if (position - kept >= longestValue) {
      throw tooLarge(featureIndex);
    }
    if (!fill()) {
      throw truncated(featureIndex);
    }
  }

  private GeoJsonProblem tooLarge(int featureIndex) {
    return new GeoJsonProblem(
        "too-large",
        "one value is longer than "
            + longestValue
            + " bytes; simplify it, or raise the limit for one feature",
        featureIndex,
        base + kept);
  }

  /** Returns the problem of a text that ends too early. */
  GeoJsonProblem truncated(int featureIndex) {
    return new GeoJsonProblem(
        "truncated",
        "the file ends in the middle of the JSON text; it is truncated, so copy or download it again",
        featureIndex,
        base + end);
  }

  /** Reads on; what has been passed over and need not be kept is dropped. */
  private boolean fill() throws IOException {
    int keep = kept >= 0 ? kept : position;
    if (keep > 0) {
      System.arraycopy(buffer, keep, buffer, 0, end - keep);
      base += keep;
      position -= keep;
      end -= keep;
      if (kept >= 0) {
        kept = 0;
      }
    }
    if (end + BLOCK > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int n = in.read(buffer, end, BLOCK);
    if (n <= 0) {
      return false;
    }
    end += n;
    return true;
  }

  private boolean startsWith(int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= end || (buffer[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNulAmongFirst(int bytes) {
    for (int i = 0; i < Math.min(bytes, end); i++) {
      if (buffer[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
