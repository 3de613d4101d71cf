package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.protocol.StartedEntry;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One look through everything, which finds candidates: what was wrong if all had been read at one
 * moment, which it was not.
 */
final class Examination {

  /** A worker renews its key for at least this long, so that one without is surely dead. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

  private static final Pattern EXPIRING_RELEASES = Pattern.compile("2\\.[0-7](?:\\..*)?");

  private final RqLink link;
  private final RqKeys keys;
  private final Instant now;
  private final double nowSeconds;
  private final Keyspace all;
  private final Map<String, JobFacts> jobs;
  private final Map<String, Long> sizes = new LinkedHashMap<>();
  private final List<Finding> candidates = new ArrayList<>();
  private final List<Finding> poison = new ArrayList<>();
  private final Map<String, String> listedIn = new HashMap<>();
  private final Set<String> wip = new HashSet<>();

  private Examination(RqLink link, Instant now) {
    this.link = link;
    this.keys = link.keys();
    this.now = now;
    this.nowSeconds = now.toEpochMilli() / 1000.0;
    this.all = Keyspace.scan(link);
    this.jobs = new JobFactsReader(link).read(all.jobs);
  }

  /** Looks through everything. */
  static Examination of(RqLink link, Instant now) {
    Examination examination = new Examination(link, now);
    examination.sizes.put("jobs", (long) examination.jobs.size());
    examination.sizes.put("queues", (long) examination.all.queues.size());
    examination.lists();
    Set<String> deferred = examination.registries();
    examination.eachJob(deferred);
    examination.orphans();
    examination.workers();
    return examination;
  }

  /** Returns what is to be confirmed. */
  List<Finding> candidates() {
    return candidates;
  }

  /** Returns the jobs that are poison, which needs no confirmation. */
  List<Finding> poison() {
    return poison;
  }

  /** Returns how much there is. */
  Map<String, Long> sizes() {
    return sizes;
  }

  private void lists() {
    long queued = 0;
    for (String queue : all.queues) {
      Set<String> seen = new HashSet<>();
      Set<String> twice = new HashSet<>();
      all.elements(
          keys.queue(queue),
          id -> {
            if (!seen.add(id)) {
              twice.add(id);
            }
          });
      seen.forEach(id -> listed(id, queue, "queue"));
      twice.forEach(id -> candidate(FindingKind.DUPLICATE, queue, id, ""));
      queued += seen.size();
    }
    sizes.put("queued", queued);
    for (String queue : all.intermediates) {
      all.elements(
          keys.intermediate(queue),
          id -> {
            listed(id, queue, "intermediate");
            if (hasData(id)) {
              candidate(FindingKind.STUCK_BETWEEN, queue, id, "");
            }
          });
    }
  }

  private void listed(String id, String queue, String place) {
    listedIn.put(id, queue);
    if (!hasData(id)) {
      candidate(FindingKind.NO_SUCH_JOB, queue, id, place);
    }
  }

  /** Returns the ids in the registries of deferred jobs. */
  private Set<String> registries() {
    Set<String> deferred = new HashSet<>();
    boolean expiring = expiringWorkers();
    for (String registry : Keyspace.REGISTRIES) {
      long size = 0;
      for (String queue : all.registries.getOrDefault(registry, Set.of())) {
        Map<String, Double> entries = all.entries(registry, queue);
        size += entries.size();
        for (Map.Entry<String, Double> entry : entries.entrySet()) {
          switch (registry) {
            case "wip" -> running(queue, entry.getKey(), entry.getValue());
            case "deferred" -> {
              deferred.add(entry.getKey());
              waiting(queue, entry.getKey(), entry.getValue(), expiring);
            }
            case "ready" -> ready(queue, entry.getKey());
            default -> kept(registry, queue, entry.getKey(), entry.getValue());
          }
        }
      }
      sizes.put(registry, size);
    }
    return deferred;
  }

  private void running(String queue, String member, double score) {
    String id = StartedEntry.of(member, this::hasData).jobId();
    wip.add(id);
    JobFacts job = jobs.get(id);
    boolean expired = score < nowSeconds;
    if (job == null || !job.hasData()) {
      // A job that was deleted while it runs is left to its worker.
      if (expired) {
        candidate(FindingKind.NO_SUCH_JOB, queue, id, member.equals(id) ? "wip" : "wip " + member);
      }
    } else if (job.status() == JobStatus.FINISHED
        || job.status() == JobStatus.FAILED
        || job.status() == JobStatus.STOPPED
        || (job.status() == JobStatus.CANCELED && expired)) {
      candidate(FindingKind.ENDED_BUT_RUNNING, queue, id, member);
    } else if (expired) {
      candidate(FindingKind.ABANDONED, queue, id, member);
    }
  }

