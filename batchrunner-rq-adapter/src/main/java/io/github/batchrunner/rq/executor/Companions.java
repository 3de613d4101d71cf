package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All companions of an executor as one; a fault of one of them harms no attempt. Thread-safe. */
final class Companions implements Companion {

  private static final Logger LOG = LoggerFactory.getLogger(Companions.class);

  private final List<Companion> all;

  Companions(List<Companion> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public Optional<SubmitOutcome.Rejected> objection(Submission submission) {
    return all.stream().flatMap(companion -> companion.objection(submission).stream()).findFirst();
  }

  @Override
  public Map<String, Map<String, @Nullable Object>> meta(List<Planned> jobs) {
    Map<String, Map<String, @Nullable Object>> merged = new HashMap<>();
    for (Companion companion : all) {
      companion
          .meta(jobs)
          .forEach(
              (id, more) -> merged.computeIfAbsent(id, i -> new LinkedHashMap<>()).putAll(more));
    }
    return merged;
  }

  @Override
  public void beforeEnqueue(List<Planned> jobs) {
    all.forEach(companion -> companion.beforeEnqueue(jobs));
  }

  @Override
  public void accepted(List<Planned> accepted, List<Planned> refused) {
    for (Companion companion : all) {
      guarded("accepted", () -> companion.accepted(accepted, refused));
    }
  }

  @Override
  public void reattached(List<Found> attempts) {
    all.forEach(companion -> guarded("reattached", () -> companion.reattached(attempts)));
  }

  @Override
  public void observed(List<Observation> news) {
    all.forEach(companion -> guarded("observed", () -> companion.observed(news)));
  }

  @Override
  public void warned(String batch, String warning) {
    all.forEach(companion -> guarded("prepared", () -> companion.warned(batch, warning)));
  }

  @Override
  public void close(CloseMode mode) {
    all.forEach(companion -> guarded("closed", () -> companion.close(mode)));
  }

  private static void guarded(String when, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("what goes along with the batch failed when attempts were {}", when, e);
    }
  }
}
