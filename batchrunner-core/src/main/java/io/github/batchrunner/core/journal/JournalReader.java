package io.github.batchrunner.core.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal into a {@link BatchState}, up to the last whole record.
 *
 * <p>A tail that was cut by a crash, or is just being written, is left out. A damaged record with
 * whole ones behind it is an error, because leaving it out would lose what it said.
 */
public final class JournalReader {

  /** The version of the format this class reads. */
  static final int FORMAT = 1;

  private static final int SMALLEST_CHUNK = 1 << 13;
  private static final int LARGEST_CHUNK = 1 << 22;

  /** What this library has written it must be able to read, however long a text in it is. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Path file;
  private final BatchState state = new BatchState();
  private final CRC32C crc = new CRC32C();
  private byte[] chunk = new byte[0];
  private long validBytes;
  private long lines;
  private boolean damaged;
  private final Fields fields = new Fields();

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
    reader.readAll();
    return new Result(reader.state, reader.validBytes);
  }

  private void readAll() {
    try (InputStream in = Files.newInputStream(file)) {
      chunk =
          new byte[(int) Math.max(SMALLEST_CHUNK, Math.min(LARGEST_CHUNK, Files.size(file) + 1))];
      int kept = 0;
      while (true) {
        int count = in.readNBytes(chunk, kept, chunk.length - kept);
        int filled = kept + count;
        int consumed = readLines(filled);
        kept = filled - consumed;
        System.arraycopy(chunk, consumed, chunk, 0, kept);
        if (count == 0) {
          return;
        }
        if (kept == chunk.length) {
          chunk = Arrays.copyOf(chunk, chunk.length * 2);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing has run yet. Any other trouble must not pass for an empty journal: it would be
      // written anew.
      return;
    } catch (IOException e) {
      throw new JournalException(
          "cannot read the journal \"%s\": %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Applies the whole lines of the chunk and returns how many bytes they have. */
  private int readLines(int filled) throws IOException {
    int applied = 0;
    int start = 0;
    for (int i = 0; i < filled; i++) {
      if (chunk[i] != '\n') {
        continue;
      }
      int end = i + 1;
      if (!JsonLine.valid(chunk, start, end, crc)) {
        if (!damaged) {
          apply(applied, start);
        }
        damaged = true;
        if (validBytes == 0) {
          // A torn first record has no line feed; whatever this is, it is not ours to cut off.
          throw new JournalException(
              "\"%s\" is not a journal, or its first record is damaged; restore the file from a backup, or move it away to start the batch anew"
                  .formatted(file));
        }
      } else if (damaged) {
        throw new JournalException(
            "the journal \"%s\" is damaged at line %d (byte %d), with whole records behind it; restore the file from a backup, or move it away to start the batch anew"
                .formatted(file, lines + 1, validBytes));
      }
      start = end;
      if (!damaged) {
        lines++;
      } else {
        applied = end;
      }
    }
    if (!damaged) {
      apply(applied, start);
    }
    return start;
  }

