package io.github.batchrunner.sample.web.base;

/** What a field looks like to a person. */
public enum FieldType {
  /** One of a few values. */
  CHOICE,
  /** A whole number. */
  INTEGER,
  /** A number. */
  NUMBER,
  /** A line of text. */
  TEXT,
  /** Yes or no. */
  BOOLEAN,
  /** The scenarios of Omni. */
  SCENARIOS,
  /** The name of a file that is uploaded by itself. */
  FILE
}
