package io.github.batchrunner.core;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.spi.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes what happens to a run into a text file for people, one line an event. */
final class RunLogFile {

  /** Milliseconds always, so that the lines stand below each other. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private RunLogFile() {}

  /**
   * Appends events to a log, which is made if it is not there; a link in its place is not followed.
   *
   * @param execution how the execution is called in the line with which a run starts
   */
  static void append(Path file, String execution, List<ExecutionEvent> events) throws IOException {
    StringBuilder text = new StringBuilder(100 * events.size());
    for (ExecutionEvent event : events) {
      TIME.formatTo(event.at(), text);
      text.append(' ');
      int start = text.length();
      describe(event, execution, text);
      keepOnOneLine(text, start);
      text.append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      append(file, bytes);
    } catch (NoSuchFileException e) {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      append(file, bytes);
    }
  }

  private static void append(Path file, byte[] bytes) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS)) {
      out.write(bytes);
    }
  }

  private static void describe(ExecutionEvent event, String execution, StringBuilder text) {
    if (event instanceof ExecutionEvent.RunStarted) {
      text.append("run started, ").append(execution);
    } else if (event instanceof ExecutionEvent.CanaryChosen canary) {
      text.append("run goes before the others, as ").append(canary.why());
    } else if (event instanceof ExecutionEvent.RunEnded ended) {
      text.append("run ended, ").append(ended.succeeded() ? "all succeeded" : "not all succeeded");
    } else if (event instanceof ExecutionEvent.TaskStarted started) {
      attempt(started.taskId(), started.attempt(), text).append(" started");
    } else if (event instanceof ExecutionEvent.TaskSkipped skipped) {
      text.append("task ").append(skipped.taskId()).append(" skipped: ");
      text.append(skipped.needId()).append(" failed");
    } else if (event instanceof ExecutionEvent.TaskEnded ended) {
      describe(ended, text);
    } else {
      text.append(event);
    }
  }

  private static void describe(ExecutionEvent.TaskEnded ended, StringBuilder text) {
    attempt(ended.taskId(), ended.attempt(), text).append(' ');
    text.append(ended.status().name().toLowerCase(Locale.ROOT));
    text.append(" after ");
    seconds(ended.duration(), text);
    ended.failure().ifPresent(failure -> describe(failure, text));
    ended
        .againAt()
        .ifPresent(
            again -> {
              text.append("; another attempt follows, not before ");
              TIME.formatTo(again, text);
            });
  }

  private static void describe(Failure failure, StringBuilder text) {
    text.append(": ").append(failure.kind()).append(", ").append(failure.message());
  }

  private static StringBuilder attempt(String taskId, int attempt, StringBuilder text) {
    return text.append("task ").append(taskId).append(" attempt ").append(attempt);
  }

  private static void seconds(Duration duration, StringBuilder text) {
    int millis = duration.toMillisPart();
    text.append(duration.toSeconds()).append('.');
    text.append(millis < 100 ? "0" : "").append(millis < 10 ? "0" : "").append(millis).append(" s");
  }

  /** What a program says may hold anything; a line of it must not look like one of ours. */
  private static void keepOnOneLine(StringBuilder text, int start) {
    for (int i = start; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isISOControl(character) || character == '\u2028' || character == '\u2029') {
        text.setCharAt(i, ' ');
      }
    }
  }
}
