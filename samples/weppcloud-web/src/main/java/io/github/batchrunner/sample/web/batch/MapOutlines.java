package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.watershed.Attachment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.stereotype.Component;

/**
 * The outlines of the watersheds of each batch; made once for a file. Thread-safe.
 *
 * <p>Those of the batches that were looked at last are kept: some megabytes for each.
 */
@Component
public final class MapOutlines {

  private static final int MOST_KEPT = 8;

  /** By the checksum of the file, the least recently used one first. */
  private final Map<String, FutureTask<Outlines>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FutureTask<Outlines>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /**
   * Returns what tells the outlines of a batch from all others; it is found without reading the
   * watersheds.
   *
   * @throws InvalidInputException if no file is attached
   */
  public String version(BatchRunner batch) {
    return batch
        .attachment()
        .map(Attachment::checksum)
        .orElseThrow(() -> noWatersheds(batch.name()));
  }

  /**
   * Returns the outlines, by the index of the feature.
   *
   * @throws InvalidInputException if no file is attached, or it cannot be read
   */
  public Outlines of(BatchRunner batch) {
    String version = version(batch);
    FutureTask<Outlines> outlines;
    synchronized (kept) {
      outlines =
          kept.computeIfAbsent(
              version, absent -> new FutureTask<>(() -> Outlines.of(batch.attachedWatersheds())));
    }
    // Two people who open the page together wait for the same work: only the first one does it.
    outlines.run();
    try {
      return outlines.get();
    } catch (ExecutionException e) {
      synchronized (kept) {
        kept.remove(version, outlines);
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BatchRunnerException("the service is stopping; try again later", e);
    }
  }

  private static InvalidInputException noWatersheds(String batch) {
    return new InvalidInputException(
        "batch \"%s\" has no watersheds to show; upload a GeoJSON file first".formatted(batch));
  }
}
