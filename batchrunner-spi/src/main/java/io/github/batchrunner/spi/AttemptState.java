package io.github.batchrunner.spi;

/** What an executor says about an attempt. */
public enum AttemptState {
  /** Accepted and waiting for its turn. */
  QUEUED,
  /** Accepted and kept back by the engine: by dependencies, an administrator, a suspended queue. */
  HELD,
  /** Its work has begun. */
  RUNNING,
  /** Its work ended well. */
  SUCCEEDED,
  /** Its work ended badly; the observation carries the failure. */
  FAILED,
  /** It ended because somebody asked for that. */
  CANCELLED,
  /** The engine knows that it is gone without a result, such as after the loss of a node. */
  LOST,
  /** The engine cannot tell, such as "not listed any more": never by itself a failure. */
  UNKNOWN;

  /** Tells whether no other state can follow. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == LOST;
  }
}
