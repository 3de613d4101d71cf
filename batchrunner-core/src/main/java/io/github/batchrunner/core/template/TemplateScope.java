package io.github.batchrunner.core.template;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the names of a template their values for one evaluation.
 *
 * <p>Values are plain Java as a JSON reader makes them: {@link String}, {@link Long} or another
 * integral type, {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, {@link
 * java.util.List}, {@link java.util.Map} with string keys, and {@code null} for JSON's {@code
 * null}. A scope is used by the evaluating thread only and need not be thread-safe.
 */
@FunctionalInterface
public interface TemplateScope {

  /**
   * Returns the value of a name.
   *
   * @param name one of the names the template was compiled with
   * @return the value; {@code null} stands for JSON's {@code null}
   */
  @Nullable Object lookup(String name);

  /**
   * Returns the keys that exist under a name although {@link #lookup} may give only those that the
   * template reads, so that the error for a missing key can suggest the nearest one.
   *
   * @param name one of the names the template was compiled with
   * @return the keys known in addition to those of the value itself; by default none
   */
  default Set<String> knownKeys(String name) {
    return Set.of();
  }
}
