package io.github.batchrunner.core.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * The ids of runs and their numbers, in the order of their first appearance.
 *
 * <p>A hash table of numbers alone: a map would take several objects for each run. Not thread-safe.
 */
final class RunIds {

  private final List<String> ids = new ArrayList<>();

  /** Numbers of runs plus 1, each at the first free place behind that of its hash. */
  private int[] table = new int[64];

  int size() {
    return ids.size();
  }

  String get(int number) {
    return ids.get(number);
  }

  /** Returns the number of a run, or -1 if it has none. */
  int numberOf(String id) {
    return table[place(id)] - 1;
  }

  /** Gives a run the next number; of those with the same id the last one counts. */
  void add(String id) {
    if (ids.size() >= table.length / 2) {
      table = new int[table.length * 2];
      for (int number = 0; number < ids.size(); number++) {
        table[place(ids.get(number))] = number + 1;
      }
    }
    table[place(id)] = ids.size() + 1;
    ids.add(id);
  }

  /** Returns the place where a run is, or where it would be. */
  private int place(String id) {
    int hash = id.hashCode() * 0x9e3779b9;
    int mask = table.length - 1;
    int place = (hash ^ (hash >>> 16)) & mask;
    while (table[place] != 0 && !ids.get(table[place] - 1).equals(id)) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
