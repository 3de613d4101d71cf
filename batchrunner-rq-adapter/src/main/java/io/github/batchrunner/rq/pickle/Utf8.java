package io.github.batchrunner.rq.pickle;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 as Python's pickles have it: strict, but a half surrogate is three bytes of its own
 * (Python's error handler {@code surrogatepass}).
 */
final class Utf8 {

  /** The smallest character that takes that many bytes more than one. */
  private static final int[] SMALLEST = {0, 0x80, 0x800, 0x10000};

  private Utf8() {}

  /** Returns how many bytes a text takes. */
  static long length(String text) {
    long length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a pair counts two, so that the pair takes four.
        length += c < 0x800 || pairAt(text, i) || (i > 0 && pairAt(text, i - 1)) ? 1 : 2;
      }
    }
    return length;
  }

  /** Writes a text, for which there is room, and returns where it ends. */
  static int encode(String text, byte[] to, int at) {
    int end = at;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to[end++] = (byte) c;
      } else if (c < 0x800) {
        to[end++] = (byte) (0xC0 | (c >> 6));
        to[end++] = (byte) (0x80 | (c & 0x3F));
      } else if (pairAt(text, i)) {
        int point = text.codePointAt(i++);
        to[end++] = (byte) (0xF0 | (point >> 18));
        to[end++] = (byte) (0x80 | (point >> 12 & 0x3F));
        to[end++] = (byte) (0x80 | (point >> 6 & 0x3F));
        to[end++] = (byte) (0x80 | (point & 0x3F));
      } else {
        to[end++] = (byte) (0xE0 | (c >> 12));
        to[end++] = (byte) (0x80 | (c >> 6 & 0x3F));
        to[end++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    return end;
  }

  private static boolean pairAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Reads a text, or null if the bytes are none. */
  static @Nullable String decode(byte[] from, int start, int end) {
    int at = start;
    while (at < end && from[at] >= 0) {
      at++;
    }
    if (at == end) {
      return new String(from, start, end - start, StandardCharsets.ISO_8859_1);
    }
    StringBuilder text = new StringBuilder(end - start);
    text.append(new String(from, start, at - start, StandardCharsets.ISO_8859_1));
    while (at < end) {
      int lead = from[at] & 0xff;
      int more = lead < 0x80 ? 0 : lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      if (more < 0 || lead > 0xF4 || at + more >= end) {
        return null;
      }
      int point = more == 0 ? lead : lead & (0x3F >> more);
      for (int i = 1; i <= more; i++) {
        if ((from[at + i] & 0xC0) != 0x80) {
          return null;
        }
        point = (point << 6) | (from[at + i] & 0x3F);
      }
      if (point < SMALLEST[more] || point > Character.MAX_CODE_POINT) {
        return null;
      }
      text.appendCodePoint(point);
      at += more + 1;
    }
    return text.toString();
  }
}
