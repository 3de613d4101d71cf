package io.github.batchrunner.sample.web.base;

/** How a file says that nothing was set. */
enum Blank {
  /** It always has a value. */
  NEVER,
  /** By {@code null}. */
  NULL,
  /** By an empty text, as WEPPcloud has it of years. */
  EMPTY_TEXT
}
