package io.github.batchrunner.sample.web.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries to go on with what a restart interrupted, until each of it goes on or needs not. */
final class Resumption {

  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);
  private static final long PAUSE_SECONDS = 2;

  private final Function<String, Optional<String>> resume;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(LiveBatches.daemon("host-resume"));

  /**
   * Prepares it.
   *
   * @param resume goes on with a batch; says why it has to be tried again, if it has
   */
  Resumption(Function<String, Optional<String>> resume) {
    this.resume = resume;
  }

  void start(List<String> batches) {
    batches.forEach(batch -> thread.execute(() -> attempt(batch, "")));
  }

  private void attempt(String batch, String reasonBefore) {
    try {
      Optional<String> reason = resume.apply(batch);
      if (reason.isPresent()) {
        if (!reason.get().equals(reasonBefore)) {
          LOG.warn("batch {} does not go on yet: {}", batch, reason.get());
        }
        Future<?> unused =
            thread.schedule(() -> attempt(batch, reason.get()), PAUSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (RuntimeException e) {
      LOG.error("batch {} does not go on; the next start tries again", batch, e);
    }
  }

  void stop() {
    thread.shutdownNow();
  }
}
