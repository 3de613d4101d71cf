package io.github.batchrunner.spi;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options an executor is opened with, checked against what its provider declares. Immutable.
 *
 * <p>{@link #toString()} hides secrets.
 */
public final class ExecutorOptions {

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

  private final String executorId;
  private final Map<String, OptionSpec> specs;
  private final Map<String, String> values;

  private ExecutorOptions(
      String executorId, Map<String, OptionSpec> specs, Map<String, String> values) {
    this.executorId = executorId;
    this.specs = specs;
    this.values = values;
  }

  /**
   * Checks texts against declared options and fills in defaults.
   *
   * @throws InvalidOptionException if a name is unknown (the nearest known one is named) or a text
   *     has the wrong form
   */
  public static ExecutorOptions parse(
      String executorId, List<OptionSpec> specs, Map<String, String> given) {
    Map<String, OptionSpec> byName = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (OptionSpec spec : specs) {
      byName.put(spec.name(), spec);
      spec.defaultValue().ifPresent(text -> values.put(spec.name(), text));
    }
    for (Map.Entry<String, String> entry : given.entrySet()) {
      if (!byName.containsKey(entry.getKey())) {
        throw unknown(executorId, entry.getKey(), byName);
      }
      values.put(entry.getKey(), entry.getValue());
    }
    ExecutorOptions options = new ExecutorOptions(executorId, byName, values);
    values.keySet().forEach(options::check);
    return options;
  }

  /** Tells whether the option was given or has a default. */
  public boolean has(String name) {
    spec(name);
    return values.containsKey(name);
  }

  /** Returns the text of an option of any type. */
  public String text(String name) {
    OptionSpec spec = spec(name);
    String text = values.get(name);
    if (text == null) {
      throw new InvalidOptionException(
          "executor \"%s\" needs the option \"%s\" (%s): %s"
              .formatted(executorId, name, spec.type().form(), spec.description()));
    }
    return text;
  }

  /** Returns the value of an {@link OptionType#INTEGER} option. */
  public long integer(String name) {
    return (Long) value(name);
  }

  /**
   * Returns the value of an {@link OptionType#INTEGER} option.
   *
   * @throws InvalidOptionException if it is not between {@code least} and {@code most}
   */
  public int integer(String name, int least, int most) {
    long value = integer(name);
    if (value < least || value > most) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"%s\" is between %d and %d, but \"%s\" was given"
              .formatted(name, executorId, least, most, value));
    }
    return (int) value;
  }

  /** Returns the value of a {@link OptionType#BOOLEAN} option. */
  public boolean flag(String name) {
    return (Boolean) value(name);
  }

  /** Returns the value of a {@link OptionType#DURATION} option. */
  public Duration duration(String name) {
    return (Duration) value(name);
  }

  /** Returns the value of a {@link OptionType#PATH} option. */
  public Path path(String name) {
    return (Path) value(name);
  }

  /** Returns the value of a {@link OptionType#URI} option. */
  public URI uri(String name) {
    return (URI) value(name);
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + (spec(e.getKey()).secret() ? "***" : e.getValue()))
        .collect(Collectors.joining(", ", executorId + "{", "}"));
  }

  private OptionSpec spec(String name) {
    OptionSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException(
          "executor \"" + executorId + "\" declares no option \"" + name + "\"");
    }
    return spec;
  }

  private void check(String name) {
    value(name);
  }

  private Object value(String name) {
    OptionSpec spec = spec(name);
    String text = text(name);
    Object value = parse(spec.type(), text);
    if (value == null) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"%s\" is %s, but %s was given"
              .formatted(
                  name,
                  executorId,
                  spec.type().form(),
                  spec.secret() ? "something else" : "\"" + text + "\""));
    }
    return value;
  }

  private static @Nullable Object parse(OptionType type, String text) {
    try {
      return switch (type) {
        case STRING -> text;
        case INTEGER -> Long.valueOf(text);
        case BOOLEAN ->
            text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        case DURATION -> parseDuration(text);
        case PATH -> text.isEmpty() ? null : Path.of(text);
        case URI -> URI.create(text);
      };
    } catch (InvalidPathException | DateTimeParseException | ArithmeticException e) {
      return null;
    } catch (IllegalArgumentException e) { // a number or a URI
      return null;
    }
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = SHORT_DURATION.matcher(text);
    if (!matcher.matches()) {
      Duration duration = Duration.parse(text);
      if (duration.isNegative()) {
        throw new IllegalArgumentException("negative");
      }
      return duration;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static InvalidOptionException unknown(
      String executorId, String name, Map<String, OptionSpec> known) {
    String hint =
        NearestName.to(name, known.keySet())
            .map(nearest -> "did you mean \"" + nearest + "\"?")
            .orElse(
                known.isEmpty()
                    ? "it has no options"
                    : "it has " + String.join(", ", known.keySet()));
    return new InvalidOptionException(
        "executor \"%s\" has no option \"%s\": %s"
            .formatted(executorId, name.toLowerCase(Locale.ROOT), hint));
  }
}
