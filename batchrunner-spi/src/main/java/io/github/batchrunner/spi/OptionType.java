package io.github.batchrunner.spi;

/** The form of an option's text. */
public enum OptionType {
  /** Any text. */
  STRING("text"),
  /** A whole number that fits in 64 bits. */
  INTEGER("a whole number"),
  /** {@code true} or {@code false}. */
  BOOLEAN("true or false"),
  /**
   * ISO 8601 ({@code PT10S}) or a number with a unit ({@code 500ms}, {@code 10s}, {@code 5m},
   * {@code 2h}, {@code 1d}).
   */
  DURATION("a duration such as 10s, 5m or PT1H"),
  /** A file or directory. */
  PATH("a path"),
  /** A URI. */
  URI("a URI");

  private final String form;

  OptionType(String form) {
    this.form = form;
  }

  /** Returns what such a text looks like, for messages. */
  public String form() {
    return form;
  }
}
