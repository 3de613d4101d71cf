package io.github.batchrunner.local;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Says as data what a handler threw; hostile exceptions included. */
final class HandlerFailure {

  private static final int MOST_MESSAGE_CHARS = 2_000;
  private static final int MOST_DETAIL_CHARS = 64 * 1024;

  private HandlerFailure() {}

  static Failure of(Throwable thrown) {
    FailureKind kind =
        thrown instanceof OutOfMemoryError ? FailureKind.OUT_OF_MEMORY : FailureKind.EXCEPTION;
    try {
      String message = thrown.getMessage();
      String text = message == null || message.isBlank() ? thrown.toString() : message;
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      return Failure.of(kind, cut(text, MOST_MESSAGE_CHARS))
          .withDetail(cut(trace.toString(), MOST_DETAIL_CHARS));
    } catch (Throwable worse) { // an exception that cannot even be printed
      return Failure.of(
          kind, thrown.getClass().getName() + ", which cannot be printed: " + worse.getClass());
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
