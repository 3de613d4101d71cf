package io.github.batchrunner.rq.pickle;

import java.util.Arrays;

/** The one growing array that a pickle is written into. */
final class PickleOutput {

  private static final int START = 256;

  private final int limit;
  private byte[] bytes = new byte[START];
  private int length;

  PickleOutput(int limit) {
    this.limit = limit;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void byte1(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /** Writes an opcode and the one byte that follows it. */
  void byte1(int opcode, int value) {
    reserve(2);
    bytes[length++] = (byte) opcode;
    bytes[length++] = (byte) value;
  }

  /** Writes an opcode and four bytes, the lowest first. */
  void int4(int opcode, int value) {
    reserve(5);
    bytes[length++] = (byte) opcode;
    bytes[length++] = (byte) value;
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) (value >> 16);
    bytes[length++] = (byte) (value >> 24);
  }

  /** Writes an opcode and eight bytes, the highest first. */
  void double8(int opcode, double value) {
    reserve(9);
    bytes[length++] = (byte) opcode;
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (bits >> shift);
    }
  }

  void raw(byte[] added) {
    reserve(added.length);
    System.arraycopy(added, 0, bytes, length, added.length);
    length += added.length;
  }

  void reversed(byte[] added) {
    reserve(added.length);
    for (int i = added.length - 1; i >= 0; i--) {
      bytes[length++] = added[i];
    }
  }

  /** Writes an opcode, the length in four bytes, and the text. */
  void text(int opcode, String text) {
    long size = Utf8.length(text);
    reserve(size + 5);
    int4(opcode, (int) size);
    length = Utf8.encode(text, bytes, length);
  }

  private void reserve(long more) {
    long needed = length + more;
    if (needed > bytes.length) {
      if (needed > limit) {
        throw new UnpicklableException("would make the pickle longer than " + limit + " bytes");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length)));
    }
  }
}
