package io.github.batchrunner.core.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text in ASCII that is looked for at a place, eight characters at once. */
final class Literal {

  private final long[] words;
  private final int length;

  /** Which bits of the last word count. */
  private final long lastMask;

  private Literal(long[] words, int length) {
    this.words = words;
    this.length = length;
    int inLast = length - (words.length - 1) * Long.BYTES;
    this.lastMask = -1L >>> (Long.SIZE - inLast * Byte.SIZE);
  }

  static Literal of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    long[] words = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
    byte[] padded = Arrays.copyOf(bytes, words.length * Long.BYTES);
    Arrays.setAll(words, word -> Words.get(padded, word * Long.BYTES));
    return new Literal(words, bytes.length);
  }

  int length() {
    return length;
  }

  /**
   * Tells whether the text is at this place; never, if less than a word is left of the array behind
   * it.
   */
  boolean at(byte[] bytes, int place) {
    int last = words.length - 1;
    if (place + words.length * Long.BYTES > bytes.length) {
      return false;
    }
    for (int word = 0; word < last; word++) {
      if (Words.get(bytes, place + word * Long.BYTES) != words[word]) {
        return false;
      }
    }
    return (Words.get(bytes, place + last * Long.BYTES) & lastMask) == words[last];
  }
}
