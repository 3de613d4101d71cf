package io.github.batchrunner.rq.testing;

import org.opentest4j.TestAbortedException;

/** What a test needs from outside: absent it skips, unless everything is required. */
public final class Requirement {

  private Requirement() {}

  /** Returns the exception that skips the test for {@code reason}, or fails it. */
  public static RuntimeException missing(String reason) {
    if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      throw new AssertionError(reason);
    }
    return new TestAbortedException(reason);
  }
}
