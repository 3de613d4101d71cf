package io.github.batchrunner.core.template;

import java.util.Set;

/**
 * Tells which keys of a named object a template can read, so that a streaming reader may skip the
 * rest.
 *
 * @param all whether any key may be read, because the template uses the object as a whole or with a
 *     computed key; {@code keys} is then only a part of what is read
 * @param keys the keys written as literals, as in {@code properties['HucName']}
 */
public record KeysUsed(boolean all, Set<String> keys) {

  /** Copies the keys. */
  public KeysUsed {
    keys = Set.copyOf(keys);
  }

  /** Returns whether the template can read this key. */
  public boolean contains(String key) {
    return all || keys.contains(key);
  }
}
