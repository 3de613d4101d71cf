package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.log.LogFindings;
import io.github.batchrunner.core.log.LogReader;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.Resources;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plans and dispatches runs without directories, on a journal in a directory of the test. */
final class Harness {

  private final Path directory;
  private final Pipeline pipeline;
  private final RunTable runs;
  final List<String> prepared = Collections.synchronizedList(new ArrayList<>());
  final List<String> forgotten = Collections.synchronizedList(new ArrayList<>());
  final List<RunWorkshop.RunEnd> ended = Collections.synchronizedList(new ArrayList<>());
  final Map<String, List<ExecutionEvent>> logged = new ConcurrentHashMap<>();
  Set<String> unpreparable = Set.of();
  Set<String> withoutOutputs = Set.of();

  /** Logs of attempts by {@code run/task.attempt}; others are where the executor keeps them. */
  Map<String, String> logs = Map.of();

  TaskSelection selection = TaskSelection.all();
  List<CanaryRun> canaries = List.of();
  Clock clock = Clock.systemUTC();
  BooleanSupplier cancelRequested = () -> false;
  Runnable whenEnded = () -> {};
  Supplier<Sharing> sharing = () -> Sharing.NONE;
  Consumer<String> beforePreparing = run -> {};
  Consumer<String> whenForgotten = run -> {};
  Consumer<RunWorkshop.RunEnd> whenRunEnded = end -> {};

  /** Executors that push, and are asked again after a while in any case. */
  static final Capabilities PUSHING =
      capabilities().pushes().pollInterval(Duration.ofMillis(1)).build();

  /** Executors that have to be asked. */
  static final Capabilities POLLED = capabilities().pollInterval(Duration.ofMillis(1)).build();

  ExecutionOptions options = ExecutionOptions.builder().engineRetry(Duration.ofMillis(1)).build();

  Harness(Path directory, Pipeline pipeline, RunTable runs) {
    this.directory = directory;
    this.pipeline = pipeline;
    this.runs = runs;
  }

  /** Starts a policy of so many attempts without waits in between. */
  static RetryPolicy.Builder atOnce(int attempts) {
    return RetryPolicy.builder().maxAttempts(attempts).delay(Duration.ZERO);
  }

  static RunTable runs(int count) {
    RunTable.Builder builder = RunTable.builder(count);
    for (int run = 0; run < count; run++) {
      builder.add("run-" + run, run, count - run, run);
    }
    return builder.build();
  }

  static RunTable runs(Collection<String> ids) {
    RunTable.Builder builder = RunTable.builder(ids.size());
    ids.forEach(id -> builder.add(id, 0, 1, 1));
    return builder.build();
  }

  JournalReader.Result journal() {
    return JournalReader.read(directory.resolve("journal.jsonl"));
  }

  /** Writes of an attempt what a process leaves that is killed when it has submitted it. */
  void submittedBefore(String runId, String taskId) {
    submittedBefore(runId, taskId, "");
  }

  /** The same, with the name by which the engine knows it, if that is not empty. */
  void submittedBefore(String runId, String taskId, String nativeId) {
    BatchPlan plan = plan();
    int task = pipeline.number(taskId);
    JournalWriter writer =
        JournalWriter.open(directory.resolve("journal.jsonl"), "test", journal());
    int run = writer.run(runId);
    int version = writer.version(plan.versions().get(task));
    writer.intent(run, version, runs.featureHash(0), 1, Cause.UNKNOWN, 0);
    if (!nativeId.isEmpty()) {
      writer.handle(run, version, 1, nativeId);
    }
    writer.close();
  }

  BatchPlan plan() {
    return plan(journal());
  }

  private BatchPlan plan(JournalReader.Result journal) {
    Planner.RunDirectories directories =
        new Planner.RunDirectories() {
          @Override
          public boolean exists(String runId) {
            return true;
          }

          @Override
          public String path(String runId) {
            return directory.resolve(runId).toString();
          }
        };
    return new Planner(
            pipeline,
            selection,
            PlanOptions.all(),
            journal.state(),
            directories,
            pattern -> "same",
            (task, run) -> true)
        .plan(runs);
  }

