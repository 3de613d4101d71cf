package io.github.batchrunner.rq.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a pickle and how far they are read; nothing is made before its bytes are there. */
final class PickleInput {

  private final byte[] bytes;
  private int position;
  private int opcodePosition;

  PickleInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns where the current opcode is. */
  int opcodePosition() {
    return opcodePosition;
  }

  int opcode() {
    opcodePosition = position;
    return byte1();
  }

  int byte1() {
    need(1);
    return bytes[position++] & 0xff;
  }

  int short2() {
    int low = byte1();
    return low | (byte1() << 8);
  }

  int int4() {
    int low = short2();
    return low | (short2() << 16);
  }

  double double8() {
    long bits = 0;
    for (int i = 0; i < Double.BYTES; i++) {
      bits = (bits << 8) | byte1();
    }
    return Double.longBitsToDouble(bits);
  }

  /** Reads a length of four bytes without a sign. */
  int length4() {
    return available(Integer.toUnsignedLong(int4()));
  }

  /** Reads a length of four bytes that some opcodes give with a sign. */
  int signedLength4() {
    return available(int4());
  }

  int length8() {
    long low = Integer.toUnsignedLong(int4());
    return available(low | ((long) int4() << 32));
  }

  private int available(long length) {
    if (length < 0 || length > bytes.length - position) {
      throw failure(
          "announces "
              + Long.toUnsignedString(length)
              + " bytes, but "
              + (bytes.length - position)
              + " follow");
    }
    return (int) length;
  }

  byte[] raw(int length) {
    int start = advance(length);
    return Arrays.copyOfRange(bytes, start, position);
  }

  String utf8(int length) {
    int start = advance(length);
    String text = Utf8.decode(bytes, start, position);
    if (text == null) {
      throw failure("holds text that is not UTF-8");
    }
    return text;
  }

  private int advance(int length) {
    need(length);
    position += length;
    return position - length;
  }

  private void need(int length) {
    if (length > bytes.length - position) {
      throw failure("needs more bytes than there are; the pickle is cut off");
    }
  }

  /** Reads up to the end of a line, each byte as the character of its number. */
  String line() {
    int start = position;
    return new String(bytes, start, lineLength(), StandardCharsets.ISO_8859_1);
  }

  /** Reads up to the end of a line of UTF-8. */
  String utf8Line() {
    int start = position;
    String text = Utf8.decode(bytes, start, start + lineLength());
    if (text == null) {
      throw failure("holds text that is not UTF-8");
    }
    return text;
  }

  private int lineLength() {
    int start = position;
    while (position < bytes.length && bytes[position] != '\n') {
      position++;
    }
    if (position == bytes.length) {
      throw failure("holds a line without an end; the pickle is cut off");
    }
    return position++ - start;
  }

  /** Returns the exception for the current opcode; the reason is what the opcode does wrong. */
  PickleException failure(String reason) {
    if (opcodePosition >= bytes.length) {
      return failure(opcodePosition, "the pickle ends without its last opcode");
    }
    int opcode = bytes[opcodePosition] & 0xff;
    String shown =
        opcode > ' ' && opcode < 0x7f ? "'" + (char) opcode + "'" : String.format("0x%02x", opcode);
    return failure(opcodePosition, "opcode " + shown + " " + reason);
  }

  /** Returns the exception for a place in the pickle. */
  static PickleException failure(int position, String reason) {
    return new PickleException("Cannot read the pickle: at byte " + position + ", " + reason + ".");
  }
}
