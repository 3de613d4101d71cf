package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import org.jspecify.annotations.Nullable;

/**
 * How a kind of value is read from a NoDb file, taken from a person, and written.
 *
 * <p>Values are plain: {@link Long}, {@link Double}, {@link String}, {@link Boolean}, lists and
 * maps of these, and {@code null} for nothing set. What is read and what is taken are equal exactly
 * if there is nothing to write.
 */
sealed interface ValueKind
    permits BooleanKind, ChoiceKind, FileKind, IntegerKind, NumberKind, ScenariosKind, TextKind {

  FieldType type();

  /** Reads an attribute that exists. */
  Reading read(NoDbDocument holder, String attribute);

  /**
   * Takes what a person gave.
   *
   * @param input as JSON has it: a text, a number, a truth value, a list, a map or {@code null}
   * @param current what is set
   */
  @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException;

  /** Writes a value, in the form that the file has. */
  NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value);
}
