package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.execution.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads those records of which there are millions, in the form in which {@link JsonLine} writes
 * them.
 *
 * <p>It is a shortcut: whatever it does not recognise, down to a text with an escaped character, it
 * leaves to {@link RecordFields}. Not thread-safe.
 */
final class FrequentRecords {

  private static final Literal INTENT = Literal.of("{\"e\":\"intent\",\"run\":");
  private static final Literal END = Literal.of("{\"e\":\"end\",\"run\":");
  private static final Literal HANDLE = Literal.of("{\"e\":\"handle\",\"run\":");
  private static final Literal RUN = Literal.of("{\"e\":\"run\",\"n\":");
  private static final Literal VERSION = Literal.of(",\"version\":");
  private static final Literal FEATURE = Literal.of(",\"feature\":\"");
  private static final Literal ATTEMPT_AFTER_TEXT = Literal.of("\",\"attempt\":");
  private static final Literal ATTEMPT = Literal.of(",\"attempt\":");
  private static final Literal WHY = Literal.of(",\"why\":");
  private static final Literal WHAT = Literal.of(",\"what\":\"");
  private static final Literal MEMORY = Literal.of(",\"memory\":");
  private static final Literal ID = Literal.of(",\"id\":\"");
  private static final Literal STATUS = Literal.of(",\"status\":\"");
  private static final Literal BEGAN = Literal.of(",\"began\":");
  private static final Literal AT = Literal.of(",\"at\":");

  private static final Literal TASKS_AFTER_TEXT = Literal.of("\",\"tasks\":[");
  private static final Literal LIST = Literal.of("[");
  private static final Literal COMMA = Literal.of(",");
  private static final Literal END_OF_LIST = Literal.of("]");

  private static final TaskStatus[] STATUSES = TaskStatus.values();
  private static final Literal[] STATUS_NAMES =
      Arrays.stream(STATUSES)
          .map(status -> Literal.of(status.name() + '"'))
          .toArray(Literal[]::new);

  /** Most digits of a number that surely fits into 64 bits. */
  private static final int MOST_DIGITS = 18;

  private final BatchState state;
  private long[] numbers = new long[0];
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** Whether all that was looked for so far was there. */
  private boolean fits;

  FrequentRecords(BatchState state) {
    this.state = state;
  }

  /**
   * Applies the record {@code bytes[from, to)}, whose checksum is right, if it is a frequent one.
   *
   * @param to behind its line feed
   * @return whether it was; if not, nothing has been applied
   * @throws IllegalArgumentException if it does not fit those before it
   */
  boolean apply(byte[] line, int from, int to) {
    bytes = line;
    at = from;
    end = to - JsonLine.TRAILER_LENGTH;
    fits = true;
    // The seventh byte is the first letter of the kind.
    return end - from > INTENT.length()
        && switch (line[from + 6]) {
          case 'i' -> intent();
          case 'e' -> ended();
          case 'h' -> handle();
          case 'r' -> run();
          default -> false;
        };
  }

  private boolean intent() {
    skip(INTENT);
    int run = integer();
    skip(VERSION);
    int version = integer();
    skip(FEATURE);
    long feature = hex();
    skip(ATTEMPT_AFTER_TEXT);
    int attempt = integer();
    int why = next(WHY) ? integer() : -1;
    String what = next(WHAT) ? text() : "";
    int memory = next(MEMORY) ? integer() : 0;
    if (!fits || at != end) {
      return false;
    }
    Cause cause = why < 0 ? Cause.UNKNOWN : Cause.of(why, what);
    state.applyIntent(run, version, feature, attempt, cause, memory);
    return true;
  }

  private boolean handle() {
    skip(HANDLE);
    int run = integer();
    skip(VERSION);
    int version = integer();
    skip(ATTEMPT);
    integer();
    skip(ID);
    String nativeId = text();
    if (!fits || at != end) {
      return false;
    }
    state.applyHandle(run, version, nativeId);
    return true;
  }

  private boolean ended() {
    skip(END);
    int run = integer();
    skip(VERSION);
    int version = integer();
    skip(ATTEMPT);
    integer();
    skip(STATUS);
    TaskStatus status = status();
    skip(BEGAN);
    long began = number();
    skip(AT);
    long ended = number();
    if (!fits || at != end) {
      return false;
    }
    state.applyEnd(run, version, status, began, ended, null);
    return true;
  }

  private boolean run() {
    skip(RUN);
    int number = integer();
    skip(ID);
    String id = text();
    int rows = 0;
    long feature = 0;
    if (next(FEATURE)) {
      feature = hex();
      skip(TASKS_AFTER_TEXT);
      rows = rows();
    }
    if (!fits || at != end) {
      return false;
    }
    state.applyRun(number, id);
    for (int row = 0; row < rows; row++) {
      state.applyRow(
          number, SnapshotRow.of(numbers, row * SnapshotRow.NUMBERS, feature, "", 0, null, null));
    }
    return true;
  }

  /** Lists of numbers alone; returns how many there are. */
  private int rows() {
    int rows = 0;
    do {
      int first = rows * SnapshotRow.NUMBERS;
      if (first == numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(64, numbers.length * 2));
      }
      skip(LIST);
      for (int i = 0; i < SnapshotRow.NUMBERS; i++) {
        numbers[first + i] = number();
        skip(i + 1 < SnapshotRow.NUMBERS ? COMMA : END_OF_LIST);
      }
      rows++;
    } while (fits && next(COMMA));
    skip(END_OF_LIST);
    return rows;
  }

  private boolean next(Literal literal) {
    boolean found = literal.at(bytes, at);
    at += found ? literal.length() : 0;
    return found;
  }

  private void skip(Literal literal) {
    fits &= next(literal);
  }

  private int integer() {
    long number = number();
    fits &= number == (int) number;
    return (int) number;
  }

  private long number() {
    boolean negative = bytes[at] == '-';
    int start = negative ? at + 1 : at;
    int i = start;
    long number = 0;
    if (Words.eightDigits(bytes, i)) {
      number = Words.ofEightDigits(bytes, i);
      i += Long.BYTES;
    }
    for (int digit = bytes[i] - '0'; digit >= 0 && digit <= 9; digit = bytes[i] - '0') {
      number = number * 10 + digit;
      i++;
    }
    fits &= i > start && i - start <= MOST_DIGITS && (bytes[start] != '0' || i == start + 1);
    at = i;
    return negative ? -number : number;
  }

  /** Sixteen digits. */
  private long hex() {
    if (at + 2 * Long.BYTES > end) {
      fits = false;
      return 0;
    }
    return eightHex() << 32 | eightHex();
  }

  private long eightHex() {
    long bits = Words.ofEightHex(bytes, at);
    fits &= Words.hexDigits(bits) == Words.get(bytes, at);
    at += Long.BYTES;
    return bits;
  }

  private TaskStatus status() {
    for (int i = 0; i < STATUS_NAMES.length; i++) {
      if (next(STATUS_NAMES[i])) {
        return STATUSES[i];
      }
    }
    fits = false;
    return TaskStatus.NEW;
  }

  /** A text up to its closing quote, which is skipped. */
  private String text() {
    int stop = at;
    while (stop < end && bytes[stop] != '"') {
      fits &= bytes[stop] != '\\' && bytes[stop] >= ' '; // ASCII
      stop++;
    }
    fits &= stop < end;
    String text = fits ? new String(bytes, at, stop - at, StandardCharsets.ISO_8859_1) : "";
    at = Math.min(end, stop + 1);
    return text;
  }
}
