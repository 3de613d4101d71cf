package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.status.BatchStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches there are, in the order of the alphabet.
 *
 * @param batches one entry each
 */
record BatchList(List<Entry> batches) {

  /**
   * A batch as it stands in the list.
   *
   * @param name its name
   * @param config the config of its base project; null if it cannot be read
   * @param state where it stands, in one word; null if it cannot be read
   * @param runs its runs in numbers
   * @param problem why it cannot be read; null if it can
   */
  record Entry(
      String name,
      @Nullable String config,
      @Nullable String state,
      Runs runs,
      @Nullable String problem) {}

  /**
   * Runs by where they stand.
   *
   * @param total all
   * @param succeeded done
   * @param failed failed, lost or cancelled
   * @param running submitted and not ended
   * @param waiting never submitted
   */
  record Runs(long total, long succeeded, long failed, long running, long waiting) {

    static Runs of(BatchStatus.Counts counts) {
      return new Runs(
          counts.total(), counts.succeeded(), counts.failed(), counts.running(), counts.waiting());
    }
  }
}
