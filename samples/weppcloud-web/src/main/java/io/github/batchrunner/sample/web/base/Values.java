package io.github.batchrunner.sample.web.base;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The values of a control's fields, those that its project does not have left out. */
record Values(Map<String, @Nullable Object> byField) {

  boolean has(String field) {
    return byField.containsKey(field);
  }

  /** Tells whether a field is there and has one of these values. */
  boolean is(String field, Object... values) {
    return has(field)
        && Arrays.stream(values).anyMatch(value -> Plain.same(value, byField.get(field)));
  }

  /** Tells whether a field is there and nothing is set. */
  boolean isUnset(String field) {
    return has(field) && byField.get(field) == null;
  }

  /** Returns a number; empty if there is none. */
  OptionalDouble number(String field) {
    Double number = Plain.number(byField.get(field));
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
  }
}
