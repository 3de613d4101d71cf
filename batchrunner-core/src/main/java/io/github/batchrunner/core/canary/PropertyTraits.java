package io.github.batchrunner.core.canary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The traits that runs have by one property.
 *
 * <p>Texts and truth values are traits of their own as long as there are few of them; numbers,
 * lists and objects are only there or not. Null is as good as absent. Not thread-safe.
 */
final class PropertyTraits {

  /** More values than these are names or numbers, not kinds of watersheds. */
  static final int MOST_VALUES = 64;

  private final String property;
  private final Trait none;
  private final Trait given;
  private final Map<Object, Trait> values = new HashMap<>();
  private boolean manyValues;

  PropertyTraits(String property) {
    this.property = property;
    this.none = new Trait(property, "missing");
    this.given = new Trait(property, "given");
  }

  /** All runs with this trait lack the property. */
  void missingIn(Trait runs) {
    none.addAll(runs);
  }

  /** Takes note of a run's value, null if it has none. */
  void add(int run, double area, @Nullable Object value) {
    if (value == null) {
      none.add(run, area);
      return;
    }
    given.add(run, area);
    if (manyValues) {
      return;
    }
    Trait trait = values.get(kind(value));
    if (trait == null) {
      if (values.size() == MOST_VALUES) {
        manyValues = true;
        values.clear();
        return;
      }
      trait = new Trait(property, words(value));
      values.put(kind(value), trait);
    }
    trait.add(run, area);
  }

  /** Returns what a value counts as: itself, or anything that has no kinds. */
  private static Object kind(Object value) {
    return value instanceof String || value instanceof Boolean ? value : Number.class;
  }

  private static String words(Object value) {
    return value instanceof String
        ? "= \"" + value + "\""
        : value instanceof Boolean ? "= " + value : "given otherwise";
  }

  /**
   * Returns the traits that tell runs apart.
   *
   * @param mostValues more values than these count as names
   */
  Stream<Trait> traits(int mostValues) {
    return Stream.concat(Stream.of(none), known(mostValues).stream())
        .filter(trait -> trait.count() > 0);
  }

  private List<Trait> known(int mostValues) {
    return hasNames(mostValues) ? List.of(given) : List.copyOf(values.values());
  }

  private boolean hasNames(int mostValues) {
    return manyValues || values.size() > mostValues;
  }

  /** Returns the trait that a value gives. */
  @Nullable Trait trait(@Nullable Object value, int mostValues) {
    if (value == null) {
      return none;
    }
    return hasNames(mostValues) ? given : values.get(kind(value));
  }
}
