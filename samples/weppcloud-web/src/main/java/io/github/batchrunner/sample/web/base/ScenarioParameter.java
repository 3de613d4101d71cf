package io.github.batchrunner.sample.web.base;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is said about a scenario.
 *
 * @param name WEPPcloud's name of it
 * @param label what it means
 * @param type what it looks like
 * @param required whether it must be said
 * @param least the smallest number; 0 for other types
 * @param most the largest number; 0 for other types
 * @param choices its values; empty for numbers
 */
public record ScenarioParameter(
    String name,
    String label,
    Type type,
    boolean required,
    int least,
    int most,
    List<Choice> choices) {

  /** What a parameter looks like. */
  public enum Type {
    /** One of a few values. */
    CHOICE,
    /** Any of a few values, at least one. */
    CHOICES,
    /** A whole number. */
    INTEGER
  }

  /** Copies the list. */
  public ScenarioParameter {
    choices = List.copyOf(choices);
  }

  static ScenarioParameter choice(String name, String label, Choice... choices) {
    return new ScenarioParameter(name, label, Type.CHOICE, true, 0, 0, List.of(choices));
  }

  static ScenarioParameter anyOf(String name, String label, Choice... choices) {
    return new ScenarioParameter(name, label, Type.CHOICES, false, 0, 0, List.of(choices));
  }

  static ScenarioParameter integer(String name, String label, int least, int most) {
    return new ScenarioParameter(name, label, Type.INTEGER, false, least, most, List.of());
  }

  Object take(@Nullable Object input) throws UnusableValueException {
    return switch (type) {
      case CHOICE -> chosen(input);
      case CHOICES -> all(input);
      case INTEGER -> new IntegerKind(Range.of(least, most), Blank.NEVER).taken(input);
    };
  }

  private Object chosen(@Nullable Object input) throws UnusableValueException {
    for (Choice choice : choices) {
      if (choice.value() != null && Plain.same(choice.value(), input)) {
        return choice.value();
      }
    }
    throw new UnusableValueException(
        "one of these is needed: "
            + String.join(", ", choices.stream().map(choice -> "" + choice.value()).toList())
            + "; "
            + Plain.quoted(input)
            + " was given.");
  }

  private List<Object> all(@Nullable Object input) throws UnusableValueException {
    if (!(input instanceof List<?> given) || given.isEmpty() || given.size() > choices.size()) {
      throw new UnusableValueException(
          "a list of at least one value is needed; " + Plain.quoted(input) + " was given.");
    }
    List<Object> taken = new ArrayList<>();
    for (Object value : given) {
      Object one = chosen(value);
      if (!taken.contains(one)) {
        taken.add(one);
      }
    }
    return taken;
  }
}
