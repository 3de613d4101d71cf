package io.github.batchrunner.core.template;

import io.github.batchrunner.core.InvalidInputException;

/**
 * Thrown when a template cannot be compiled, or cannot be evaluated for one feature.
 *
 * <p>The message is one line; {@link #excerpt()} shows the place in the template with a caret under
 * it.
 */
public final class TemplateException extends InvalidInputException {

  private static final int EXCERPT_BEFORE = 50;
  private static final int EXCERPT_AFTER = 30;

  private final String problem;
  private final String template;
  private final int column;

  /**
   * Creates an exception for a place in a template.
   *
   * @param template the source of the template
   * @param offset where in the source, in UTF-16 units from 0; an offset behind the end is taken
   *     for the last character
   * @param problem what is wrong and what to do, without the template and the position
   */
  TemplateException(String template, int offset, String problem) {
    this(problem, template, columnOf(template, offset));
  }

  private TemplateException(String problem, String template, int column) {
    super("template \"" + window(template, column) + "\", column " + column + ": " + problem);
    this.problem = problem;
    this.template = template;
    this.column = column;
  }

  /** Returns what is wrong and what to do, without the template and the position. */
  public String problem() {
    return problem;
  }

  /** Returns the source of the template. */
  public String template() {
    return template;
  }

  /**
   * Returns the position of the error in the source, in characters (code points) from 1; never
   * behind the last character.
   */
  public int column() {
    return column;
  }

  /**
   * Returns two lines: the template (or the part of a long one around the error) and a caret under
   * the character in {@link #column()}.
   */
  public String excerpt() {
    int caret = column - 1 - windowStart(template, column);
    return window(template, column) + "\n" + " ".repeat(caret) + "^";
  }

  private static int columnOf(String template, int offset) {
    int inside = Math.max(0, Math.min(offset, template.length() - 1));
    return template.codePointCount(0, inside) + 1;
  }

  private static int windowStart(String template, int column) {
    int length = template.codePointCount(0, template.length());
    return length <= EXCERPT_BEFORE + EXCERPT_AFTER ? 0 : Math.max(0, column - 1 - EXCERPT_BEFORE);
  }

  /** The part of the template around the column, on one line whatever it holds. */
  private static String window(String template, int column) {
    StringBuilder line = new StringBuilder();
    template
        .codePoints()
        .skip(windowStart(template, column))
        .limit(EXCERPT_BEFORE + EXCERPT_AFTER)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
