package io.github.batchrunner.core.watershed;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Something about an input file that a person should know: why it is refused, or what is odd. */
public final class InputIssue {

  /** How much an issue matters. */
  public enum Severity {
    /** The file cannot be used. */
    ERROR,
    /** The file can be used; the result may not be what is wanted. */
    WARNING
  }

  private final Severity severity;
  private final String code;
  private final String message;
  private final int featureIndex;
  private final @Nullable TextLocation location;

  InputIssue(
      Severity severity,
      String code,
      String message,
      int featureIndex,
      @Nullable TextLocation location) {
    this.severity = severity;
    this.code = code;
    this.message = message;
    this.featureIndex = featureIndex;
    this.location = location;
  }

  /** Returns how much the issue matters. */
  public Severity severity() {
    return severity;
  }

  /** Returns a word for this sort of issue that does not change, such as {@code no-geometry}. */
  public String code() {
    return code;
  }

  /** Returns what is the matter, in one sentence without the place. */
  public String message() {
    return message;
  }

  /** Returns the index (from 0) of the feature concerned, if it is one. */
  public OptionalInt featureIndex() {
    return featureIndex < 0 ? OptionalInt.empty() : OptionalInt.of(featureIndex);
  }

  /** Returns the place in the file, if there is one. */
  public Optional<TextLocation> location() {
    return Optional.ofNullable(location);
  }

  /** Returns the message with the feature and the place. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(message);
    if (featureIndex >= 0) {
      text.append(", in feature ").append(featureIndex);
    }
    if (location != null) {
      text.append(", at ").append(location);
    }
    return text.toString();
  }
}
