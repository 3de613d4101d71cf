package io.github.batchrunner.core.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Encodes journal records into a growing buffer: flat JSON objects in ASCII, one a line, closed by
 * a CRC-32C of the line.
 *
 * <p>Written by hand because it is on the path of every task: no object is created per record. Not
 * thread-safe.
 */
final class JsonLine {

  /** What follows the checksummed part of a line: {@code ,"crc":"01234567"}} and a line feed. */
  static final int TRAILER_LENGTH = 19;

  private static final byte[] CRC_KEY = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The same, as it is looked for: it has eight characters. */
  private static final long CRC_WORD = Words.get(CRC_KEY, 0);

  private byte[] buffer = new byte[1 << 16];
  private int length;
  private int lineStart;
  private final CRC32C crc = new CRC32C();

  /** Starts a record of this kind. */
  JsonLine begin(String event) {
    lineStart = length;
    ascii("{\"e\":\"");
    ascii(event);
    put((byte) '"');
    return this;
  }

  /** Adds a whole number. */
  JsonLine number(String key, long value) {
    key(key);
    digits(value);
    return this;
  }

  /** Adds a text. */
  JsonLine text(String key, String value) {
    key(key);
    string(value);
    return this;
  }

  /** Adds 64 bits as 16 hexadecimal digits. */
  JsonLine hex(String key, long bits) {
    key(key);
    put((byte) '"');
    hexDigits(bits, 16);
    put((byte) '"');
    return this;
  }

  /** Adds a value that is JSON in ASCII already. */
  JsonLine json(String key, String ascii) {
    key(key);
    ascii(ascii);
    return this;
  }

  /** Begins a list as the value of a member. */
  JsonLine openList(String key) {
    key(key);
    put((byte) '[');
    return this;
  }

  /** Begins a list in a list. */
  JsonLine openList() {
    element();
    put((byte) '[');
    return this;
  }

  /** Adds a whole number to a list. */
  JsonLine value(long value) {
    element();
    digits(value);
    return this;
  }

  /** Begins an object in a list. */
  JsonLine openObject() {
    element();
    put((byte) '{');
    return this;
  }

  JsonLine closeObject() {
    put((byte) '}');
    return this;
  }

  JsonLine closeList() {
    put((byte) ']');
    return this;
  }

  /** Ends the record with its checksum. */
  void end() {
    crc.reset();
    crc.update(buffer, lineStart, length - lineStart);
    ensure(TRAILER_LENGTH);
    System.arraycopy(CRC_KEY, 0, buffer, length, CRC_KEY.length);
    length += CRC_KEY.length;
    hexDigits(crc.getValue(), 8);
    put((byte) '"');
    put((byte) '}');
    put((byte) '\n');
  }

  /** Returns the number of bytes that wait to be taken. */
  int length() {
    return length;
  }

  /** Returns the buffer; its first {@link #length()} bytes are meant. */
  byte[] buffer() {
    return buffer;
  }

  /** Empties the buffer, and gives back the memory of an unusually large one. */
  void clear() {
    length = 0;
    if (buffer.length > 1 << 23) {
      buffer = new byte[1 << 16];
    }
  }

  /**
   * Tells whether {@code bytes[from, to)} is a whole line with a right checksum; {@code to} is
   * behind its line feed.
   */
  static boolean valid(byte[] bytes, int from, int to, CRC32C crc) {
    int trailer = to - TRAILER_LENGTH;
    if (trailer <= from
        || Words.get(bytes, trailer) != CRC_WORD
        || bytes[to - 3] != '"'
        || bytes[to - 2] != '}'
        || bytes[to - 1] != '\n') {
      return false;
    }
    crc.reset();
    crc.update(bytes, from, trailer - from);
    return Words.get(bytes, trailer + Long.BYTES) == Words.hexDigits(crc.getValue());
  }

  /** What is not the first of its list or object follows a comma. */
  private void element() {
    byte last = buffer[length - 1];
    if (last != '[' && last != '{') {
      put((byte) ',');
    }
  }

  private void key(String key) {
    ensure(key.length() + 4);
    element();
    buffer[length++] = '"';
    ascii(key);
    buffer[length++] = '"';
    put((byte) ':');
  }

  private void digits(long value) {
    if (value < 0) {
      ascii(Long.toString(value));
      return;
    }
    int count = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      count++;
    }
    ensure(count);
    long rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  private void hexDigits(long bits, int count) {
    ensure(count);
    for (int shift = (count - 1) * 4; shift >= 0; shift -= 4) {
      buffer[length++] = HEX[(int) (bits >>> shift) & 15];
    }
  }

  private void string(String value) {
    put((byte) '"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        put((byte) '\\');
        put((byte) c);
      } else if (c >= ' ' && c < 127) {
        put((byte) c);
      } else {
        ascii("\\u");
        hexDigits(c, 4);
      }
    }
    put((byte) '"');
  }

  @SuppressWarnings("deprecation") // the one String method that copies ASCII without an encoder
  private void ascii(String text) {
    ensure(text.length());
    text.getBytes(0, text.length(), buffer, length);
    length += text.length();
  }

  private void put(byte b) {
    ensure(1);
    buffer[length++] = b;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
