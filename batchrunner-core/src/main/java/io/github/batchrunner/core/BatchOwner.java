package io.github.batchrunner.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which process runs a batch.
 *
 * @param host name of the machine
 * @param pid process there
 * @param since when it took the batch
 */
public record BatchOwner(String host, long pid, Instant since) {
  @Override
  public String toString() {
    return "process " + pid + " on " + host + " since " + since.truncatedTo(ChronoUnit.SECONDS);
  }
}
