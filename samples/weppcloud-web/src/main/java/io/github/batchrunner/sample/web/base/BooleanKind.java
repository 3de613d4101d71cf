package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import org.jspecify.annotations.Nullable;

/** Yes or no. */
record BooleanKind() implements ValueKind {

  @Override
  public FieldType type() {
    return FieldType.BOOLEAN;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    return holder.value(attribute) instanceof Boolean value ? Reading.of(value) : Reading.UNKNOWN;
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    if (input instanceof Boolean value) {
      return value;
    }
    throw new UnusableValueException(
        "true or false is needed; " + Plain.quoted(input) + " was given.");
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    return holder.with(attribute, value);
  }
}
