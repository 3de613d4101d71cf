package io.github.batchrunner.rq.pickle;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's set or frozenset, with its values in the order of the pickle.
 *
 * <p>Cannot be changed. Equal to any set of the same values, as a frozenset is equal to a set in
 * Python.
 */
public final class PySet extends AbstractSet<@Nullable Object> {

  private final Set<@Nullable Object> values;
  private final boolean frozen;

  /**
   * Makes one.
   *
   * @param values what it holds; copied
   * @param frozen whether it is a frozenset
   */
  public PySet(Collection<? extends @Nullable Object> values, boolean frozen) {
    this.values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
    this.frozen = frozen;
  }

  /** Tells whether it is a frozenset. */
  public boolean frozen() {
    return frozen;
  }

  @Override
  public Iterator<@Nullable Object> iterator() {
    return values.iterator();
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return values.contains(value);
  }

  /** Returns it as Python shows it, shortened if long. */
  @Override
  public String toString() {
    return PyRepr.of(this);
  }
}
