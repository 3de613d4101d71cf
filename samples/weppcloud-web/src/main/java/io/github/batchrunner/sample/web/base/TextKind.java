package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of text.
 *
 * @param pattern what it must be; WEPPcloud makes file names and commands of some
 * @param words what it must be, for a person
 */
record TextKind(Pattern pattern, String words) implements ValueKind {

  static TextKind of(String pattern, String words) {
    return new TextKind(Pattern.compile(pattern), words);
  }

  @Override
  public FieldType type() {
    return FieldType.TEXT;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    Object value = holder.value(attribute);
    if (value == null || value.equals("")) {
      return Reading.of(null);
    }
    return value instanceof String ? Reading.of(value) : Reading.UNKNOWN;
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    if (input == null || input.equals("")) {
      return null;
    }
    String text = input instanceof String given ? given.strip() : "";
    if (!text.equals(current) && !pattern.matcher(text).matches()) {
      throw new UnusableValueException(words + "; " + Plain.quoted(input) + " was given.");
    }
    return text;
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    return holder.with(attribute, value);
  }
}
