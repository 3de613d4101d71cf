package io.github.batchrunner.core.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as strictly as Python decodes it.
 *
 * <p>Jackson lets overlong forms, encoded surrogates and code points beyond U+10FFFF pass.
 */
public final class Utf8 {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Returns the index of the first byte that is not part of well-formed UTF-8, or -1. */
  public static int firstInvalid(byte[] text, int from, int to) {
    int i = from;
    while (i < to) {
      if (i + Long.BYTES <= to && ((long) LONGS.get(text, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
      } else if (text[i] >= 0) {
        i++;
      } else {
        int length = sequenceLength(text, i, to);
        if (length == 0) {
          return i;
        }
        i += length;
      }
    }
    return -1;
  }

  /** The Unicode Standard, table 3-7: the length of the sequence at {@code i}, 0 if ill-formed. */
  private static int sequenceLength(byte[] text, int i, int to) {
    int first = text[i] & 0xff;
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || i + length > to) {
      return 0;
    }
    int second = text[i + 1] & 0xff;
    int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((text[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
