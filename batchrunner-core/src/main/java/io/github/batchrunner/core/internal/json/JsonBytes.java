package io.github.batchrunner.core.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of JSON text in Python's spelling: ASCII alone, everything else escaped.
 *
 * <p>Not safe for use by several threads.
 */
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_ESCAPE = 6;

  /** Characters of a string for which room is made at once, as if each had to be escaped. */
  private static final int CHUNK = 1024;

  private byte[] bytes;
  private int size;
  private byte[] scratch = {};

  /** Creates an empty buffer. */
  public JsonBytes() {
    this(256);
  }

  /** Creates an empty buffer with room for {@code capacity} bytes. */
  public JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  /** Returns the buffer itself, of which the first {@link #size} bytes are text. */
  public byte[] array() {
    return bytes;
  }

  /** Returns the number of bytes of text. */
  public int size() {
    return size;
  }

  /** Forgets all text. */
  public void clear() {
    size = 0;
  }

  /** Appends one ASCII character. */
  public void append(char character) {
    ensure(1);
    bytes[size++] = (byte) character;
  }

  /** Appends the separator between members and elements. */
  public void separator() {
    ensure(2);
    bytes[size++] = ',';
    bytes[size++] = ' ';
  }

  /** Appends ASCII text as it is. */
  public void append(String ascii) {
    append(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Appends bytes as they are. */
  public void append(byte[] text) {
    append(text, 0, text.length);
  }

  /** Appends a part of an array as it is. */
  public void append(byte[] text, int offset, int length) {
    ensure(length);
    System.arraycopy(text, offset, bytes, size, length);
    size += length;
  }

  /** Appends ASCII characters as they are. */
  public void append(char[] ascii, int offset, int length) {
    ensure(length);
    byte[] target = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      target[at + i] = (byte) ascii[offset + i];
    }
    size = at + length;
  }

  /** Appends a string in quotes, escaped. */
  public void string(String text) {
    append('"');
    for (int from = 0; from < text.length(); from += CHUNK) {
      int to = Math.min(text.length(), from + CHUNK);
      ensure(LONGEST_ESCAPE * (to - from));
      for (int i = from; i < to; i++) {
        escaped(text.charAt(i));
      }
    }
    append('"');
  }

  /** Appends a string in quotes, escaped. */
  public void string(char[] text, int offset, int length) {
    append('"');
    int end = offset + length;
    for (int from = offset; from < end; from += CHUNK) {
      int to = Math.min(end, from + CHUNK);
      ensure(LONGEST_ESCAPE * (to - from));
      for (int i = from; i < to; i++) {
        escaped(text[i]);
      }
    }
    append('"');
  }

  /** Appends an object's key and the colon behind it. */
  public void key(String name) {
    string(name);
    ensure(2);
    bytes[size++] = ':';
    bytes[size++] = ' ';
  }

  /** Returns a copy of the text from {@code start} to the end. */
  public byte[] copyFrom(int start) {
    return Arrays.copyOfRange(bytes, start, size);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.US_ASCII);
  }

  /**
   * Puts the members of the object that ends here into another order.
   *
   * @param starts where the members start, at {@code first} and behind; each but the last is
   *     followed by a {@link #separator}
   * @param first the index of the first member in {@code starts}
   * @param order the members, as numbers from 0, in their new order
   */
  void reorder(int[] starts, int first, int[] order) {
    int from = starts[first];
    int length = size - from;
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    System.arraycopy(bytes, from, scratch, 0, length);
    size = from;
    for (int i = 0; i < order.length; i++) {
      if (i > 0) {
        separator();
      }
      int member = order[i];
      int start = starts[first + member] - from;
      int end = member + 1 < order.length ? starts[first + member + 1] - from - 2 : length;
      append(scratch, start, end - start);
    }
  }

  private void escaped(char character) {
    if (character >= ' ' && character < 0x7f) {
      if (character == '"' || character == '\\') {
        bytes[size++] = '\\';
      }
      bytes[size++] = (byte) character;
      return;
    }
    bytes[size++] = '\\';
    switch (character) {
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      case '\f' -> bytes[size++] = 'f';
      case '\b' -> bytes[size++] = 'b';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = HEX[character >> 12];
        bytes[size++] = HEX[(character >> 8) & 15];
        bytes[size++] = HEX[(character >> 4) & 15];
        bytes[size++] = HEX[character & 15];
      }
    }
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      int needed = Math.addExact(size, more);
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * size)));
    }
  }
}
