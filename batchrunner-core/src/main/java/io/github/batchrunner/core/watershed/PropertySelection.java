package io.github.batchrunner.core.watershed;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which properties of the features a reader wants; what is not wanted costs next to nothing.
 */
public final class PropertySelection {

  private static final PropertySelection ALL = new PropertySelection(null);
  private static final PropertySelection NONE = new PropertySelection(Set.of());

  private final @Nullable Set<String> names;

  private PropertySelection(@Nullable Set<String> names) {
    this.names = names;
  }

  /** Returns the selection of every property. */
  public static PropertySelection all() {
    return ALL;
  }

  /** Returns the selection of no property. */
  public static PropertySelection none() {
    return NONE;
  }

  /** Returns the selection of the properties with these names. */
  public static PropertySelection of(Set<String> names) {
    return names.isEmpty() ? NONE : new PropertySelection(Set.copyOf(names));
  }

  /** Tells whether the property of this name is wanted. */
  public boolean includes(String name) {
    return names == null || names.contains(name);
  }
}
