package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.weppcloud.JobTree;
import io.github.batchrunner.rq.weppcloud.WeppcloudBatch;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the jobs that a function of WEPPcloud enqueues before it returns, and names in its own
 * job's metadata: the work of its task is done when theirs is. Thread-safe.
 */
final class FanOut {

  private final WeppcloudBatch weppcloud;

  /** Makes one that looks at trees of jobs with {@code weppcloud}. */
  FanOut(WeppcloudBatch weppcloud) {
    this.weppcloud = weppcloud;
  }

  /**
   * How such jobs are.
   *
   * @param goesOn whether any of them waits or runs and nothing says that it will not run any more
   * @param failure why they failed, once none is at work; null if they did not
   */
  record Look(boolean goesOn, @Nullable Failure failure) {}

  /** Looks at jobs and all below them; what is not there any more counts as done. */
  Look look(List<String> jobIds) {
    List<JobTree> trees = jobIds.stream().map(weppcloud::tree).toList();
    if (trees.stream().anyMatch(JobTree::isAtWork)) {
      return new Look(true, null);
    }
    Failure failure =
        trees.stream()
            .flatMap(tree -> tree.all().stream())
            .filter(FanOut::endedBadly)
            .findFirst()
            .map(FanOut::failure)
            .orElse(null);
    // RQ leaves deferred what waits for a failure; all else that is deferred is about to be let go.
    return new Look(failure == null && trees.stream().anyMatch(JobTree::isActive), failure);
  }

  /** Ends jobs and all below them. Idempotent. */
  void cancel(List<String> jobIds) {
    jobIds.forEach(weppcloud::cancel);
  }

  private static boolean endedBadly(JobTree job) {
    return switch (job.ownStatus()) {
      case FAILED, STOPPED, CANCELED -> true;
      default -> false;
    };
  }

  private static Failure failure(JobTree job) {
    return Failure.of(
        FailureKind.EXCEPTION,
        "its function had enqueued job \"%s\" (%s), which is %s"
            .formatted(job.id(), job.description(), job.ownStatus().word()));
  }
}
