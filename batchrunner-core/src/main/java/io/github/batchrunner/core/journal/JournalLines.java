package io.github.batchrunner.core.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Cuts a journal into blocks of whole lines with right checksums, up to the first line that is
 * neither.
 *
 * <p>What follows that line decides what it is: a torn tail if there is no whole record behind it,
 * whatever else the crash left there (zeros, for example, where a length reached the disk and the
 * bytes did not), and damage if there is one. Not thread-safe.
 */
final class JournalLines {

  private static final int SMALLEST_BLOCK = 1 << 13;

  /** Two of these fit into the cache beside the processor: what was read is parsed from there. */
  static final int LARGEST_BLOCK = 1 << 19;

  /**
   * Longest torn first record. The first record is synced before anything else is written: where it
   * is not whole, a longer file is not the beginning of a journal but the ruin of one.
   */
  private static final int LONGEST_TORN_BEGINNING = 4096;

  private final Path file;
  private final InputStream in;
  private final int blockSize;
  private final CRC32C crc = new CRC32C();

  /** The beginning of a line whose end has not been read. */
  private byte[] rest = new byte[0];

  private boolean damaged;
  private boolean ended;
  private long lines;
  private long validBytes;
  private long readBytes;

  /** Whole lines, the last of which ends at {@code ends[lines - 1]}; made to be used again. */
  static final class Block {
    byte[] bytes = new byte[0];
    int[] ends = new int[0];
    int lines;

    /** Place of its first byte in the file. */
    long position;
  }

  /**
   * Reads from a stream.
   *
   * @param file for messages
   * @param size about how long it is
   */
  JournalLines(Path file, InputStream in, long size) {
    this.file = file;
    this.in = in;
    this.blockSize = (int) Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, size + 1));
  }

  /** Returns the length of the part that holds whole records, once all blocks have been read. */
  long validBytes() {
    return validBytes;
  }

  /**
   * Fills the next block.
   *
   * @return whether there is one
   * @throws JournalException if the journal is damaged
   */
  boolean next(Block block) throws IOException {
    block.lines = 0;
    block.position = validBytes;
    while (block.lines == 0 && !ended) {
      int filled = fill(block);
      int consumed = cut(block, filled);
      keep(block, consumed, filled);
    }
    return block.lines > 0;
  }

  private int fill(Block block) throws IOException {
    int needed = Math.max(blockSize, rest.length * 2);
    if (block.bytes.length < needed) {
      block.bytes = new byte[needed];
    }
    System.arraycopy(rest, 0, block.bytes, 0, rest.length);
    int count = in.readNBytes(block.bytes, rest.length, block.bytes.length - rest.length);
    readBytes += count;
    ended = count < block.bytes.length - rest.length;
    return rest.length + count;
  }

  /** Notes the ends of the lines and returns how many bytes they have. */
  private int cut(Block block, int filled) {
    byte[] bytes = block.bytes;
    int start = 0;
    for (int end = Words.afterLineFeed(bytes, 0, filled);
        end > 0;
        end = Words.afterLineFeed(bytes, start, filled)) {
      boolean valid = JsonLine.valid(bytes, start, end, crc);
      if (valid && !damaged) {
        if (block.lines == block.ends.length) {
          block.ends = Arrays.copyOf(block.ends, Math.max(block.lines * 2, blockSize / 64));
        }
        block.ends[block.lines++] = end;
        lines++;
        validBytes += end - start;
      } else {
        refuse(valid || JsonLine.valid(bytes, behindHole(bytes, start, end), end, crc));
      }
      start = end;
    }
    return start;
  }

  private void refuse(boolean valid) {
    damaged = true;
    if (validBytes == 0) {
      throw noJournal();
    }
    if (valid) {
      throw new JournalException(
          "the journal \"%s\" is damaged at line %d (byte %d), with whole records behind it; restore the file from a backup, or move it away to start the batch anew"
              .formatted(file, lines + 1, validBytes));
    }
  }

  /** What is left of a block is the beginning of the next one, but for what can be no record. */
  private void keep(Block block, int consumed, int filled) {
    int from = consumed;
    if (filled - consumed > blockSize / 2) {
      from = behindHole(block.bytes, consumed, filled);
      damaged |= from > consumed;
    }
    rest = Arrays.copyOfRange(block.bytes, from, filled);
    if (ended && validBytes == 0 && readBytes > LONGEST_TORN_BEGINNING) {
      throw noJournal();
    }
  }

  /** Returns the place behind the last zero, which no record has; {@code from} if there is none. */
  private static int behindHole(byte[] bytes, int from, int to) {
    int place = to;
    while (place > from && bytes[place - 1] != 0) {
      place--;
    }
    return place;
  }

  /** A torn first record has no line feed; whatever this is, it is not ours to cut off. */
  private JournalException noJournal() {
    return new JournalException(
        "\"%s\" is not a journal, or its first record is damaged; restore the file from a backup, or move it away to start the batch anew"
            .formatted(file));
  }
}
