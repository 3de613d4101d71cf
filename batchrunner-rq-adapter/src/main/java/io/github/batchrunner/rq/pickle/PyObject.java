package io.github.batchrunner.rq.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Python object as its pickle describes it: what would be called to make it, and what it would be
 * given then.
 *
 * <p>The same object gives the same value in every protocol as far as Python writes the same into
 * them. Immutable as far as its values are.
 *
 * @param maker the class or function that makes it: a {@link PyGlobal} nearly always
 * @param args the positional arguments
 * @param kwargs the arguments by name, in order
 * @param state what it is given once made (usually the dict of its attributes, or a tuple of that
 *     and of its slots), null for none; the last one if several
 * @param items the values that are added to it, as to a list
 * @param entries the keys and values that are put into it, as into a dict, in order
 */
public record PyObject(
    Object maker,
    PyTuple args,
    Map<? extends @Nullable Object, ? extends @Nullable Object> kwargs,
    @Nullable Object state,
    List<? extends @Nullable Object> items,
    Map<? extends @Nullable Object, ? extends @Nullable Object> entries)
    implements PyOpaque {

  /** Copies lists and maps. */
  public PyObject {
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    items = Collections.unmodifiableList(new ArrayList<>(items));
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Makes one that is known by its maker and its positional arguments alone. */
  public static PyObject of(Object maker, @Nullable Object... args) {
    return new PyObject(maker, PyTuple.of(args), Map.of(), null, List.of(), Map.of());
  }

  /**
   * Returns the call that would make it, such as {@code decimal.Decimal('1.5')}; attributes are
   * shown as arguments with names, dates and times by their numbers.
   */
  @Override
  public String describe() {
    return PyRepr.of(this);
  }

  @Override
  public String toString() {
    return describe();
  }
}
