package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of a few values.
 *
 * <p>Members of Python enums are kept as {@code py/reduce}, in the form of two items or, in older
 * files, of five, or as a bare number; only the number in it is ever changed.
 *
 * @param member whether it is the member of a Python enum
 * @param offered what a person may choose
 * @param others what a file may have that cannot be chosen here, since it needs more than a number
 */
record ChoiceKind(boolean member, List<Choice> offered, List<Choice> others) implements ValueKind {

  private static final Pattern MEMBER =
      Pattern.compile(
          "(\\{\\s*\"py/reduce\"\\s*:\\s*\\[\\s*\\{\\s*\"py/type\"\\s*:\\s*\"[^\"\\\\]*\"\\s*}\\s*,"
              + "\\s*\\{\\s*\"py/tuple\"\\s*:\\s*\\[\\s*)(-?\\d{1,9})"
              + "(\\s*]\\s*}(?:\\s*,\\s*null){0,3}\\s*]\\s*})");

  private static final Pattern NUMBER = Pattern.compile("()(-?\\d{1,9})()");

  /** Collects choices in order. */
  static final class Builder {

    private final boolean member;
    private final Map<@Nullable Object, String> offered = new LinkedHashMap<>();
    private final Map<@Nullable Object, String> others = new LinkedHashMap<>();

    private Builder(boolean member) {
      this.member = member;
    }

    Builder choice(@Nullable Object value, String label) {
      offered.put(plain(value), label);
      return this;
    }

    Builder other(@Nullable Object value, String label) {
      others.put(plain(value), label);
      return this;
    }

    ChoiceKind build() {
      return new ChoiceKind(member, list(offered), list(others));
    }

    private static @Nullable Object plain(@Nullable Object value) {
      return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private static List<Choice> list(Map<@Nullable Object, String> choices) {
      return choices.entrySet().stream()
          .map(choice -> new Choice(choice.getKey(), choice.getValue()))
          .toList();
    }
  }

  static Builder members() {
    return new Builder(true);
  }

  static Builder values() {
    return new Builder(false);
  }

  @Override
  public FieldType type() {
    return FieldType.CHOICE;
  }

  @Override
  public Reading read(NoDbDocument holder, String attribute) {
    if (member) {
      Matcher form = form(holder.json(attribute));
      return form.matches() ? Reading.of(Long.valueOf(form.group(2))) : Reading.UNKNOWN;
    }
    Object value = holder.value(attribute);
    for (Choice choice : with(value)) {
      if (Plain.same(choice.value(), value)) {
        return Reading.of(choice.value());
      }
    }
    return Reading.UNKNOWN;
  }

  @Override
  public @Nullable Object take(@Nullable Object input, @Nullable Object current)
      throws UnusableValueException {
    for (Choice choice : with(current)) {
      if (Plain.same(choice.value(), input)) {
        return choice.value();
      }
    }
    throw new UnusableValueException(
        "one of these is needed: "
            + with(current).stream()
                .map(choice -> choice.value() + " (" + choice.label() + ")")
                .collect(Collectors.joining(", "))
            + "; "
            + Plain.quoted(input)
            + " was given.");
  }

  @Override
  public NoDbDocument write(NoDbDocument holder, String attribute, @Nullable Object value) {
    if (!member) {
      return holder.with(attribute, value);
    }
    Matcher form = form(holder.json(attribute));
    if (!form.matches()) {
      throw new IllegalStateException(attribute + " has another form than when it was read");
    }
    return holder.withJson(
        attribute, form.group(1) + Objects.requireNonNull(value) + form.group(3));
  }

  /** What there is to choose where a file has this value. */
  List<Choice> with(@Nullable Object current) {
    if (offered.stream().anyMatch(choice -> Plain.same(choice.value(), current))) {
      return offered;
    }
    List<Choice> choices = new ArrayList<>(offered);
    others.stream()
        .filter(choice -> Plain.same(choice.value(), current))
        .findFirst()
        .or(() -> member ? Optional.of(unnamed(current)) : Optional.empty())
        .ifPresent(choices::add);
    return choices;
  }

  private static Choice unnamed(@Nullable Object value) {
    return new Choice(value, "as WEPPcloud has set it, " + value);
  }

  private static Matcher form(String json) {
    Matcher reduced = MEMBER.matcher(json);
    return reduced.matches() ? reduced : NUMBER.matcher(json);
  }
}