  private void apply(int from, int to) throws IOException {
    try (JsonParser parser = JSON.createParser(chunk, from, to - from)) {
      while (parser.nextToken() != null) {
        fields.read(parser);
        apply(fields);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new JournalException(
          "the journal \"%s\" holds a record near byte %d that does not fit those before it: %s"
              .formatted(file, validBytes, e.getMessage()),
          e);
    }
    validBytes += to - from;
  }

  private void apply(Fields record) {
    switch (record.event) {
      case "journal" -> {
        if (record.format != FORMAT) {
          throw new JournalException(
              "the journal \"%s\" has format %d, and this version reads format %d; use a newer batchrunner"
                  .formatted(file, record.format, FORMAT));
        }
        state.applyJournal(record.id);
      }
      case "run" -> state.applyRun(record.number, record.id);
      case "version" ->
          state.applyVersion(
              record.number,
              new TaskVersion(record.task, record.definition, record.inputs, record.hash));
      case "intent" ->
          state.applyIntent(
              record.run,
              record.version,
              record.feature,
              record.attempt,
              record.why < 0 ? Cause.UNKNOWN : Cause.of(record.why, record.what),
              record.memory);
      case "handle" -> state.applyHandle(record.run, record.version, record.id);
      case "end" ->
          state.applyEnd(
              record.run,
              record.version,
              TaskStatus.valueOf(record.status),
              record.began,
              record.at,
              record.failure());
      case "start" ->
          state.applyStart(
              new ExecutionRecord(
                  record.number,
                  Instant.ofEpochMilli(record.at),
                  record.executor,
                  record.pipeline,
                  record.host,
                  record.pid,
                  null));
      case "finish" ->
          state.applyFinish(
              new ExecutionRecord.Finish(
                  Instant.ofEpochMilli(record.at), record.ending(), record.reason));
      default -> {
        // A kind of record that a newer minor version added: what it says is not needed to
        // continue.
      }
    }
  }

  /** The fields of the record at hand, reused from record to record. */
  private static final class Fields {
    private String event = "";
    private int format;
    private String id = "";
    private int number;
    private int run;
    private int version;
    private int attempt;
    private long feature;
    private int why;
    private String what = "";
    private int memory;
    private String status = "";
    private long began;
    private long at;
    private String task = "";
    private String definition = "";
    private String hash = "";
    private Map<String, String> inputs = Map.of();
    private String executor = "";
    private String pipeline = "";
    private String host = "";
    private long pid;
    private boolean cancelled;
    private String ending = "";
    private String reason = "";
    private @Nullable String kind;
    private String message = "";
    private String detail = "";
    private @Nullable Integer exit;
    private @Nullable Integer signal;

    void read(JsonParser parser) throws IOException {
      why = -1;
      what = "";
      memory = 0;
      cancelled = false;
      ending = "";
      reason = "";
      kind = null;
      message = "";
      detail = "";
      exit = null;
      signal = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        switch (key) {
          case "e" -> event = parser.getText();
          case "format" -> format = parser.getIntValue();
          case "id" -> id = parser.getText();
          case "n" -> number = parser.getIntValue();
          case "run" -> run = parser.getIntValue();
          case "version" -> version = parser.getIntValue();
          case "attempt" -> attempt = parser.getIntValue();
          case "feature" -> feature = hex(parser);
          case "why" -> why = parser.getIntValue();
          case "what" -> what = parser.getText();
          case "memory" -> memory = parser.getIntValue();
          case "status" -> status = parser.getText();
          case "began" -> began = parser.getLongValue();
          case "at" -> at = parser.getLongValue();
          case "task" -> task = parser.getText();
          case "definition" -> definition = parser.getText();
          case "hash" -> hash = parser.getText();
          case "inputs" -> inputs = pairs(parser);
          case "executor" -> executor = parser.getText();
          case "pipeline" -> pipeline = parser.getText();
          case "host" -> host = parser.getText();
          case "pid" -> pid = parser.getLongValue();
          case "cancelled" -> cancelled = parser.getIntValue() != 0;
          case "ending" -> ending = parser.getText();
          case "reason" -> reason = parser.getText();
          case "kind" -> kind = parser.getText();
          case "message" -> message = parser.getText();
          case "detail" -> detail = parser.getText();
          case "exit" -> exit = parser.getIntValue();
          case "signal" -> signal = parser.getIntValue();
          default -> parser.skipChildren();
        }
      }
    }

    /** Returns how an execution ended; older journals say only whether it was cancelled. */
    Ending ending() {
      if (ending.isEmpty()) {
        return cancelled ? Ending.CANCELLED : Ending.COMPLETED;
      }
      return Ending.valueOf(ending);
    }

    @Nullable Failure failure() {
      if (kind == null) {
        return null;
      }
      Failure failure = Failure.of(FailureKind.valueOf(kind), message).withDetail(detail);
      failure = exit == null ? failure : failure.withExitCode(exit);
      return signal == null ? failure : failure.withSignal(signal);
    }

    private static long hex(JsonParser parser) throws IOException {
      char[] characters = parser.getTextCharacters();
      int offset = parser.getTextOffset();
      long bits = 0;
      for (int i = 0; i < parser.getTextLength(); i++) {
        bits = bits << 4 | Character.digit(characters[offset + i], 16);
      }
      return bits;
    }

    private static Map<String, String> pairs(JsonParser parser) throws IOException {
      Map<String, String> pairs = new TreeMap<>();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        String key = parser.getText();
        parser.nextToken();
        pairs.put(key, parser.getText());
      }
      return pairs;
    }
  }
}
