package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.TaskRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request enqueues for one run.
 *
 * @param first the job that stands for the run
 * @param children the metadata by which the first names the others
 */
record RunBranch(Companion.Planned first, Map<String, @Nullable Object> children) {

  /** Which run of which batch. */
  private record Run(String batch, String id) {}

  /** Returns the branches of jobs, each of which stands after those it needs. */
  static List<RunBranch> of(List<Companion.Planned> jobs) {
    Map<Run, List<Companion.Planned>> runs = new LinkedHashMap<>();
    for (Companion.Planned job : jobs) {
      TaskRef task = job.submission().task();
      runs.computeIfAbsent(new Run(task.batch(), task.runId()), run -> new ArrayList<>()).add(job);
    }
    return runs.values().stream().map(RunBranch::branch).toList();
  }

  /** The order is the stage: one more than that of the latest of those needed. */
  private static RunBranch branch(List<Companion.Planned> jobs) {
    Map<AttemptToken, Integer> stages = new HashMap<>();
    Map<String, @Nullable Object> children = new LinkedHashMap<>();
    for (Companion.Planned job : jobs) {
      int stage =
          job.submission().needs().stream()
              .mapToInt(need -> stages.getOrDefault(need, -1) + 1)
              .max()
              .orElse(0);
      stages.put(job.submission().token(), stage);
      if (!job.jobId().equals(jobs.get(0).jobId())) {
        String key = "jobs:" + stage + ",func:" + AttemptCall.name(job.submission());
        children.put(
            children.containsKey(key) ? key + ",token:" + job.submission().token() : key,
            job.jobId());
      }
    }
    return new RunBranch(jobs.get(0), children);
  }
}
