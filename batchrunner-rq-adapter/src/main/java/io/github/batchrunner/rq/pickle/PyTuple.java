package io.github.batchrunner.rq.pickle;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Python's tuple.
 *
 * <p>Immutable as far as its values are. Byte arrays that stand directly in it are compared by
 * content.
 *
 * @param items what it holds, in order, possibly null; copied
 */
public record PyTuple(List<@Nullable Object> items) {

  /** The empty tuple. */
  public static final PyTuple EMPTY = new PyTuple(List.of());

  /** Copies the items. */
  public PyTuple {
    items = Collections.unmodifiableList(Arrays.asList(items.toArray()));
  }

  /** Makes a tuple of these values. */
  public static PyTuple of(@Nullable Object... values) {
    return new PyTuple(Arrays.asList(values));
  }

  /** Returns how many values it holds. */
  public int size() {
    return items.size();
  }

  /**
   * Returns the value at a place that counts from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public @Nullable Object get(int index) {
    return items.get(index);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof PyTuple that) || size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!Objects.deepEquals(get(i), that.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Mixes more than a list does: tuples of small numbers are common as keys. */
  @Override
  public int hashCode() {
    int hash = size();
    for (Object value : items) {
      int part = value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
      hash = Integer.rotateLeft(hash + part * 0x85EBCA77, 13) * 0x9E3779B1;
    }
    return hash;
  }

  /** Returns it as Python shows it, shortened if long. */
  @Override
  public String toString() {
    return PyRepr.of(this);
  }
}
