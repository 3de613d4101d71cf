package io.github.batchrunner.rq.weppcloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.CancelScope;
import io.github.batchrunner.rq.Cancellation;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.JobResult;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.Rq;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.pickle.PyTuple;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch that WEPPcloud runs by itself: its own root job is enqueued, and the tree of jobs that
 * this makes is watched. Thread-safe.
 *
 * <p>The id of a batch's latest root job is in {@code rq:batch:receipt:<batch>}, where WEPPcloud
 * keeps it too. Executor "rq" puts the job there that stands for a batch of its own.
 *
 * <p>All methods throw {@link io.github.batchrunner.rq.RqUnavailableException} if Redis cannot be
 * reached and {@link io.github.batchrunner.rq.RqRefusedException} if it refuses.
 */
public final class WeppcloudBatch implements AutoCloseable {

  /** WEPPcloud's own queue for batches. */
  public static final String QUEUE = "batch";

  /** WEPPcloud's own limit for the root job: 216,000 seconds. */
  public static final Duration TIMEOUT = Duration.ofHours(60);

  private static final String FUNCTION = "wepppy.rq.batch_rq.run_batch_rq";

  /** Trees of real batches have four levels. */
  private static final int MOST_LEVELS = 32;

  /** The root of a running tree adds jobs until it was told to stop. */
  private static final int MOST_CANCEL_ROUNDS = 10;

  /** What the names of the workers begin with that stand behind jobs of executor "rq". */
  private static final String OWN_WORKER = "batchrunner-";

  private final Rq rq;
  private final RqLink link;
  private final String queue;

  private WeppcloudBatch(Rq rq, RqLink link, String queue) {
    this.rq = rq;
    this.link = link;
    this.queue = queue;
  }

  /** Opens WEPPcloud's own queue in the database that holds its queues. */
  public static WeppcloudBatch open(RqConfig config) {
    return open(config, QUEUE);
  }

  /** Opens another queue in the database that holds it. */
  public static WeppcloudBatch open(RqConfig config, String queue) {
    return new WeppcloudBatch(Rq.connect(config), RqLink.open(config, Clock.systemUTC()), queue);
  }

  /**
   * Enqueues the root job of a batch and returns its id, which is noted before.
   *
   * <p>WEPPcloud looks for itself, too: a root job whose batch has active jobs fails with the list
   * of these.
   *
   * @throws RqException if jobs of the batch's latest root job are queued or run
   */
  public String start(String batch) {
    Optional<JobTree> atWork = atWork(batch);
    if (atWork.isPresent()) {
      throw new RqException(
          "batch \"%s\" runs: its job \"%s\" is %s; wait for its end, or cancel it first"
              .formatted(batch, atWork.get().id(), atWork.get().status().word()));
    }
    String id = UUID.randomUUID().toString();
    Replies.value(link.redis().call(Command.of("SET", link.keys().batchReceipt(batch), id)));
    return rq.queue(queue)
        .enqueue(
            JobRequest.builder(Call.of(FUNCTION, batch))
                .id(id)
                .timeout(TIMEOUT)
                .resultTtl(JobRequest.FOREVER)
                .meta(Map.of("runid", batch))
                .build())
        .id();
  }

  /**
   * Returns the id of a batch's latest root job, whoever enqueued it; empty if none is noted. The
   * job itself may be gone.
   */
  public Optional<String> latest(String batch) {
    return Optional.ofNullable(
        Replies.textOrNull(link.redis().call(Command.of("GET", link.keys().batchReceipt(batch)))));
  }

  /**
   * Returns the tree of a batch's latest root job if any job of it is queued or runs; empty if not.
   */
  public Optional<JobTree> atWork(String batch) {
    return latest(batch)
        .map(this::tree)
        .filter(
            tree ->
                tree.isAtWork()
                    && (standsForSomebody(tree.id())
                        || tree.children().stream().anyMatch(JobTree::isAtWork)));
  }

