package io.github.batchrunner.rq.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisSubscription;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows each batch in RQ as one job that stands above all others of the batch, as WEPPcloud does:
 * its metadata names each run's first job under {@code jobs:<order>,runid:<run id>}, and that job's
 * metadata names the others of the run under {@code jobs:<order>,func:<name>}.
 *
 * <p>The job is started for as long as the executor is open. It is in no queue and in no registry
 * of started jobs, so that no worker's maintenance touches it. Whoever stops or cancels it in RQ
 * ends the batch's jobs, and no more are enqueued. {@code <prefix>batch:receipt:<batch>} holds its
 * id.
 */
final class ParentJob implements Companion {

  private static final Logger LOG = LoggerFactory.getLogger(ParentJob.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String WORKER_PREFIX = "batchrunner-";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /**
   * Who cancels the tree goes on from the parent to the jobs below it. A second stop command for
   * one of them, at the same time, could kill a worker of Python RQ.
   */
  private static final Duration LEFT_TO_THE_CANCELLER = Duration.ofSeconds(3);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private final RqLink link;
  private final RqOptions options;
  private final BatchCanceller canceller;
  private final String suffix;
  private final String workerName;
  private final Map<String, BatchTree> trees = new LinkedHashMap<>();
  private final Map<AttemptToken, BatchTree> open = new HashMap<>();
  private @Nullable RedisSubscription subscription;
  private Instant lookedAt;

  /**
   * Makes one.
   *
   * @param canceller ends the open jobs of a batch
   */
  ParentJob(RqLink link, RqOptions options, BatchCanceller canceller) {
    this.link = link;
    this.options = options;
    this.canceller = canceller;
    this.lookedAt = link.clock().instant();
    String opening = UUID.randomUUID().toString().substring(0, 4);
    this.suffix = STAMP.format(lookedAt) + "-" + opening;
    this.workerName = WORKER_PREFIX + suffix;
  }

  @Override
  public synchronized Optional<SubmitOutcome.Rejected> objection(Submission submission) {
    BatchTree tree = trees.get(submission.task().batch());
    return tree != null && tree.isCancelled()
        ? Optional.of(
            new SubmitOutcome.Rejected(
                Failure.of(
                    FailureKind.CANCELLED,
                    "the batch was cancelled in RQ, by its job \"" + tree.id() + "\""),
                true))
        : Optional.empty();
  }

  @Override
  public synchronized Map<String, Map<String, @Nullable Object>> meta(List<Planned> jobs) {
    Map<String, Map<String, @Nullable Object>> meta = new HashMap<>();
    for (Planned job : jobs) {
      BatchTree tree = tree(job.submission().task().batch());
      meta.computeIfAbsent(job.jobId(), id -> new LinkedHashMap<>()).put(BatchTree.ROOT, tree.id());
    }
    for (RunBranch branch : RunBranch.of(jobs)) {
      Map<String, @Nullable Object> first =
          meta.computeIfAbsent(branch.first().jobId(), id -> new LinkedHashMap<>());
      first.putAll(branch.children());
      first.put(AttemptMeta.ATTEMPTS_BELOW, List.copyOf(branch.children().values()));
    }
    return meta;
  }

  @Override
  public synchronized void beforeEnqueue(List<Planned> jobs) {
    Set<BatchTree> changed = new LinkedHashSet<>();
    for (RunBranch branch : RunBranch.of(jobs)) {
      Submission submission = branch.first().submission();
      BatchTree tree = tree(submission.task().batch());
      tree.add(submission.task().runId(), branch.first().jobId());
      changed.add(tree);
    }
    changed.forEach(this::write);
  }

  @Override
  public synchronized void accepted(List<Planned> accepted, List<Planned> refused) {
    for (Planned job : accepted) {
      open.put(job.submission().token(), tree(job.submission().task().batch()));
    }
    Set<BatchTree> changed = new LinkedHashSet<>();
    for (Planned job : refused) {
      BatchTree tree = tree(job.submission().task().batch());
      if (tree.remove(job.jobId())) {
        changed.add(tree);
      }
    }
    changed.forEach(this::write);
  }

  @Override
  public synchronized void reattached(List<Found> attempts) {
    Set<BatchTree> changed = new LinkedHashSet<>();
    for (Found found : attempts) {
      if (!found.batch().isEmpty()) {
        BatchTree tree = tree(found.batch());
        tree.add(found.runId(), found.observation().handle().nativeId());
        open.put(found.observation().token(), tree);
        changed.add(tree);
      }
    }
    changed.forEach(this::write);
  }

  @Override
  public void observed(List<Observation> news) {
    List<String> cancelled;
    synchronized (this) {
      for (Observation observation : news) {
        BatchTree tree = observation.state().ended() ? open.remove(observation.token()) : null;
        if (tree != null) {
          tree.count(observation.state());
        }
      }
      cancelled = lookForCancelled();
    }
    cancelled.forEach(batch -> canceller.cancel(batch, true));
  }

  @Override
  public synchronized void warned(String batch, String warning) {
    BatchTree tree = tree(batch);
    tree.warn(warning);
    if (tree.isWritten()) {
      write(tree);
    }
  }

  @Override
  public void close(CloseMode mode) {
    RedisSubscription listening;
    synchronized (this) {
      listening = subscription;
    }
    if (listening != null) {
      listening.close(); // its thread may be waiting for the lock
    }
    synchronized (this) {
      Instant now = link.clock().instant();
      for (BatchTree tree : trees.values()) {
        if (tree.isWritten()) {
          link.redis().pipeline(tree.end(link.keys(), options, now)).forEach(Replies::value);
        }
      }
    }
  }

  private BatchTree tree(String batch) {
    return trees.computeIfAbsent(
        batch,
        name ->
            new BatchTree(name, BatchTree.ID_START + JobIds.safe(name) + "-" + suffix, workerName));
  }

  private void write(BatchTree tree) {
    if (!tree.isWritten()) {
      listen();
      supersede(tree);
    }
    link.redis()
        .transaction(tree.write(link.keys(), options, link.clock().instant()))
        .forEach(Replies::value);
    tree.written();
  }

  /** Says of the batch's earlier job that nobody is behind it any more, if that is so. */
  private void supersede(BatchTree tree) {
    String earlier =
        Replies.textOrNull(
            link.redis().call(Command.of("GET", link.keys().batchReceipt(tree.batch()))));
    if (earlier == null || earlier.equals(tree.id())) {
      return;
    }
    List<@Nullable Object> job =
        Replies.list(
            link.redis()
                .call(Command.of("HMGET", link.keys().job(earlier), "status", "worker_name")));
    String worker = Objects.requireNonNullElse(Replies.textOrNull(job.get(1)), "");
    if ("started".equals(Replies.textOrNull(job.get(0)))
        && worker.startsWith(WORKER_PREFIX)
        && !listens(worker)) {
      BatchTree old = new BatchTree(tree.batch(), earlier, worker);
      link.redis()
          .pipeline(old.abandon(link.keys(), options, link.clock().instant(), tree.id()))
          .forEach(Replies::value);
    }
  }

  private boolean listens(String worker) {
    List<@Nullable Object> reply =
        Replies.list(link.redis().call(Command.of("PUBSUB", "NUMSUB", link.keys().pubsub(worker))));
    return reply.size() > 1 && Replies.number(reply.get(1)) > 0;
  }

  private void listen() {
    if (subscription == null) {
      subscription =
          link.redis()
              .subscribe(
                  Set.of(link.keys().pubsub(workerName)), (channel, message) -> received(message));
    }
  }

  /** Takes commands as RQ's workers do: JSON objects; what is none is ignored. */
  private void received(byte[] message) {
    JsonNode command;
    try {
      command = JSON.readTree(message);
    } catch (IOException notJson) {
      return;
    }
    if (!"stop-job".equals(command.path("command").asText())) {
      return;
    }
    List<String> stopped = new ArrayList<>();
    synchronized (this) {
      for (BatchTree tree : trees.values()) {
        if (tree.id().equals(command.path("job_id").asText())) {
          tree.stop(link.clock().instant());
          stopped.add(tree.batch());
        }
      }
    }
    try {
      stopped.forEach(batch -> canceller.cancel(batch, false));
    } catch (RuntimeException e) {
      LOG.warn("a batch is being stopped, which is tried again: {}", e.getMessage());
    }
  }

  /** Ends the open jobs of a batch. */
  @FunctionalInterface
  interface BatchCanceller {
    void cancel(String batch, boolean alsoRunning);
  }

  /** Returns the batches to be ended; an end that was asked for is asked for until it is there. */
  private List<String> lookForCancelled() {
    Instant now = link.clock().instant();
    if (now.isBefore(lookedAt.plus(BETWEEN_LOOKS))) {
      return List.of();
    }
    lookedAt = now;
    List<String> batches = new ArrayList<>();
    for (BatchTree tree : trees.values()) {
      if (tree.isWritten()) {
        String status =
            Replies.textOrNull(
                link.redis().call(Command.of("HGET", link.keys().job(tree.id()), "status")));
        if ("canceled".equals(status)) {
          tree.cancel(now);
        } else if (status == null) {
          write(tree); // the database was flushed
        }
        if (tree.isCancelledSince(now.minus(LEFT_TO_THE_CANCELLER))) {
          batches.add(tree.batch());
        }
      }
    }
    return batches;
  }
}
