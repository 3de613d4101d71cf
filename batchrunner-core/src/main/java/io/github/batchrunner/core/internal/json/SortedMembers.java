package io.github.batchrunner.core.internal.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the members of objects as they come and puts them in the order of their keys when the
 * object ends.
 *
 * <p>The objects of one kind in a file nearly always have the same keys in the same order. The keys
 * of the last object of each depth are therefore remembered (Jackson gives the same {@code String}
 * for the same key): as long as they come again, there is nothing to compare and nothing to sort.
 */
final class SortedMembers {

  private static final int REMEMBERED_DEPTHS = 4;
  private static final int REMEMBERED_KEYS = 200;
  private static final int FEW_KEYS = 24;

  private final JsonBytes out;
  private final Shape[] shapes = new Shape[REMEMBERED_DEPTHS];
  private String[] names = new String[64];
  private int[] starts = new int[64];
  private int count;

  private int[] bases = new int[16];
  private boolean[] asRemembered = new boolean[16];
  private @Nullable Set<String>[] seen;
  private int depth;

  @SuppressWarnings("unchecked") // arrays of generic types cannot be created otherwise
  SortedMembers(JsonBytes out) {
    this.out = out;
    this.seen = (Set<String>[]) new Set<?>[16];
    Arrays.fill(shapes, Shape.NONE);
  }

  /** Begins an object. */
  void begin() {
    if (depth == bases.length) {
      bases = Arrays.copyOf(bases, 2 * depth);
      asRemembered = Arrays.copyOf(asRemembered, 2 * depth);
      seen = Arrays.copyOf(seen, 2 * depth);
    }
    bases[depth] = count;
    asRemembered[depth] = depth < REMEMBERED_DEPTHS;
    seen[depth] = null;
    depth++;
    out.append('{');
  }

  /**
   * Begins a member; its value is to be written next.
   *
   * @return false if the object has a member of this name already; nothing is written then
   */
  @SuppressWarnings("ReferenceEquality") // another String only means a slower way to the same end
  boolean member(String name) {
    int base = bases[depth - 1];
    int position = count - base;
    byte[] key = null;
    if (asRemembered[depth - 1]) {
      Shape shape = shapes[depth - 1];
      if (position < shape.names.length && shape.names[position] == name) {
        key = shape.keys[position];
      } else {
        asRemembered[depth - 1] = false;
      }
    }
    if (key == null && isDuplicate(name, base)) {
      return false;
    }
    if (position > 0) {
      out.separator();
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
    }
    names[count] = name;
    starts[count] = out.size();
    count++;
    if (key == null) {
      out.key(name);
    } else {
      out.append(key);
    }
    return true;
  }

  /** Ends the object begun last. */
  void end() {
    depth--;
    int base = bases[depth];
    int size = count - base;
    Shape shape = depth < REMEMBERED_DEPTHS ? shapes[depth] : Shape.NONE;
    if (!asRemembered[depth] || size != shape.names.length) {
      shape = Shape.of(Arrays.copyOfRange(names, base, count));
      if (depth < REMEMBERED_DEPTHS && size <= REMEMBERED_KEYS) {
        shapes[depth] = shape;
      }
    }
    if (!shape.sorted) {
      out.reorder(starts, base, shape.order);
    }
    count = base;
    seen[depth] = null;
    out.append('}');
  }

  private boolean isDuplicate(String name, int base) {
    int before = count - base;
    if (before < FEW_KEYS) {
      for (int i = base; i < count; i++) {
        if (names[i].equals(name)) {
          return true;
        }
      }
      return false;
    }
    Set<String> set = seen[depth - 1];
    if (set == null) {
      set = new HashSet<>(Arrays.asList(names).subList(base, count));
      seen[depth - 1] = set;
    }
    return !set.add(name);
  }

  /** The keys of an object in the order they were read, and the order they are written in. */
  private static final class Shape {

    static final Shape NONE = of(new String[0]);

    final String[] names;
    final byte[][] keys;
    final int[] order;
    final boolean sorted;

    private Shape(String[] names, byte[][] keys, int[] order, boolean sorted) {
      this.names = names;
      this.keys = keys;
      this.order = order;
      this.sorted = sorted;
    }

    static Shape of(String[] names) {
      Integer[] sortedIndexes = new Integer[names.length];
      Arrays.setAll(sortedIndexes, i -> i);
      Arrays.sort(sortedIndexes, (a, b) -> CodePointOrder.compare(names[a], names[b]));
      int[] order = new int[names.length];
      byte[][] keys = new byte[names.length][];
      boolean sorted = true;
      JsonBytes key = new JsonBytes();
      for (int i = 0; i < names.length; i++) {
        order[i] = sortedIndexes[i];
        sorted &= order[i] == i;
        key.clear();
        key.key(names[i]);
        keys[i] = key.copyFrom(0);
      }
      return new Shape(names, keys, order, sorted);
    }
  }
}
