package io.github.batchrunner.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed. Immutable.
 *
 * <p>{@link #message()} is one line for a list; {@link #detail()} may be long, such as a stack
 * trace or the end of a log.
 */
public final class Failure {
  private final FailureKind kind;
  private final String message;
  private final String detail;
  private final @Nullable Integer exitCode;
  private final @Nullable Integer signal;

  private Failure(
      FailureKind kind,
      String message,
      String detail,
      @Nullable Integer exitCode,
      @Nullable Integer signal) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.message = oneLine(message);
    this.detail = Objects.requireNonNull(detail, "detail");
    this.exitCode = exitCode;
    this.signal = signal;
  }

  /** Returns a failure; line breaks in the message become spaces. */
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, "", null, null);
  }

  /** Returns this failure with more text: a stack trace, the last lines of a log. */
  public Failure withDetail(String text) {
    return new Failure(kind, message, text, exitCode, signal);
  }

  /** Returns this failure with the code the program ended with. */
  public Failure withExitCode(int code) {
    return new Failure(kind, message, detail, code, signal);
  }

  /** Returns this failure with the number of the signal that ended the program. */
  public Failure withSignal(int number) {
    return new Failure(kind, message, detail, exitCode, number);
  }

  /** Returns what decides about trying again. */
  public FailureKind kind() {
    return kind;
  }

  /** Returns one line for a person. */
  public String message() {
    return message;
  }

  /** Returns more text, or an empty string. */
  public String detail() {
    return detail;
  }

  /** Returns the code the program ended with, where it ended by itself. */
  public OptionalInt exitCode() {
    return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  /** Returns the number of the signal that ended the program, where one did. */
  public OptionalInt signal() {
    return signal == null ? OptionalInt.empty() : OptionalInt.of(signal);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Failure that
        && kind == that.kind
        && message.equals(that.message)
        && detail.equals(that.detail)
        && Objects.equals(exitCode, that.exitCode)
        && Objects.equals(signal, that.signal);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, message, detail, exitCode, signal);
  }

  @Override
  public String toString() {
    return kind + ": " + message;
  }

  private static String oneLine(String text) {
    return Optional.of(text).map(t -> t.replaceAll("[\\r\\n]+", " ").strip()).orElse("");
  }
}