  private void waiting(String queue, String id, double score, boolean expiring) {
    JobFacts job = jobs.get(id);
    if (job == null || !job.hasData()) {
      candidate(FindingKind.NO_SUCH_JOB, queue, id, "deferred");
    } else if (job.status() != JobStatus.DEFERRED || !job.origin().equals(queue)) {
      candidate(FindingKind.DEFERRED_MISLISTED, queue, id, "");
    } else if (expiring && score != Double.POSITIVE_INFINITY) {
      candidate(FindingKind.DEFERRED_EXPIRES, queue, id, "");
    }
  }

  private void ready(String queue, String id) {
    if (hasData(id)) {
      candidate(FindingKind.READY, queue, id, "");
    } else {
      candidate(FindingKind.NO_SUCH_JOB, queue, id, "ready");
    }
  }

  private void kept(String registry, String queue, String id, double score) {
    // What has expired, RQ takes out of these itself.
    boolean expires = registry.equals("finished") || registry.equals("failed");
    if (!hasData(id) && !(expires && score >= 0 && score <= nowSeconds)) {
      candidate(FindingKind.NO_SUCH_JOB, queue, id, registry);
    }
  }

  private void eachJob(Set<String> deferred) {
    jobs.forEach(
        (id, job) -> {
          if (!job.hasData()) {
            candidate(FindingKind.ORPHANED_HASH, job.origin(), id, keys.job(id));
            return;
          }
          if (job.waits()) {
            poison(id, job);
          }
          if (job.status() == JobStatus.DEFERRED) {
            candidate(FindingKind.DEFERRED_FOR_NOTHING, job.origin(), id, "");
            if (!deferred.contains(id) && !job.origin().isEmpty()) {
              candidate(FindingKind.DEFERRED_UNLISTED, job.origin(), id, "");
            }
          } else if (job.status() == JobStatus.QUEUED
              && !job.origin().isEmpty()
              && !listedIn.containsKey(id)
              && !wip.contains(id)) {
            candidate(FindingKind.LOST, job.origin(), id, "");
          } else if (job.status() == JobStatus.STARTED && !wip.contains(id)) {
            candidate(FindingKind.STARTED_NOWHERE, job.origin(), id, "");
          }
        });
  }

  private void poison(String id, JobFacts job) {
    if (!job.unfit().isEmpty()) {
      String queue = job.origin().isEmpty() ? listedIn.getOrDefault(id, "") : job.origin();
      poison.add(
          Finding.candidate(FindingKind.POISON, queue, id, "")
              .as(FindingKind.POISON, Checks.words(job.unfit())));
    } else if (!job.hasTimeout()) {
      candidate(FindingKind.WITHOUT_TIMEOUT, job.origin(), id, "");
    }
  }

  private void orphans() {
    for (String id : all.results) {
      if (!hasData(id)) {
        candidate(FindingKind.ORPHANED_RESULTS, "", id, keys.results(id));
      }
    }
    for (String id : all.dependents) {
      if (!hasData(id)) {
        candidate(FindingKind.ORPHANED_DEPENDENCIES, "", id, keys.dependents(id));
      }
    }
    for (String id : all.dependencies) {
      if (!hasData(id)) {
        candidate(FindingKind.ORPHANED_DEPENDENCIES, "", id, keys.dependencies(id));
      }
    }
  }

  private void workers() {
    sizes.put("workers", (long) all.workers.size());
    listedWorkers("", all.members(keys.workers()));
    for (String queue : all.workerQueues) {
      listedWorkers(queue, all.members(keys.workers(queue)));
    }
    for (String name : all.workers) {
      String beat = workerField(name, "last_heartbeat");
      boolean recent =
          RqTime.parse(beat).map(time -> time.plus(LONGEST_SILENCE).isAfter(now)).orElse(false);
      if (!recent) {
        candidate(FindingKind.WORKER_SILENT, "", name, beat);
      }
    }
  }

  private void listedWorkers(String queue, Set<String> members) {
    for (String key : members) {
      if (key.startsWith(keys.worker(""))) {
        candidate(FindingKind.WORKER_GONE, queue, key.substring(keys.worker("").length()), "");
      }
    }
  }

  private boolean expiringWorkers() {
    return all.workers.stream()
        .anyMatch(name -> EXPIRING_RELEASES.matcher(workerField(name, "version")).matches());
  }

  private String workerField(String name, String field) {
    List<@Nullable Object> reply =
        link.redis().pipeline(List.of(Command.of("HGET", keys.worker(name), field)));
    Object value = reply.get(0);
    String text = value instanceof RedisError ? null : Replies.textOrNull(value);
    return text == null ? "" : text;
  }

  private boolean hasData(String id) {
    JobFacts job = jobs.get(id);
    return job != null && job.hasData();
  }

  private void candidate(FindingKind kind, String queue, String subject, String entry) {
    candidates.add(Finding.candidate(kind, queue, subject, entry));
  }
}
