package io.github.batchrunner.core.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a journal into a {@link BatchState}, up to the last whole record.
 *
 * <p>A tail that was cut by a crash, or is just being written, is left out. A damaged record with
 * whole ones behind it is an error, because leaving it out would lose what it said.
 */
public final class JournalReader {

  /** The newest version of the format that this class reads. */
  static final int FORMAT = 2;

  /** The version that a journal has before the first snapshot takes its place. */
  static final int FORMAT_WITHOUT_SNAPSHOT = 1;

  /** A longer journal is read and checked by a second thread while the first one applies it. */
  private static final long ALONE_BYTES = 4L * JournalLines.LARGEST_BLOCK;

  private final Path file;
  private final BatchState state = new BatchState();
  private final FrequentRecords frequent = new FrequentRecords(state);
  private final RecordFields fields = new RecordFields();

  private JournalReader(Path file) {
    this.file = file;
  }

  /**
   * What reading a journal gave.
   *
   * @param state the table it adds up to
   * @param validBytes length of the part that holds whole records
   */
  public record Result(BatchState state, long validBytes) {}

  /**
   * Reads {@code file}; one that does not exist is empty.
   *
   * @throws JournalException if it cannot be read, is damaged, or was written by a newer version
   */
  public static Result read(Path file) {
    JournalReader reader = new JournalReader(file);
    return new Result(reader.state, reader.readAll());
  }

  private long readAll() {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      JournalLines lines = new JournalLines(file, in, size);
      if (size > ALONE_BYTES && Runtime.getRuntime().availableProcessors() > 1) {
        applyAhead(lines);
      } else {
        JournalLines.Block block = new JournalLines.Block();
        while (lines.next(block)) {
          apply(block);
        }
      }
      return lines.validBytes();
    } catch (NoSuchFileException e) {
      // Nothing has run yet. Any other trouble must not pass for an empty journal: it would be
      // written anew.
      return 0;
    } catch (RecordFields.NewerFormatException e) {
      throw new JournalException(
          "the journal \"%s\" has format %d, and this version reads formats up to %d; use a newer batchrunner"
              .formatted(file, e.format, FORMAT),
          e);
    } catch (IOException e) {
      throw new JournalException(
          "cannot read the journal \"%s\": %s".formatted(file, e.getMessage()), e);
    }
  }

  private void applyAhead(JournalLines lines) throws IOException {
    try (ReadAhead ahead = new ReadAhead(lines)) {
      for (JournalLines.Block block = ahead.next(); block != null; block = ahead.next()) {
        apply(block);
      }
    }
  }

  private void apply(JournalLines.Block block) throws IOException {
    int start = 0;
    try {
      for (int line = 0; line < block.lines; line++) {
        int end = block.ends[line];
        if (!frequent.apply(block.bytes, start, end)) {
          fields.apply(block.bytes, start, end, state);
        }
        start = end;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new JournalException(
          "the journal \"%s\" holds a record at byte %d that does not fit those before it: %s"
              .formatted(file, block.position + start, e.getMessage()),
          e);
    }
  }
}
