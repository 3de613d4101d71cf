package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The name of an uploaded file, which only an upload changes. */
record FileKind() implements ValueKind {

  @Override
  public FieldType type() {
    return FieldType.FILE;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    Object value = holder.value(attribute);
    return value == null || value instanceof String ? Reading.of(value) : Reading.UNKNOWN;
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    if (Objects.equals(input, current)) {
      return current;
    }
    throw new UnusableValueException("a file is set by uploading it, not by its name.");
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    return holder.with(attribute, value);
  }
}
