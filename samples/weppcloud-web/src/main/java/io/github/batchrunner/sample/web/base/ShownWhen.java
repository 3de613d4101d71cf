package io.github.batchrunner.sample.web.base;

import java.util.List;

/**
 * A field matters only if another one of its control has one of these values.
 *
 * @param field the other one
 * @param values its values
 */
public record ShownWhen(String field, List<Object> values) {

  /** Copies the list. */
  public ShownWhen {
    values = List.copyOf(values);
  }
}
