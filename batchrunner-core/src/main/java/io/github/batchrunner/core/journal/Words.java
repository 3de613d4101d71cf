package io.github.batchrunner.core.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a text at once, as one number whose lowest byte is the first of them.
 *
 * <p>That one instruction works on eight characters is what makes reading a journal nearly as quick
 * as copying it.
 */
final class Words {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long HIGH_HALVES = 0xf0f0f0f0f0f0f0f0L;
  private static final long LOW_HALVES = 0x0f0f0f0f0f0f0f0fL;
  private static final long ZERO_DIGITS = 0x3030303030303030L;
  private static final long SIXES = 0x0606060606060606L;

  private Words() {}

  /** Returns the eight bytes from {@code at}. */
  static long get(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Returns the place behind the next line feed in {@code bytes[from, to)}, or 0 if none is. */
  static int afterLineFeed(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long difference = get(bytes, i) ^ LINE_FEEDS; // a byte that becomes 0 is a line feed
      long found = (difference - ONES) & ~difference & HIGHEST_BITS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3) + 1;
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** Tells whether the eight characters from {@code at} are there and decimal digits. */
  static boolean eightDigits(byte[] bytes, int at) {
    if (at + Long.BYTES > bytes.length) {
      return false;
    }
    long word = get(bytes, at);
    // What is no digit has another high half, now or when 6 is added to it.
    return (word & HIGH_HALVES) == ZERO_DIGITS && ((word + SIXES) & HIGH_HALVES) == ZERO_DIGITS;
  }

  /** Returns the number that eight decimal digits make. */
  static long ofEightDigits(byte[] bytes, int at) {
    long pairs = get(bytes, at) - ZERO_DIGITS;
    pairs = pairs * 10 + (pairs >>> 8);
    // In every other byte there are two digits now; these are weighed and summed up.
    long mask = 0x000000ff000000ffL;
    return ((pairs & mask) * (100 + (1_000_000L << 32))
            + ((pairs >>> 16) & mask) * (1 + (10_000L << 32)))
        >>> 32;
  }

  /** Returns the number that eight hexadecimal digits make; something, if they are none. */
  static long ofEightHex(byte[] bytes, int at) {
    long word = Long.reverseBytes(get(bytes, at)); // the first digit weighs most
    long nibbles = (word & LOW_HALVES) + 9 * ((word >>> 6) & ONES);
    long pairs = ((nibbles >>> 4) | nibbles) & 0x00ff00ff00ff00ffL;
    long fours = ((pairs >>> 8) | pairs) & 0x0000ffff0000ffffL;
    return ((fours >>> 16) | fours) & 0xffffffffL;
  }

  /** Returns the eight hexadecimal digits of a number of 32 bits, as they lie in a text. */
  static long hexDigits(long number) {
    long fours = (number | (number << 16)) & 0x0000ffff0000ffffL;
    long pairs = (fours | (fours << 8)) & 0x00ff00ff00ff00ffL;
    long nibbles = (pairs | (pairs << 4)) & LOW_HALVES;
    long letters = ((nibbles + SIXES) >>> 4) & ONES; // 1 where a digit is a letter
    return Long.reverseBytes(nibbles + ZERO_DIGITS + letters * ('a' - '0' - 10));
  }
}
