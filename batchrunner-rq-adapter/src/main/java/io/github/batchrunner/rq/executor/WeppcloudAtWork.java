package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.weppcloud.JobTree;
import io.github.batchrunner.rq.weppcloud.WeppcloudBatch;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps attempts out of RQ as long as WEPPcloud itself runs their batch, in the same directories:
 * as long as the batch's latest root job is one of WEPPcloud's and any job of its tree is queued or
 * runs. Thread-safe.
 */
final class WeppcloudAtWork implements Companion {

  private static final Logger LOG = LoggerFactory.getLogger(WeppcloudAtWork.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final WeppcloudBatch weppcloud;
  private final Clock clock;
  private final Map<String, Look> looks = new HashMap<>();

  /** Makes one that looks with {@code weppcloud}. */
  WeppcloudAtWork(WeppcloudBatch weppcloud, Clock clock) {
    this.weppcloud = weppcloud;
    this.clock = clock;
  }

  private record Look(Instant at, SubmitOutcome.@Nullable Rejected objection) {}

  @Override
  public synchronized Optional<SubmitOutcome.Rejected> objection(Submission submission) {
    Instant now = clock.instant();
    Look current =
        looks.compute(
            submission.task().batch(),
            (batch, last) ->
                last == null || !now.isBefore(last.at().plus(BETWEEN_LOOKS))
                    ? new Look(now, look(batch).orElse(null))
                    : last);
    return Optional.ofNullable(current.objection());
  }

  private Optional<SubmitOutcome.Rejected> look(String batch) {
    try {
      return weppcloud
          .latest(batch)
          .filter(rootId -> !rootId.startsWith(BatchTree.ID_START))
          .flatMap(rootId -> weppcloud.atWork(batch))
          .map(WeppcloudAtWork::notNow);
    } catch (RqException e) {
      LOG.debug("whether WEPPcloud runs batch {} cannot be seen: {}", batch, e.getMessage());
      return Optional.empty(); // the attempt itself will not get through either
    }
  }

  private static SubmitOutcome.Rejected notNow(JobTree tree) {
    return new SubmitOutcome.Rejected(
        Failure.of(
            FailureKind.INFRASTRUCTURE,
            ("WEPPcloud runs the batch itself: its job \"%s\" is %s; wait for its end, or cancel it"
                    + " there")
                .formatted(tree.id(), tree.status().word())),
        false);
  }
}
