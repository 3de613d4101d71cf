package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A whole number, which some files keep as text. */
record IntegerKind(Range range, Blank blank) implements ValueKind {

  private static final Pattern DIGITS = Pattern.compile("-?\\d{1,15}");

  @Override
  public FieldType type() {
    return FieldType.INTEGER;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    Object value = holder.value(attribute);
    if (value instanceof Long) {
      return Reading.of(value);
    }
    if (value instanceof String text && DIGITS.matcher(text).matches()) {
      return Reading.of(Long.valueOf(text));
    }
    boolean unset = value == null || value.equals("");
    return unset && blank != Blank.NEVER ? Reading.of(null) : Reading.UNKNOWN;
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    return input == null && blank != Blank.NEVER ? null : taken(input);
  }

  Long taken(@Nullable Object input) throws UnusableValueException {
    Double number = Plain.number(input);
    if (number == null || number != Math.rint(number) || !range.contains(number)) {
      throw new UnusableValueException(
          "a whole number is needed, "
              + range.words()
              + (blank == Blank.NEVER ? "" : ", or nothing")
              + "; "
              + Plain.quoted(input)
              + " was given.");
    }
    return number.longValue();
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    if (value == null) {
      return holder.with(attribute, blank == Blank.EMPTY_TEXT ? "" : null);
    }
    boolean asText =
        holder.has(attribute) && holder.value(attribute) instanceof String text && !text.isEmpty();
    return holder.with(attribute, asText ? value.toString() : value);
  }
}
