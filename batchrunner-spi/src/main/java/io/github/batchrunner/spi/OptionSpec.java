package io.github.batchrunner.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One option of an executor: its name, type, default and meaning. Immutable. */
public final class OptionSpec {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final String name;
  private final OptionType type;
  private final String description;
  private final @Nullable String defaultValue;
  private final boolean secret;

  private OptionSpec(
      String name,
      OptionType type,
      String description,
      @Nullable String defaultValue,
      boolean secret) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an option's name is lowercase letters, digits and _, but this is \"" + name + "\"");
    }
    this.name = name;
    this.type = Objects.requireNonNull(type, "type");
    this.description = Objects.requireNonNull(description, "description");
    this.defaultValue = defaultValue;
    this.secret = secret;
  }

  /** Returns an option without a default; its name is lowercase letters, digits and {@code _}. */
  public static OptionSpec of(String name, OptionType type, String description) {
    return new OptionSpec(name, type, description, null, false);
  }

  /** Returns this option with the text that counts when none is given. */
  public OptionSpec withDefault(String text) {
    return new OptionSpec(name, type, description, text, secret);
  }

  /**
   * Returns this option marked as a secret: its value appears in no message, log, journal or
   * report.
   */
  public OptionSpec asSecret() {
    return new OptionSpec(name, type, description, defaultValue, true);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the form of its text. */
  public OptionType type() {
    return type;
  }

  /** Returns one sentence for people, with "when to change it" where that helps. */
  public String description() {
    return description;
  }

  /** Returns the text that counts when none is given. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** Tells whether the value must not be shown. */
  public boolean secret() {
    return secret;
  }
}
