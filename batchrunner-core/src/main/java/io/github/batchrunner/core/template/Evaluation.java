package io.github.batchrunner.core.template;

import io.github.batchrunner.core.text.NearestName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One evaluation of a template: the scope, the work left, and the errors with their positions. */
final class Evaluation {

  private final String source;
  private final TemplateScope scope;
  private final Work work = new Work();

  Evaluation(String source, TemplateScope scope) {
    this.source = source;
    this.scope = scope;
  }

  TemplateScope scope() {
    return scope;
  }

  Work work() {
    return work;
  }

  /** Returns the value of a node, null included. */
  @Nullable Object value(Expression node) {
    try {
      Object value = node.evaluate(this);
      // Whatever an operation does with a value later, it looks at each part about once.
      if (value instanceof String text) {
        work.spend(text.length());
      } else if (value instanceof List<?> list) {
        work.spend(list.size());
      }
      return value;
    } catch (PythonError error) {
      throw failure(node.at(), error.problem());
    }
  }

  /** Returns the value of a node that may not be null. */
  Object required(Expression node) {
    return checkNotNull(node, value(node));
  }

  /** Refuses null as the value of a node. */
  Object checkNotNull(Expression node, @Nullable Object value) {
    if (value == null) {
      throw failure(
          node.at(),
          describe(node)
              + " is null; give the feature a value, or test for it as in"
              + " {'none' if x == None else x}");
    }
    return value;
  }

  TemplateException failure(int at, String problem) {
    return new TemplateException(source, at, problem);
  }

  /** The error for a key that an object does not have, with the nearest one it has. */
  TemplateException missingKey(Expression.Subscript node, Map<?, ?> object, String key) {
    String noun = "key";
    Set<String> existing = new LinkedHashSet<>();
    for (Object present : object.keySet()) {
      existing.add(String.valueOf(present));
    }
    if (node.container() instanceof Expression.Name name) {
      existing.addAll(scope.knownKeys(name.name()));
      noun = name.name().equals("properties") ? "property" : noun;
    }
    String hint =
        existing.isEmpty()
            ? "there are none at all"
            : NearestName.closest(key, existing)
                .map(nearest -> "the nearest is \"" + nearest + "\"")
                .orElse("check its spelling");
    return failure(
        node.key().at(),
        "there is no " + noun + " \"" + PythonText.abbreviate(key) + "\"; " + hint);
  }

  /** Names a node the way the template writes it, as far as that is short. */
  private static String describe(Expression node) {
    if (node instanceof Expression.Name name) {
      return "\"" + name.name() + "\"";
    }
    if (node instanceof Expression.Subscript subscript
        && subscript.container() instanceof Expression.Name name
        && subscript.key() instanceof Expression.Literal key
        && key.value() instanceof String text) {
      return (name.name().equals("properties") ? "the property \"" : "\"")
          + PythonText.abbreviate(text)
          + "\"";
    }
    return "this value";
  }
}