  /** Executors that push and have so many slots. */
  static Capabilities pushing(int slots) {
    return capabilities().pushes().slots(slots).build();
  }

  private static Capabilities.Builder capabilities() {
    return Capabilities.builder(WorkKind.HANDLER)
        .slots(2)
        .cancelsQueued()
        .cancelsRunning()
        .reattach(Reattach.WHILE_RETAINED);
  }

  Dispatcher start(ScriptedExecutor executor) {
    return start(executor, PUSHING, executor::deliverTo);
  }

  Dispatcher start(
      TaskExecutor executor, Capabilities capabilities, Consumer<ObservationSink> deliverTo) {
    JournalReader.Result journal = journal();
    BatchPlan plan = plan(journal);
    JournalWriter writer = JournalWriter.open(directory.resolve("journal.jsonl"), "test", journal);
    writer.start(
        new ExecutionRecord(
            journal.state().executions().size() + 1,
            Instant.EPOCH,
            "scripted",
            "{}",
            "here",
            1,
            null));
    Dispatcher dispatcher =
        new Dispatcher(
            "test",
            plan,
            writer,
            executor,
            capabilities,
            Lowering.of(pipeline, "scripted", capabilities, options.dependencies()),
            options,
            canaries,
            new Workshop(plan),
            clock,
            cancelRequested,
            whenEnded);
    deliverTo.accept(dispatcher::observed);
    dispatcher.start();
    return dispatcher;
  }

  private final class Workshop implements RunWorkshop {
    private final BatchPlan plan;

    Workshop(BatchPlan plan) {
      this.plan = plan;
    }

    @Override
    public void prepare(int run) {
      String id = plan.runs().id(run);
      beforePreparing.accept(id);
      prepared.add(id);
      if (unpreparable.contains(id)) {
        throw new IllegalStateException("no room for " + id);
      }
    }

    @Override
    public Submission submission(
        int run,
        int task,
        int attempt,
        long memoryMb,
        AttemptToken token,
        List<AttemptToken> needs) {
      String runId = plan.runs().id(run);
      String taskId = pipeline.task(task).id();
      return Submission.builder(
              token,
              new TaskRef("test", runId, taskId, attempt),
              new Work.Handler(taskId, Map.of()),
              directory.resolve(runId))
          .resources(new Resources(1, memoryMb))
          .needs(needs)
          .build();
    }

    @Override
    public SubmittedAttempt submitted(int run, int task, int attempt, AttemptToken token) {
      return SubmittedAttempt.of(submission(run, task, attempt, 1, token, List.of()));
    }

    @Override
    public Optional<String> missingOutput(int run, int task) {
      return withoutOutputs.contains(plan.runs().id(run))
          ? Optional.of(pipeline.task(task).outputs().get(0))
          : Optional.empty();
    }

    @Override
    public void log(int run, List<ExecutionEvent> events) {
      logged.computeIfAbsent(plan.runs().id(run), id -> new ArrayList<>()).addAll(events);
    }

    @Override
    public LogFindings findInLog(int run, int task, int attempt, LogSource elsewhere) {
      TaskDefinition definition = pipeline.task(task);
      String text = logs.get("%s/%s.%d".formatted(plan.runs().id(run), definition.id(), attempt));
      try (InputStream log =
          text == null
              ? elsewhere.open()
              : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
        return LogReader.read(definition.log(), text == null ? "elsewhere" : "the log", log);
      } catch (IOException e) {
        throw new BatchRunnerException("cannot read it: " + e.getMessage(), e);
      }
    }

    @Override
    public void ended(RunEnd end) {
      ended.add(end);
      whenRunEnded.accept(end);
    }

    @Override
    public Sharing sharing() {
      return sharing.get();
    }

    @Override
    public void forgetAttempts(int run) {
      String id = plan.runs().id(run);
      forgotten.add(id);
      whenForgotten.accept(id);
    }
  }
}
