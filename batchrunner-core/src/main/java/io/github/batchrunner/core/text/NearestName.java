package io.github.batchrunner.core.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known name that a person probably meant; the work is bounded, whatever was written. */
public final class NearestName {

  /** Longer names are no typing errors, and comparing them costs the product of their lengths. */
  private static final int LONGEST = 200;

  private static final int MOST_CANDIDATES = 10_000;

  private NearestName() {}

  /**
   * Returns the known name with the fewest differences, case aside; empty if there is none to
   * compare.
   */
  public static Optional<String> closest(String written, Collection<String> known) {
    return within(LONGEST, written, known);
  }

  /** Returns the closest known name if a third of its letters differ at the most (2 at least). */
  public static Optional<String> to(String written, Collection<String> known) {
    return within(Math.max(2, written.length() / 3), written, known);
  }

  /** Returns the end of a message about an unknown name: the nearest known one, or all of them. */
  public static String hint(String written, Collection<String> known) {
    return to(written, known)
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse(known.isEmpty() ? "" : "; there are: " + String.join(", ", known));
  }

  private static Optional<String> within(int most, String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = written.toLowerCase(Locale.ROOT);
    Optional<String> best = Optional.empty();
    int smallest = most + 1;
    int left = MOST_CANDIDATES;
    for (String candidate : known) {
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
