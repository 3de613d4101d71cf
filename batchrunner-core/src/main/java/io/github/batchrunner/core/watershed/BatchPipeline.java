package io.github.batchrunner.core.watershed;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import io.github.batchrunner.core.BatchRunnerException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has batches read by several threads and hands them on in their order.
 *
 * <p>The number of batches under way is limited, so memory does not grow with the file. A file of
 * one batch is read by the calling thread; no other is started for it.
 */
final class BatchPipeline implements AutoCloseable {

  private final ReadRequest request;
  private final int threads;
  private final Consumer<FeatureBatch> consumer;
  private final Deque<FeatureBatch> idle = new ArrayDeque<>();
  private final Deque<Future<FeatureBatch>> running = new ArrayDeque<>();
  private @Nullable ExecutorService executor;

  BatchPipeline(ReadRequest request, int threads, Consumer<FeatureBatch> consumer) {
    this.request = request;
    this.threads = threads;
    this.consumer = consumer;
  }

  /** Returns a batch to be filled and submitted. */
  FeatureBatch next(int firstIndex) throws GeoJsonProblem {
    if (idle.isEmpty() && running.size() > threads) {
      finishOldest();
    }
    FeatureBatch batch = idle.isEmpty() ? new FeatureBatch() : idle.remove();
    batch.begin(firstIndex);
    return batch;
  }

  /**
   * Has a batch read.
   *
   * @param last whether it is the last of the file
   */
  void submit(FeatureBatch batch, boolean last) throws GeoJsonProblem {
    if (threads == 1 || (last && running.isEmpty())) {
      FeatureReader.read(request, batch);
      consumer.accept(batch);
      idle.add(batch);
    } else {
      running.add(
          executor()
              .submit(
                  () -> {
                    FeatureReader.read(request, batch);
                    return batch;
                  }));
    }
  }

  /** Hands on all that is still under way. */
  void finish() throws GeoJsonProblem {
    while (!running.isEmpty()) {
      finishOldest();
    }
  }

  @Override
  public void close() {
    ExecutorService started = executor;
    if (started != null) {
      // A batch takes milliseconds; none outlives this call.
      started.shutdownNow();
      Uninterruptibles.awaitTerminationUninterruptibly(started);
    }
  }

  private void finishOldest() throws GeoJsonProblem {
    FeatureBatch batch = result(running.remove());
    consumer.accept(batch);
    idle.add(batch);
  }

  private static FeatureBatch result(Future<FeatureBatch> future) throws GeoJsonProblem {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BatchRunnerException("Reading the watersheds was interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GeoJsonProblem problem) {
        throw problem;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private ExecutorService executor() {
    ExecutorService started = executor;
    if (started == null) {
      started =
          Executors.newFixedThreadPool(
              threads,
              new ThreadFactoryBuilder()
                  .setNameFormat("batchrunner-geojson-%d")
                  .setDaemon(true)
                  .build());
      executor = started;
    }
    return started;
  }
}
