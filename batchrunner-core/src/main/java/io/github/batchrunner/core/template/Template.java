package io.github.batchrunner.core.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A compiled template: text with expressions in braces, in the syntax of Python's f-strings.
 *
 * <p>{@code {properties['HucName']}-{properties['Region']}} gives {@code Blue Creek-NW} for a
 * feature with these properties. What a template may hold, and where it differs from Python, stands
 * in {@code docs/templates.md}. A template has no access to anything but the values of its names,
 * and its source, nesting, result and work are bounded.
 *
 * <p>Instances are immutable and safe for use by several threads at once.
 */
public final class Template {

  private static final int USUAL_LENGTH = 48;

  private final String source;
  private final List<Part> parts;
  private final List<Expression> expressions;

  private Template(String source, List<Part> parts) {
    this.source = source;
    this.parts = parts;
    this.expressions = parts.stream().flatMap(part -> expressionsOf(part).stream()).toList();
  }

  /**
   * Compiles a template.
   *
   * @param source the template, at most 10,000 UTF-16 units
   * @param names the names its expressions may use, as {@link TemplateNames#RUN_ID}
   * @throws TemplateException when it is not a template of the language, with the place and the
   *     reason
   */
  public static Template compile(String source, Set<String> names) {
    return new Template(source, TemplateParser.parse(source, names));
  }

  /** Compiles a template with the names of run ids; see {@link #compile(String, Set)}. */
  public static Template forRunIds(String source) {
    return compile(source, TemplateNames.RUN_ID);
  }

  /** Compiles a template with the names of commands; see {@link #compile(String, Set)}. */
  public static Template forCommands(String source) {
    return compile(source, TemplateNames.COMMAND);
  }

  /**
   * Returns the text for the values of a scope.
   *
   * @return the text as it comes out, at most 65,536 UTF-16 units, perhaps empty
   * @throws TemplateException when a value is missing, null where text or a number is needed, of
   *     the wrong kind, or when a limit is exceeded
   */
  public String evaluate(TemplateScope scope) {
    Evaluation evaluation = new Evaluation(source, scope);
    StringBuilder out = new StringBuilder(USUAL_LENGTH);
    for (Part part : parts) {
      part.appendTo(out, evaluation);
    }
    return out.toString();
  }

  /** Returns the source the template was compiled from. */
  public String source() {
    return source;
  }

  /** Returns the names the template uses, in alphabetical order. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    expressions.forEach(expression -> collectNames(expression, names));
    return names;
  }

  /**
   * Returns the keys of a named object that the template can read, so that a streaming reader may
   * skip the rest.
   *
   * @param name a name the template was compiled with; one it does not use has no keys
   */
  public KeysUsed keysOf(String name) {
    Set<String> keys = new HashSet<>();
    boolean all = false;
    for (Expression expression : expressions) {
      all |= collectKeys(expression, name, keys);
    }
    return new KeysUsed(all, keys);
  }

  /** Returns the source. */
  @Override
  public String toString() {
    return source;
  }

  /** The expressions of a part, those in its format included. */
  private static List<Expression> expressionsOf(Part part) {
    if (!(part instanceof Part.Field field)) {
      return List.of();
    }
    if (!(field.format() instanceof Part.Format.Computed computed)) {
      return List.of(field.expression());
    }
    List<Expression> all = new ArrayList<>(List.of(field.expression()));
    computed.parts().forEach(piece -> all.addAll(expressionsOf(piece)));
    return all;
  }

  private static void collectNames(Expression node, Set<String> names) {
    if (node instanceof Expression.Name name) {
      names.add(name.name());
    }
    node.children().forEach(child -> collectNames(child, names));
  }

  /** Collects the literal keys below a node and returns whether others may be read too. */
  private static boolean collectKeys(Expression node, String name, Set<String> keys) {
    if (node instanceof Expression.Name used) {
      return used.name().equals(name);
    }
    if (node instanceof Expression.Subscript subscript
        && subscript.container() instanceof Expression.Name used
        && subscript.key() instanceof Expression.Literal literal
        && literal.value() instanceof String key) {
      if (used.name().equals(name)) {
        keys.add(key);
      }
      return false;
    }
    boolean all = false;
    for (Expression child : node.children()) {
      all |= collectKeys(child, name, keys);
    }
    return all;
  }
}
