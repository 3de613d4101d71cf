package io.github.batchrunner.sample.web.base;

import org.jspecify.annotations.Nullable;

/**
 * What a file has for a field.
 *
 * @param known whether it has a form that is known; if not, WEPPcloud alone can change it
 * @param value {@code null} for nothing set
 */
record Reading(boolean known, @Nullable Object value) {

  static final Reading UNKNOWN = new Reading(false, null);

  static Reading of(@Nullable Object value) {
    return new Reading(true, value);
  }
}
