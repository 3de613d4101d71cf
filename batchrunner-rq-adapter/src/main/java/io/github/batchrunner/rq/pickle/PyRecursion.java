package io.github.batchrunner.rq.pickle;

/**
 * Stands where a value would contain itself.
 *
 * @param type the type of the value around it that is meant, such as {@code list} or {@code
 *     shop.Order}
 */
public record PyRecursion(String type) implements PyOpaque {

  /** Returns the type and three dots. */
  @Override
  public String describe() {
    return "<" + PyRepr.shortened(type) + " ...>";
  }

  @Override
  public String toString() {
    return describe();
  }
}
