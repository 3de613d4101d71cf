package io.github.batchrunner.core.metrics;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.spi.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the figures of executions in a registry of Micrometer: give it to {@link
 * io.github.batchrunner.core.execution.ExecutionOptions.Builder#listener(ExecutionListener)}.
 *
 * <p>The names are in {@code docs/observability.md}. Tags are of a small number of values: tasks,
 * executors, outcomes, kinds of failures; never runs. Timers and counters go on from one execution
 * to the next, gauges show the present one. One object serves one execution at a time; for several
 * at a time in one registry give each an object of its own with a tag of its own, such as the name
 * of the batch.
 *
 * <p>Called by the thread of an execution's listeners; gauges may be read by any thread.
 */
public final class BatchMetrics implements ExecutionListener, AutoCloseable {

  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> gauges = new ArrayList<>();
  private final Map<Ending, Timer> timers = new HashMap<>();
  private final Timer outages;
  private String executor = "unknown";
  private volatile @Nullable Progress progress;

  /** What the timer of an attempt depends on. */
  private record Ending(String executor, String task, String outcome, String kind) {}

  /** Keeps figures without tags of its own. */
  public BatchMetrics(MeterRegistry registry) {
    this(registry, Tags.empty());
  }

  /**
   * Keeps figures that all have these tags.
   *
   * @param tags few values each: every combination is a time series for ever
   */
  public BatchMetrics(MeterRegistry registry, Iterable<Tag> tags) {
    this.registry = registry;
    this.tags = Tags.of(tags);
    this.outages =
        Timer.builder("batchrunner.engine.unavailable")
            .description("Outages of the engine that are over")
            .tags(this.tags)
            .register(registry);
    gauge("batchrunner.attempts.in.flight", "Attempts submitted and not ended", Progress::inFlight);
    gauge("batchrunner.runs.running", "Runs begun and not ended", now -> now.runs().running());
    gauge("batchrunner.runs.waiting", "Runs not begun", now -> now.runs().waiting());
    gauge("batchrunner.tasks.waiting", "Tasks not submitted", now -> now.tasks().waiting());
    gauges.add(
        Gauge.builder("batchrunner.time.left", this, BatchMetrics::timeLeft)
            .description("Likely time left of the execution; NaN while unknown")
            .baseUnit("seconds")
            .tags(this.tags)
            .register(registry));
  }

  private void gauge(String name, String description, ToDoubleFunction<Progress> value) {
    gauges.add(
        Gauge.builder(name, this, metrics -> metrics.read(value))
            .description(description)
            .tags(tags)
            .register(registry));
  }

  private double read(ToDoubleFunction<Progress> value) {
    Progress now = progress;
    return now == null ? 0 : value.applyAsDouble(now);
  }

  private double timeLeft() {
    Progress now = progress;
    return now == null
        ? Double.NaN
        : now.timeLeft().map(left -> left.likely().toMillis() / 1000.0).orElse(Double.NaN);
  }

  @Override
  public void executionStarted(ExecutionEvent.ExecutionStarted event) {
    executor = event.executor();
  }

  @Override
  public void taskEnded(ExecutionEvent.TaskEnded event) {
    String kind = event.failure().map(Failure::kind).map(BatchMetrics::word).orElse(NONE);
    timers
        .computeIfAbsent(
            new Ending(executor, event.taskId(), word(event.status()), kind), this::timer)
        .record(event.duration());
    if (event.triedAgain()) {
      registry
          .counter("batchrunner.task.retries", tags.and("task", event.taskId(), "kind", kind))
          .increment();
    }
  }

  private Timer timer(Ending ending) {
    return Timer.builder("batchrunner.task.duration")
        .description("Attempts that ended, by the time they took")
        .tags(tags)
        .tag("executor", ending.executor())
        .tag("task", ending.task())
        .tag("outcome", ending.outcome())
        .tag("kind", ending.kind())
        .register(registry);
  }

  @Override
  public void taskSkipped(ExecutionEvent.TaskSkipped event) {
    registry.counter("batchrunner.task.skipped", tags.and("task", event.taskId())).increment();
  }

  @Override
  public void runEnded(ExecutionEvent.RunEnded event) {
    registry
        .counter(
            "batchrunner.run.ended",
            tags.and("outcome", event.succeeded() ? "succeeded" : "failed"))
        .increment();
  }

  @Override
  public void eventsMissed(ExecutionEvent.EventsMissed event) {
    registry.counter("batchrunner.events.missed", tags).increment((double) event.count());
  }

  @Override
  public void engineAvailable(ExecutionEvent.EngineAvailable event) {
    outages.record(event.outage());
  }

  @Override
  public void progress(Progress now) {
    progress = now;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Takes its gauges out of the registry; timers and counters stay. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }
}
