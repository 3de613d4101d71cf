package io.github.batchrunner.core.report;

import java.util.Locale;
import java.util.Set;

/**
 * Names for the properties of a source beside those that a report adds.
 *
 * <p>A property of the source that has the name of an added one, in whatever case (most programs
 * that read map layers do not tell {@code State} from {@code state}), is written with {@code
 * source_} in front. So is one that is called so already; hence two properties never meet in one
 * name, and the same property has the same name in all features.
 */
final class SafeNames {

  private static final String PREFIX = "source_";

  private final Set<String> taken;

  /** Creates names beside these, which are in lower case. */
  SafeNames(Set<String> taken) {
    this.taken = Set.copyOf(taken);
  }

  /** Returns the name for a property of the source. */
  String of(String property) {
    String rest = property.toLowerCase(Locale.ROOT);
    while (rest.startsWith(PREFIX)) {
      rest = rest.substring(PREFIX.length());
    }
    return taken.contains(rest) ? PREFIX + property : property;
  }
}
