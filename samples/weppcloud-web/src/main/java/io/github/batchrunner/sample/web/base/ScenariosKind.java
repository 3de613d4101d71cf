package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.spi.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios of Omni, each of one of the types and with what there is to say about it.
 *
 * <p>A scenario that the file has already may stay as it is, whatever it says.
 */
record ScenariosKind(List<ScenarioType> types) implements ValueKind {

  private static final int MOST = 50;
  private static final String TYPE = "type";

  ScenariosKind {
    types = List.copyOf(types);
  }

  @Override
  public FieldType type() {
    return FieldType.SCENARIOS;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    Object value = holder.value(attribute);
    return value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)
        ? Reading.of(value)
        : Reading.UNKNOWN;
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    if (!(input instanceof List<?> given) || given.size() > MOST) {
      throw new UnusableValueException(
          "a list of at most "
              + MOST
              + " scenarios is needed; "
              + Plain.quoted(input)
              + " was given.");
    }
    List<?> known = current instanceof List<?> list ? list : List.of();
    List<Object> taken = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Object scenario = scenario(i + 1, given.get(i), known);
      int same = indexOf(taken, scenario);
      if (same >= 0) {
        throw new UnusableValueException(
            "scenarios %d and %d are the same; leave one out, or tell them apart by a parameter."
                .formatted(same + 1, i + 1));
      }
      taken.add(scenario);
    }
    return Plain.deepSame(taken, known) ? current : taken;
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    return holder.with(attribute, value);
  }

  private Object scenario(int number, @Nullable Object input, List<?> known)
      throws UnusableValueException {
    int existing = input == null ? -1 : indexOf(known, input);
    if (existing >= 0) {
      return known.get(existing);
    }
    if (!(input instanceof Map<?, ?> given) || !(given.get(TYPE) instanceof String name)) {
      throw new UnusableValueException(
          "scenario %d needs a type; %s was given.".formatted(number, Plain.quoted(input)));
    }
    ScenarioType type = type(number, name);
    for (Object key : given.keySet()) {
      if (!key.equals(TYPE) && type.parameter(key.toString()).isEmpty()) {
        throw new UnusableValueException(
            "scenario %d (%s) has no parameter %s%s."
                .formatted(
                    number,
                    name,
                    Plain.quoted(key),
                    hint(
                        key.toString(),
                        type.parameters().stream().map(ScenarioParameter::name).toList())));
      }
    }
    Map<String, Object> scenario = new LinkedHashMap<>();
    scenario.put(TYPE, name);
    for (ScenarioParameter parameter : type.parameters()) {
      Object value = given.get(parameter.name());
      if (value != null || parameter.required()) {
        try {
          scenario.put(parameter.name(), parameter.take(value));
        } catch (UnusableValueException e) {
          throw new UnusableValueException(
              "scenario %d (%s), %s: %s".formatted(number, name, parameter.name(), e.getMessage()));
        }
      }
    }
    return scenario;
  }

  private ScenarioType type(int number, String name) throws UnusableValueException {
    Optional<ScenarioType> type =
        types.stream().filter(one -> one.value().equals(name) && one.offered()).findFirst();
    if (type.isPresent()) {
      return type.get();
    }
    List<String> names =
        types.stream()
            .filter(ScenarioType::offered)
            .map(ScenarioType::value)
            .collect(Collectors.toList());
    throw new UnusableValueException(
        "scenario %d cannot be added with type %s%s; it can be one of %s."
            .formatted(number, Plain.quoted(name), hint(name, names), String.join(", ", names)));
  }

  private static String hint(String name, List<String> known) {
    return NearestName.to(name, known).map(near -> "; did you mean \"" + near + "\"?").orElse("");
  }

  private static int indexOf(List<?> list, Object scenario) {
    for (int i = 0; i < list.size(); i++) {
      if (Plain.deepSame(list.get(i), scenario)) {
        return i;
      }
    }
    return -1;
  }
}
