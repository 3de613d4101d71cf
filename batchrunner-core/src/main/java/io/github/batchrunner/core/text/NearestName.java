package io.github.batchrunner.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known name a mistyped one most likely meant. */
public final class NearestName {

  private NearestName() {}

  /**
   * Returns the known name within an edit distance of a third of the length (2 at least), if there
   * is one.
   */
  public static Optional<String> to(String name, Collection<String> known) {
    LevenshteinDistance distance = new LevenshteinDistance(Math.max(2, name.length() / 3));
    return known.stream()
        .filter(candidate -> distance.apply(name, candidate) >= 0)
        .min(Comparator.comparingInt(candidate -> distance.apply(name, candidate)));
  }

  /** Returns the end of a message about an unknown name: the nearest known one, or all of them. */
  public static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse(known.isEmpty() ? "" : "; there are: " + String.join(", ", known));
  }
}
