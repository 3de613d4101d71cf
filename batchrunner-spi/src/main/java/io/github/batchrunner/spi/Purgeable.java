package io.github.batchrunner.spi;

import java.util.List;

/**
 * An optional ability of a {@link TaskExecutor}: forgets ended attempts that the engine still
 * keeps.
 */
public interface Purgeable {

  /**
   * Removes what the engine keeps of these ended attempts and returns those removed; others stay
   * untouched.
   */
  List<Handle> purge(List<Handle> handles);
}