  /**
   * The job that executor "rq" puts above a batch is started as long as its process listens; it
   * stays so when that process was killed.
   */
  private boolean standsForSomebody(String rootId) {
    String worker = rq.job(rootId).map(RqJob::workerName).orElse("");
    if (!worker.startsWith(OWN_WORKER)) {
      return true;
    }
    List<@Nullable Object> listeners =
        Replies.list(link.redis().call(Command.of("PUBSUB", "NUMSUB", link.keys().pubsub(worker))));
    return Replies.number(listeners.get(1)) > 0;
  }

  /**
   * Looks at a root job and all that belong to it, in one round trip for each level of the tree.
   */
  public JobTree tree(String rootId) {
    Map<String, RqJob> jobs = new HashMap<>();
    Map<String, Map<String, String>> children = new HashMap<>();
    Set<String> level = Set.of(rootId);
    Set<String> seen = new HashSet<>(level);
    for (int depth = 0; depth < MOST_LEVELS && !level.isEmpty(); depth++) {
      Set<String> next = new LinkedHashSet<>();
      for (RqJob job : rq.jobs(level)) {
        jobs.put(job.id(), job);
        Map<String, String> named = children(job);
        children.put(job.id(), named);
        named.values().stream().filter(seen::add).forEach(next::add);
      }
      level = next;
    }
    return grow(rootId, "", jobs, children, new HashSet<>());
  }

  /**
   * Cancels a batch: what waits will not run, what runs is told to stop. Idempotent.
   *
   * @return what became of each job
   */
  public List<Cancellation> cancel(String rootId) {
    Map<String, Cancellation> all = new LinkedHashMap<>();
    for (int round = 0; round < MOST_CANCEL_ROUNDS; round++) {
      List<String> news =
          tree(rootId).all().stream()
              .filter(JobTree::isThere)
              .map(JobTree::id)
              .filter(id -> !all.containsKey(id))
              .toList();
      if (news.isEmpty()) {
        break;
      }
      rq.cancel(news, CancelScope.GRAPH).forEach(one -> all.putIfAbsent(one.id(), one));
    }
    return List.copyOf(all.values());
  }

  /**
   * Returns what failed, also what RQ takes for finished: WEPPcloud's watershed jobs return {@code
   * (False, seconds)} when they failed, and say why in {@code run_metadata.json} only.
   *
   * @param batchDirectory the batch's directory, which holds {@code runs}
   */
  public List<BatchFailure> failures(JobTree tree, Path batchDirectory) {
    List<JobTree> ended =
        tree.all().stream()
            .filter(JobTree::isThere)
            .filter(job -> job.ownStatus().ended() && job.ownStatus() != JobStatus.CANCELED)
            .toList();
    Map<String, JobResult> results = rq.latestResults(ended.stream().map(JobTree::id).toList());
    List<BatchFailure> failures = new ArrayList<>();
    Set<String> failedRuns = new HashSet<>();
    for (JobTree job : tree.all()) {
      JobResult result = results.get(job.id());
      Optional<BatchFailure> failure =
          switch (job.ownStatus()) {
            case FAILED -> Optional.of(failure(job, BatchFailure.Kind.FAILED, lastLine(result)));
            case STOPPED, CANCELED ->
                Optional.of(
                    failure(
                        job,
                        BatchFailure.Kind.ENDED_FROM_OUTSIDE,
                        "the job was " + job.ownStatus().word()));
            case FINISHED -> swallowed(job, result, batchDirectory);
            default -> Optional.empty();
          };
      if (failure.isPresent()) {
        failures.add(failure.get());
        failedRuns.add(job.runId());
      }
    }
    failures.addAll(onlyInMetadata(tree, batchDirectory, failedRuns));
    return failures;
  }

  /** A finished run of which only the metadata says, later than the batch began, that it failed. */
  private static List<BatchFailure> onlyInMetadata(
      JobTree tree, Path batchDirectory, Set<String> known) {
    List<BatchFailure> failures = new ArrayList<>();
    Optional<Instant> began = tree.startedAt();
    tree.runs()
        .forEach(
            (run, status) -> {
              if (status == JobStatus.FINISHED && !known.contains(run) && began.isPresent()) {
                JsonNode metadata = metadata(batchDirectory, run);
                if (metadata.path("status").asText("").equals("failed")
                    && jobsOf(tree, run).contains(metadata.path("rq_job_id").asText(""))) {
                  failures.add(
                      new BatchFailure(
                          run,
                          metadata.path("rq_job_id").asText(""),
                          BatchFailure.Kind.SWALLOWED,
                          Evidence.reason(metadata)));
                }
              }
            });
    return failures;
  }

