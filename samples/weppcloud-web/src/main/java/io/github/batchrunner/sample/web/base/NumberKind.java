package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import org.jspecify.annotations.Nullable;

/** A number, written as Python writes a float. */
record NumberKind(Range range, boolean mayBeUnset) implements ValueKind {

  @Override
  public FieldType type() {
    return FieldType.NUMBER;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    Object value = holder.value(attribute);
    if (value == null && mayBeUnset) {
      return Reading.of(null);
    }
    Double number = Plain.number(value);
    return number == null ? Reading.UNKNOWN : Reading.of(number);
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    if (input == null && mayBeUnset) {
      return null;
    }
    Double number = Plain.number(input);
    if (number == null || !range.contains(number)) {
      throw new UnusableValueException(
          "a number is needed, "
              + range.words()
              + (mayBeUnset ? ", or nothing" : "")
              + "; "
              + Plain.quoted(input)
              + " was given.");
    }
    return number;
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    return holder.with(attribute, value);
  }
}
