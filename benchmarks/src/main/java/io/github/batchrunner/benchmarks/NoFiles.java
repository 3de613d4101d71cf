package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.dispatch.RunWorkshop;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.log.LogFindings;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runs without directories of their own, so that dispatch alone is measured. */
final class NoFiles implements RunWorkshop {

  private final BatchPlan plan;
  private final Path directory;
  private final BiFunction<Integer, Integer, Work> work;

  NoFiles(BatchPlan plan, Path directory, BiFunction<Integer, Integer, Work> work) {
    this.plan = plan;
    this.directory = directory;
    this.work = work;
  }

  @Override
  public void prepare(int run) {
    // There is nothing to clone.
  }

  @Override
  public Submission submission(
      int run, int task, int attempt, long memoryMb, AttemptToken token, List<AttemptToken> needs) {
    TaskRef ref =
        new TaskRef("benchmark", plan.runs().id(run), plan.pipeline().task(task).id(), attempt);
    return Submission.builder(token, ref, work.apply(run, task), directory)
        .logFile(directory.resolve("logs").resolve(token.value() + ".log"))
        .needs(needs)
        .build();
  }

  @Override
  public SubmittedAttempt submitted(int run, int task, int attempt, AttemptToken token) {
    return SubmittedAttempt.of(submission(run, task, attempt, 1, token, List.of()));
  }

  @Override
  public Optional<String> missingOutput(int run, int task) {
    return Optional.empty();
  }

  @Override
  public void log(int run, List<ExecutionEvent> events) {
    // There is no file for it.
  }

  @Override
  public LogFindings findInLog(int run, int task, int attempt, LogSource elsewhere) {
    return new LogFindings("nowhere", null, null, false, "");
  }

  @Override
  public void ended(RunEnd end) {
    // Notes in run directories are not measured here.
  }

  @Override
  public Sharing sharing() {
    return Sharing.NONE;
  }

  @Override
  public void forgetAttempts(int run) {
    // All runs share one directory, which goes with the benchmark.
  }
}
