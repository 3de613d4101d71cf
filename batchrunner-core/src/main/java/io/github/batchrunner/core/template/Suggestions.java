package io.github.batchrunner.core.template;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name a person probably meant. */
final class Suggestions {

  /** Longer names are no typing errors, and comparing them costs the product of their lengths. */
  private static final int LONGEST = 200;

  private static final int MOST_CANDIDATES = 2_000;

  private Suggestions() {}

  /** Returns the candidate with the fewest differences from what was written, case aside. */
  static Optional<String> nearest(String written, Collection<String> candidates) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = written.toLowerCase(Locale.ROOT);
    Optional<String> best = Optional.empty();
    int smallest = LONGEST + 1;
    int left = MOST_CANDIDATES;
    for (String candidate : candidates) {
      if (left-- == 0 || smallest == 0) {
        break;
      }
      if (candidate.length() <= LONGEST) {
        // Only a better candidate is of interest, and the threshold lets the others end early.
        int distance =
            new LevenshteinDistance(smallest - 1).apply(wanted, candidate.toLowerCase(Locale.ROOT));
        if (distance >= 0) {
          smallest = distance;
          best = Optional.of(candidate);
        }
      }
    }
    return best;
  }
}
