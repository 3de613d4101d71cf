package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.internal.protocol.JobData;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.spi.AttemptState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The job that stands above all others of one batch, and what is in it. Not thread-safe. */
final class BatchTree {

  /** The metadata of children that names the job above them, as WEPPcloud calls it. */
  static final String ROOT = "batch_root_job_id";

  /** What ids begin with; those of WEPPcloud's root jobs are UUIDs. */
  static final String ID_START = "batch-";

  private static final String WARNINGS = "warnings";
  private static final int MOST_WARNINGS = 100;

  private final String batch;
  private final String id;
  private final String workerName;
  private final Map<String, String> keysOfJobs = new HashMap<>();
  private final Map<String, Integer> submissionsOfRuns = new HashMap<>();
  private final Map<String, @Nullable Object> meta = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private int succeeded;
  private int failed;
  private int cancelledAttempts;
  private boolean written;
  private boolean stopped;
  private boolean cancelled;
  private @Nullable Instant cancelledSince;

  BatchTree(String batch, String id, String workerName) {
    this.batch = batch;
    this.id = id;
    this.workerName = workerName;
    meta.put("runid", batch);
    meta.put("batch", batch);
  }

  String batch() {
    return batch;
  }

  String id() {
    return id;
  }

  /** Adds a run's job; one that is there already stays where it is. */
  void add(String runId, String jobId) {
    if (!keysOfJobs.containsKey(jobId)) {
      int order = submissionsOfRuns.merge(runId, 1, Integer::sum) - 1;
      String key = "jobs:" + order + ",runid:" + runId;
      keysOfJobs.put(jobId, key);
      meta.put(key, jobId);
    }
  }

  /** Removes a job that is not in Redis; tells whether it was named here. */
  boolean remove(String jobId) {
    String key = keysOfJobs.remove(jobId);
    if (key != null) {
      meta.remove(key);
    }
    return key != null;
  }

  /** Adds to what a person should know; only so much that the metadata stays small. */
  void warn(String warning) {
    if (warnings.size() < MOST_WARNINGS) {
      warnings.add(warning);
      meta.put(WARNINGS, List.copyOf(warnings));
    }
  }

  void count(AttemptState end) {
    switch (end) {
      case SUCCEEDED -> succeeded++;
      case CANCELLED -> cancelledAttempts++;
      default -> failed++;
    }
  }

  boolean isWritten() {
    return written;
  }

  void written() {
    written = true;
  }

  /** Somebody has told the job's worker to stop it. */
  void stop(Instant now) {
    stopped = true;
    cancelledSince = cancelledSince == null ? now : cancelledSince;
  }

  /** Somebody has cancelled the job. */
  void cancel(Instant now) {
    cancelled = true;
    cancelledSince = cancelledSince == null ? now : cancelledSince;
  }

  boolean isCancelled() {
    return cancelledSince != null;
  }

  /** Tells whether it was cancelled at a time or before. */
  boolean isCancelledSince(Instant time) {
    return cancelledSince != null && !cancelledSince.isAfter(time);
  }

  /** Returns what writes the job as it is now; a status that others gave it stays. */
  List<Command> write(RqKeys keys, RqOptions options, Instant now) {
    String time = RqTime.format(now);
    Command hash =
        Command.of(
            "HSET",
            keys.job(id),
            "data",
            JobData.encode(Call.of("batchrunner.batch", batch), options.serializer()),
            "origin",
            options.queue(),
            "description",
            "batch " + batch,
            "timeout",
            "-1",
            "result_ttl",
            options.resultTtl().toSeconds(),
            "worker_name",
            workerName,
            "last_heartbeat",
            time,
            "meta",
            options.serializer().dumps(meta));
    List<Command> commands = new ArrayList<>();
    commands.add(Command.of("HSETNX", keys.job(id), "status", "started"));
    for (String field : List.of("created_at", "enqueued_at", "started_at")) {
      commands.add(Command.of("HSETNX", keys.job(id), field, time));
    }
    commands.add(hash);
    commands.add(
        written
            // WEPPcloud may have put a root job of its own there since.
            ? Command.of("SET", keys.batchReceipt(batch), id, "NX")
            : Command.of("SET", keys.batchReceipt(batch), id));
    return commands;
  }

  /** Returns what ends the job. */
  List<Command> end(RqKeys keys, RqOptions options, Instant now) {
    String summary =
        "%d attempts succeeded, %d failed, %d were cancelled"
            .formatted(succeeded, failed, cancelledAttempts);
    if (cancelled) {
      return end(keys, options, now, "canceled", "The batch was cancelled. " + summary);
    }
    if (stopped || (cancelledAttempts > 0 && failed == 0)) {
      return end(keys, options, now, "stopped", "The batch was stopped. " + summary);
    }
    return end(keys, options, now, failed > 0 ? "failed" : "finished", summary);
  }

  /** Returns what ends a job whose host is gone. */
  List<Command> abandon(RqKeys keys, RqOptions options, Instant now, String successor) {
    return end(
        keys,
        options,
        now,
        "failed",
        "The process that ran the batch is gone; the batch goes on as \"" + successor + "\"");
  }

  private List<Command> end(
      RqKeys keys, RqOptions options, Instant now, String status, String summary) {
    boolean well = status.equals("finished");
    Duration kept = well ? options.resultTtl() : options.failureTtl();
    String registry = well ? "finished" : status.equals("canceled") ? "canceled" : "failed";
    Instant score = status.equals("canceled") ? now : now.plus(kept);
    byte[] text =
        well
            ? options.serializer().dumps(summary)
            : JobData.deflate(summary.getBytes(StandardCharsets.UTF_8));
    return List.of(
        Command.of(
            "HSET",
            keys.job(id),
            "status",
            status,
            "ended_at",
            RqTime.format(now),
            "last_heartbeat",
            RqTime.format(now)),
        Command.of(
            "XADD",
            keys.results(id),
            "*",
            "type",
            well ? "1" : "2",
            well ? "return_value" : "exc_string",
            Base64.getEncoder().encode(text)),
        Command.of("ZADD", keys.registry(registry, options.queue()), RqTime.seconds(score), id),
        Command.of("EXPIRE", keys.job(id), kept.toSeconds()),
        Command.of("EXPIRE", keys.results(id), kept.toSeconds()));
  }
}