  private static Set<String> jobsOf(JobTree tree, String run) {
    Set<String> ids = new HashSet<>();
    tree.all().stream().filter(job -> job.runId().equals(run)).forEach(job -> ids.add(job.id()));
    return ids;
  }

  /** Closes the connections; the jobs go on. */
  @Override
  public void close() {
    rq.close();
    link.close();
  }

  private static Optional<BatchFailure> swallowed(
      JobTree job, @Nullable JobResult result, Path batchDirectory) {
    if (result == null || !startsWithFalse(value(result))) {
      return Optional.empty();
    }
    JsonNode metadata = metadata(batchDirectory, job.runId());
    boolean same = metadata.path("rq_job_id").asText("").equals(job.id());
    return Optional.of(
        failure(
            job,
            BatchFailure.Kind.SWALLOWED,
            same ? Evidence.reason(metadata) : "the job returned that its work was not done"));
  }

  private static @Nullable Object value(JobResult result) {
    try {
      return result.returnValue();
    } catch (RqException unreadable) {
      return null;
    }
  }

  private static boolean startsWithFalse(@Nullable Object value) {
    List<?> items =
        value instanceof PyTuple tuple
            ? tuple.items()
            : value instanceof List<?> list ? list : List.of();
    return !items.isEmpty() && Boolean.FALSE.equals(items.get(0));
  }

  private static JsonNode metadata(Path batchDirectory, String run) {
    Path runs = batchDirectory.resolve("runs").normalize();
    Path wd = runs.resolve(run).normalize();
    if (!runs.equals(wd.getParent())) {
      // A job's metadata can name anything.
      return Evidence.none();
    }
    return Evidence.metadata(wd);
  }

  private static BatchFailure failure(JobTree job, BatchFailure.Kind kind, String message) {
    return new BatchFailure(job.runId(), job.id(), kind, message);
  }

  private static String lastLine(@Nullable JobResult result) {
    String traceback = "";
    if (result != null) {
      try {
        traceback = result.traceback().strip();
      } catch (RqException unreadable) {
        traceback = "";
      }
    }
    return traceback.isEmpty()
        ? "the job failed and left no traceback"
        : traceback.substring(traceback.lastIndexOf('\n') + 1);
  }

  private static JobTree grow(
      String id,
      String key,
      Map<String, RqJob> jobs,
      Map<String, Map<String, String>> children,
      Set<String> grown) {
    RqJob job = jobs.get(id);
    List<JobTree> below = new ArrayList<>();
    // Two jobs may name the same child; it is shown below the first.
    if (grown.add(id)) {
      children
          .getOrDefault(id, Map.of())
          .forEach(
              (name, child) -> {
                if (!grown.contains(child)) {
                  below.add(grow(child, name, jobs, children, grown));
                }
              });
    }
    return new JobTree(id, key, job == null ? null : facts(job), below);
  }

  private static JobTree.Facts facts(RqJob job) {
    return new JobTree.Facts(
        job.status(),
        String.valueOf(meta(job).getOrDefault("runid", "")),
        job.description(),
        job.startedAt().orElse(null),
        job.endedAt().orElse(null));
  }

  private static Map<String, String> children(RqJob job) {
    Map<String, String> children = new LinkedHashMap<>();
    meta(job)
        .forEach(
            (name, value) -> {
              if (name.startsWith("jobs:") && value instanceof String id) {
                children.put(name, id);
              }
            });
    return children;
  }

  /** A job whose metadata cannot be read has no children that anyone could find. */
  private static Map<String, @Nullable Object> meta(RqJob job) {
    try {
      return job.meta();
    } catch (RqException unreadable) {
      return Map.of();
    }
  }
}
