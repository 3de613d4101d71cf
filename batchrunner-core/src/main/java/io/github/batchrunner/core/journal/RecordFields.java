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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of any kind, with their members in any order, and tells a {@link BatchState} what
 * they say.
 *
 * <p>Its fields are used again from record to record. Not thread-safe.
 */
final class RecordFields {

  /** What this library has written it must be able to read, however long a text in it is. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final int HEX_DIGITS = 16;

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
  private @Nullable String handle;
  private @Nullable String kind;
  private String message = "";
  private String detail = "";
  private @Nullable Integer exit;
  private @Nullable Integer signal;
  private int intents;
  private List<SnapshotRow> tasks = List.of();

  /**
   * Applies one record.
   *
   * @throws IllegalArgumentException if it does not fit those before it
   * @throws NewerFormatException if it says that a newer version has written the journal
   */
  void apply(byte[] bytes, int from, int to, BatchState state) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
      parser.nextToken();
      read(parser);
    }
    apply(state);
  }

  /** Thrown to say that a newer version is needed. */
  static final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;
    final int format;

    NewerFormatException(int format) {
      super("format " + format);
      this.format = format;
    }
  }

  private void apply(BatchState state) throws NewerFormatException {
    switch (event) {
      case "journal" -> {
        if (format < 1 || format > JournalReader.FORMAT) {
          throw new NewerFormatException(format);
        }
        state.applyJournal(id);
      }
      case "run" -> {
        state.applyRun(number, id);
        tasks.forEach(row -> state.applyRow(number, row));
      }
      case "version" -> state.applyVersion(number, new TaskVersion(task, definition, inputs, hash));
      case "intent" ->
          state.applyIntent(
              run,
              version,
              feature,
              attempt,
              why < 0 ? Cause.UNKNOWN : Cause.of(why, what),
              memory);
      case "handle" -> state.applyHandle(run, version, id);
      case "end" -> state.applyEnd(run, version, TaskStatus.valueOf(status), began, at, failure());
      case "start" ->
          start(
              state,
              new ExecutionRecord(
                  number, Instant.ofEpochMilli(at), executor, pipeline, host, pid, null));
      case "finish" ->
          state.applyFinish(new ExecutionRecord.Finish(Instant.ofEpochMilli(at), ending(), reason));
      default -> {
        // A kind of record that a newer minor version added: what it says is not needed to
        // continue.
      }
    }
  }

  private void start(BatchState state, ExecutionRecord execution) {
    if (intents < 0) {
      state.applyStart(execution);
    } else {
      state.applyStart(execution, intents);
    }
  }

  private void read(JsonParser parser) throws IOException {
    forget();
    readMembers(parser);
  }

  /** What a record leaves out must not be taken from the one before. */
  private void forget() {
    event = "";
    format = 0;
    id = "";
    number = -1;
    run = -1;
    version = -1;
    attempt = 0;
    feature = 0;
    status = "";
    began = 0;
    at = 0;
    task = "";
    definition = "";
    hash = "";
    inputs = Map.of();
    executor = "";
    pipeline = "";
    host = "";
    pid = 0;
    intents = -1;
    tasks = List.of();
    forgetAttempt();
  }

  private void forgetAttempt() {
    why = -1;
    what = "";
    memory = 0;
    cancelled = false;
    ending = "";
    reason = "";
    handle = null;
    kind = null;
    message = "";
    detail = "";
    exit = null;
    signal = null;
  }

  private void readMembers(JsonParser parser) throws IOException {
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
        case "handle" -> handle = parser.getText();
        case "status" -> status = parser.getText();
        case "began" -> began = parser.getLongValue();
        case "at" -> at = parser.getLongValue();
        case "task" -> task = parser.getText();
        case "definition" -> definition = parser.getText();
        case "hash" -> hash = parser.getText();
        case "inputs" -> inputs = pairs(parser);
        case "intents" -> intents = parser.getIntValue();
        case "tasks" -> tasks = rows(parser);
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
  private Ending ending() {
    if (ending.isEmpty()) {
      return cancelled ? Ending.CANCELLED : Ending.COMPLETED;
    }
    return Ending.valueOf(ending);
  }

  private @Nullable Failure failure() {
    if (kind == null) {
      return null;
    }
    Failure failure = Failure.of(FailureKind.valueOf(kind), message).withDetail(detail);
    failure = exit == null ? failure : failure.withExitCode(exit);
    return signal == null ? failure : failure.withSignal(signal);
  }

  /** The list in which a snapshot says of each task of a run what became of it. */
  private List<SnapshotRow> rows(JsonParser parser) throws IOException {
    long usualFeature = feature;
    List<SnapshotRow> rows = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      feature = usualFeature;
      rows.add(row(parser));
    }
    return rows;
  }

  /** Numbers, and an object with what few tasks have. */
  private SnapshotRow row(JsonParser parser) throws IOException {
    long[] numbers = new long[SnapshotRow.NUMBERS];
    for (int i = 0; i < numbers.length; i++) {
      parser.nextToken();
      numbers[i] = parser.getLongValue();
    }
    forgetAttempt();
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      readMembers(parser);
      parser.nextToken();
    }
    return SnapshotRow.of(numbers, 0, feature, what, memory, handle, failure());
  }

  private static long hex(JsonParser parser) throws IOException {
    String digits = parser.getText();
    if (digits.length() != HEX_DIGITS) {
      throw new IllegalArgumentException("\"%s\" is not a hash".formatted(digits));
    }
    return HexFormat.fromHexDigitsToLong(digits);
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
