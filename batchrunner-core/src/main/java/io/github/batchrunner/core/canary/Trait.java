package io.github.batchrunner.core.canary;

/**
 * Something that some of the runs have in common: a property with one value, with any value, or
 * without one.
 *
 * <p>Not thread-safe.
 */
final class Trait {

  private static final int MOST_SHOWN = 60;

  private final String property;
  private final String value;
  private int count;
  private int smallest = -1;
  private double smallestArea;

  /**
   * Creates one that no run has yet.
   *
   * @param value what stands behind the property's name, for a person
   */
  Trait(String property, String value) {
    this.property = property;
    this.value = value;
  }

  /** A run has it; of the smallest ones the first of the plan stands for all. */
  void add(int run, double area) {
    count++;
    propose(run, area);
  }

  /** All runs that have another trait have this one. */
  void addAll(Trait other) {
    count += other.count;
    if (other.smallest >= 0) {
      propose(other.smallest, other.smallestArea);
    }
  }

  private void propose(int run, double area) {
    if (smallest < 0 || area < smallestArea || (area == smallestArea && run < smallest)) {
      smallest = run;
      smallestArea = area;
    }
  }

  /** Returns how many runs have it. */
  int count() {
    return count;
  }

  /** Returns the smallest run that has it. */
  int smallest() {
    return smallest;
  }

  String property() {
    return property;
  }

  String value() {
    return value;
  }

  /** Returns it for a person. */
  String words() {
    String runs = count == 1 ? "the only one" : "the smallest of %,d".formatted(count);
    return runs + " with \"" + shown(property) + "\" " + shown(value);
  }

  /** What a file says is shown without what would control a terminal, and not at any length. */
  private static String shown(String text) {
    String harmless = text.replaceAll("\\p{C}", "?");
    return harmless.length() <= MOST_SHOWN
        ? harmless
        : harmless.substring(0, MOST_SHOWN).stripTrailing() + "...";
  }
}
