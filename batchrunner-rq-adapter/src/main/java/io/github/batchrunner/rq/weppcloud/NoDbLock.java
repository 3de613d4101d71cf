package io.github.batchrunner.rq.weppcloud;

import io.github.batchrunner.rq.RqException;
import java.time.Instant;

/**
 * A NoDb file that is locked until this is closed. Thread-safe.
 *
 * <p>WEPPcloud's own locks last six hours and stay when their process dies. This one lasts two
 * minutes and is renewed while it is held.
 */
public final class NoDbLock implements AutoCloseable {

  private final LockRenewal renewal;
  private final String runId;
  private final String file;
  private final String token;
  private final Instant acquiredAt;
  private volatile boolean lost;

  NoDbLock(LockRenewal renewal, String runId, String file, String token, Instant acquiredAt) {
    this.renewal = renewal;
    this.runId = runId;
    this.file = file;
    this.token = token;
    this.acquiredAt = acquiredAt;
  }

  /** Returns the run whose file it is. */
  public String runId() {
    return runId;
  }

  /** Returns the file, relative to the run's directory. */
  public String file() {
    return file;
  }

  /**
   * Asks Redis whether the lock is still held, and renews it: to be called before what was edited
   * is written.
   *
   * @throws RqException if someone else has broken it or it ended meanwhile
   */
  public void requireHeld() {
    if (lost || !renewal.renew(this)) {
      lost = true;
      throw new RqException(
          "the lock of \""
              + file
              + "\" of run \""
              + runId
              + "\" is not held any more: someone has broken it, or Redis was away for too long;"
              + " lock the file again and read it anew");
    }
  }

  /** Gives the lock back, if it is still held. Idempotent. */
  @Override
  public void close() {
    renewal.release(this);
  }

  String token() {
    return token;
  }

  Instant acquiredAt() {
    return acquiredAt;
  }

  String key() {
    return NoDbRedis.lockKey(runId, file);
  }

  void noteLost() {
    lost = true;
  }
}
