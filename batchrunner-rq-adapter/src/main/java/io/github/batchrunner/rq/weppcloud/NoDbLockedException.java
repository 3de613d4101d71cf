package io.github.batchrunner.rq.weppcloud;

import io.github.batchrunner.rq.RqException;

/** Someone else has locked a NoDb file. */
public final class NoDbLockedException extends RqException {
  private static final long serialVersionUID = 1;

  NoDbLockedException(String message) {
    super(message);
  }
}
