package io.github.batchrunner.local;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the {@linkplain AttemptFile file} of an attempt tells. Immutable.
 *
 * <p>The first line is {@code <process> <beginning>}, by the wrapper, or {@code never <owner>}, by
 * a host that has ruled the attempt out. Lines that follow are {@code end <status>} by the wrapper,
 * and by hosts {@code stop <reason>} when they ask it to end, {@code left} when they let go of it,
 * and {@code owner <owner>} when they take it over. A line without its end is not there yet. The
 * file of a handler that has ended well holds the first line, with the process of its host, and
 * {@code end 0}; other handlers have none.
 *
 * @param pid the process of the wrapper; 0 if nobody has begun the attempt
 * @param beginning what the host knew when it started it; null likewise
 * @param ruledOut whether it never began and never will
 * @param owner the host process that looks after it; empty if that has let go of it
 * @param stop why it was asked to end; null if it was not
 * @param status how the command ended; null if it has not
 */
record Trace(
    long pid,
    @Nullable Beginning beginning,
    boolean ruledOut,
    String owner,
    Attempt.@Nullable Stop stop,
    @Nullable Integer status) {

  /** Nothing is known. */
  static final Trace EMPTY = new Trace(0, null, false, "", null, null);

  private static final String NEVER = "never ";
  private static final String END = "end ";
  private static final String STOP = "stop ";
  private static final String OWNER = "owner ";
  private static final String LEFT = "left";

  /**
   * What a host knows of a command that it starts.
   *
   * @param began when, at most a moment before the process of the wrapper
   * @param timeout how long it may run; zero for no limit
   * @param logStart where in the log file its output begins
   * @param machine where it runs
   * @param owner the host process
   * @param program what runs, for messages
   * @param logFile where its output goes
   */
  record Beginning(
      Instant began,
      Duration timeout,
      long logStart,
      String machine,
      String owner,
      String program,
      Path logFile) {

    private static final int FIELDS = 7;

    /** Returns the record as one line of printable ASCII. */
    String text() {
      return String.join(
          " ",
          String.valueOf(began.toEpochMilli()),
          String.valueOf(
              Math.min(timeout.toSeconds(), Long.MAX_VALUE / 1_000_000) * 1000L
                  + timeout.toMillisPart()),
          String.valueOf(logStart),
          encode(machine),
          owner,
          encode(program),
          encode(logFile.toString()));
    }

    private static @Nullable Beginning parse(String text) {
      String[] fields = text.split(" ", -1);
      if (fields.length != FIELDS) {
        return null;
      }
      try {
        return new Beginning(
            Instant.ofEpochMilli(Long.parseLong(fields[0])),
            Duration.ofMillis(Long.parseLong(fields[1])),
            Long.parseLong(fields[2]),
            decode(fields[3]),
            fields[4],
            decode(fields[5]),
            Path.of(decode(fields[6])));
      } catch (IllegalArgumentException e) { // not written by us
        return null;
      }
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** Returns what the host knew that started it; only for an attempt that has begun. */
  Beginning begun() {
    return Objects.requireNonNull(beginning, "beginning");
  }

  static String ruledOutBy(String owner) {
    return NEVER + owner + "\n";
  }

  static String success(long pid, Beginning beginning) {
    return pid + " " + beginning.text() + "\n" + END + "0\n";
  }

  static String stopped(Attempt.Stop reason) {
    return STOP + reason + "\n";
  }

  static String takenOverBy(String owner) {
    return OWNER + owner + "\n";
  }

  static String leftAlone() {
    return LEFT + "\n";
  }

  /** Reads the text of a file; what cannot be understood is taken for nothing. */
  static Trace parse(String text) {
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty()) {
      return EMPTY;
    }
    String first = lines.get(0);
    if (first.startsWith(NEVER)) {
      return new Trace(0, null, true, first.substring(NEVER.length()), null, null);
    }
    int space = first.indexOf(' ');
    Long pid = space < 0 ? null : number(first.substring(0, space));
    Beginning beginning = Beginning.parse(first.substring(space + 1));
    if (pid == null || beginning == null) {
      return EMPTY;
    }
    Trace trace = new Trace(pid, beginning, false, beginning.owner(), null, null);
    for (String line : lines.subList(1, lines.size())) {
      trace = trace.and(line);
    }
    return trace;
  }

  private Trace and(String line) {
    if (line.equals(LEFT)) {
      return new Trace(pid, beginning, ruledOut, "", stop, status);
    }
    if (line.startsWith(OWNER)) {
      return new Trace(pid, beginning, ruledOut, line.substring(OWNER.length()), stop, status);
    }
    if (line.startsWith(STOP)) {
      Attempt.Stop reason =
          line.endsWith(Attempt.Stop.TIMED_OUT.name())
              ? Attempt.Stop.TIMED_OUT
              : Attempt.Stop.CANCELLED;
      return new Trace(pid, beginning, ruledOut, owner, stop == null ? reason : stop, status);
    }
    Long end = line.startsWith(END) ? number(line.substring(END.length())) : null;
    return end == null ? this : new Trace(pid, beginning, ruledOut, owner, stop, end.intValue());
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
