package io.github.batchrunner.sample.web.security;

/** What a user may do; each role may do what those after it may. */
public enum Role {
  /** Everything. */
  BATCH_ADMIN,
  /** Look at everything, change nothing. */
  BATCH_VIEWER
}
