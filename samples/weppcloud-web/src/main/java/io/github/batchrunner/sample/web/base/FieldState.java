package io.github.batchrunner.sample.web.base;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field as a base project has it.
 *
 * @param name what the API calls it
 * @param label what a person calls it
 * @param help a sentence that says more; empty for none
 * @param type what it looks like
 * @param value what is set; {@code null} for nothing
 * @param unit of a number; empty for none
 * @param least the smallest number; {@code null} for none
 * @param most the largest number; {@code null} for none
 * @param choices what may be chosen; empty for other types
 * @param scenarioTypes the kinds of scenarios; empty for other types
 * @param shownWhen when it matters; {@code null} for always
 */
public record FieldState(
    String name,
    String label,
    String help,
    FieldType type,
    @Nullable Object value,
    String unit,
    @Nullable Double least,
    @Nullable Double most,
    List<Choice> choices,
    List<ScenarioType> scenarioTypes,
    @Nullable ShownWhen shownWhen) {

  static FieldState of(FieldDefinition field, @Nullable Object value) {
    Range range = range(field.kind());
    return new FieldState(
        field.name(),
        field.label(),
        field.help(),
        field.kind().type(),
        value,
        field.unit(),
        range == null ? null : Plain.number(range.least()),
        range == null ? null : Plain.number(range.most()),
        field.kind() instanceof ChoiceKind choice ? choice.with(value) : List.of(),
        field.kind() instanceof ScenariosKind scenarios ? scenarios.types() : List.of(),
        field.shownWhen());
  }

  private static @Nullable Range range(ValueKind kind) {
    if (kind instanceof IntegerKind integer) {
      return integer.range();
    }
    return kind instanceof NumberKind number ? number.range() : null;
  }
}
