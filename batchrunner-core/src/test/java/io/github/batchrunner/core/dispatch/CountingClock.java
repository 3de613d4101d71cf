package io.github.batchrunner.core.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still, and counts how often it is read: once a turn of the dispatcher's loop. */
final class CountingClock extends Clock {

  private final AtomicLong readings = new AtomicLong();

  long readings() {
    return readings.get();
  }

  @Override
  public Instant instant() {
    readings.incrementAndGet();
    return Instant.EPOCH;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
