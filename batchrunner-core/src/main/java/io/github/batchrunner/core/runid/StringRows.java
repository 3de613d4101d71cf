package io.github.batchrunner.core.runid;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Groups row numbers by a text of theirs, in a few bytes a row: an open hash table of row numbers,
 * and a chain from each row to the next one of its group.
 *
 * <p>The texts stay with the caller and are asked for again when two hashes are equal. The hash is
 * keyed with a secret, so that nobody can choose texts that collide.
 */
final class StringRows {

  static final int NONE = -1;

  private static final SecureRandom SECRETS = new SecureRandom();

  private final IntFunction<String> textOf;
  private final HashFunction hashing = Hashing.sipHash24(SECRETS.nextLong(), SECRETS.nextLong());

  private int[] table = newArray(1 << 10);
  private int[] hashes = new int[512];
  private int[] next = newArray(512);
  private int[] last = newArray(512);
  private int groups;

  /**
   * Creates an empty grouping.
   *
   * @param textOf gives the text of a row that was added
   */
  StringRows(IntFunction<String> textOf) {
    this.textOf = textOf;
  }

  /**
   * Adds a row; rows are added in ascending order, and some may be left out.
   *
   * @param text what {@code textOf} gives for the row from now on
   */
  void add(int row, String text) {
    ensureCapacity(row + 1);
    int hash = hashing.hashUnencodedChars(text).hashCode();
    hashes[row] = hash;
    int slot = slotOf(hash, text);
    int first = table[slot];
    if (first == NONE) {
      table[slot] = row;
      last[row] = row;
      groups++;
      if (groups > table.length / 2) {
        grow();
      }
    } else {
      next[last[first]] = row;
      last[first] = row;
    }
  }

  /** Returns the number of different texts. */
  int groups() {
    return groups;
  }

  /** Returns whether a row is the first one with its text. */
  boolean isFirst(int row) {
    return row < last.length && last[row] != NONE;
  }

  /** Returns whether the text of a first row is the text of others too. */
  boolean hasOthers(int first) {
    return last[first] != first;
  }

  /** Returns the next row with the same text, or {@link #NONE}. */
  int next(int row) {
    return next[row];
  }

  /** Returns the rows of a group in ascending order. */
  int[] rows(int first) {
    int[] rows = new int[8];
    int count = 0;
    for (int row = first; row != NONE; row = next[row]) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, count * 2);
      }
      rows[count++] = row;
    }
    return Arrays.copyOf(rows, count);
  }

  /** The slot of a text: empty, or with the first row that has it. */
  private int slotOf(int hash, String text) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != NONE
        && (hashes[table[slot]] != hash || !textOf.apply(table[slot]).equals(text))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] old = table;
    table = newArray(old.length * 2);
    int mask = table.length - 1;
    for (int first : old) {
      if (first != NONE) {
        int slot = hashes[first] & mask;
        while (table[slot] != NONE) {
          slot = (slot + 1) & mask;
        }
        table[slot] = first;
      }
    }
  }

  private void ensureCapacity(int rows) {
    if (rows > next.length) {
      int old = next.length;
      int capacity = Math.max(rows, old + (old >> 1));
      hashes = Arrays.copyOf(hashes, capacity);
      next = Arrays.copyOf(next, capacity);
      last = Arrays.copyOf(last, capacity);
      Arrays.fill(next, old, capacity, NONE);
      Arrays.fill(last, old, capacity, NONE);
    }
  }

  private static int[] newArray(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }
}
