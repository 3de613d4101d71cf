package io.github.batchrunner.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private static ExecutionEvent.TaskEnded succeeded(String task, long seconds) {
    return new ExecutionEvent.TaskEnded(
        AT, "r", task, 1, TaskStatus.SUCCEEDED, Duration.ofSeconds(seconds), null, null);
  }

  private static ExecutionEvent.TaskEnded failed(String task, boolean triedAgain) {
    return new ExecutionEvent.TaskEnded(
        AT,
        "r",
        task,
        1,
        TaskStatus.FAILED,
        Duration.ofSeconds(9),
        Failure.of(FailureKind.OUT_OF_MEMORY, "no room"),
        triedAgain ? AT.plusSeconds(1) : null);
  }

  private static Progress progress() {
    return new Progress(
        new Progress.Counts(10, 2, 1, 0, 3),
        new Progress.Counts(70, 20, 3, 4, 8),
        8,
        Duration.ofSeconds(60),
        "",
        new TimeLeft(Duration.ofSeconds(90), Duration.ofSeconds(120), Duration.ofSeconds(200)));
  }

  private static void tell(BatchMetrics metrics) {
    metrics.on(new ExecutionEvent.ExecutionStarted(AT, 1, "local", 10, 70));
    metrics.on(succeeded("climate", 4));
    metrics.on(succeeded("climate", 6));
    metrics.on(failed("wepp", true));
    metrics.on(failed("wepp", false));
    metrics.on(new ExecutionEvent.TaskSkipped(AT, "r", "omni", "wepp"));
    metrics.on(new ExecutionEvent.RunEnded(AT, "r", false));
    metrics.on(new ExecutionEvent.EngineUnavailable(AT, "away"));
    metrics.on(new ExecutionEvent.EngineAvailable(AT, Duration.ofSeconds(7)));
    metrics.on(new ExecutionEvent.EventsMissed(AT, 5));
    metrics.progress(progress());
  }

  @Test
  void prometheusIsShownWhatTheDocumentationSays() throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (BatchMetrics metrics = new BatchMetrics(registry, Tags.of("batch", "palouse"))) {
      tell(metrics);
      List<String> shown = registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
      List<String> documented = documented();
      assertThat(documented).hasSizeGreaterThan(15);
      assertThat(shown).containsExactlyInAnyOrderElementsOf(documented);
    }
  }

  /** Returns the lines of the example in the documentation. */
  private static List<String> documented() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path page = Optional.ofNullable(here.getParent()).orElse(here).resolve("docs/observability.md");
    List<String> lines = Files.readAllLines(page);
    int start = lines.indexOf("```prometheus") + 1;
    assertThat(start).as("the example in " + page).isPositive();
    return lines.subList(start, start + lines.subList(start, lines.size()).indexOf("```"));
  }

  @Test
  void gaugesAreGoneWhenItIsClosedAndCountersStay() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (BatchMetrics metrics = new BatchMetrics(registry)) {
      tell(metrics);
      assertThat(registry.get("batchrunner.attempts.in.flight").gauge().value()).isEqualTo(8);
    }
    assertThat(registry.find("batchrunner.attempts.in.flight").gauge()).isNull();
    assertThat(registry.get("batchrunner.task.duration").tag("task", "climate").timer().count())
        .isEqualTo(2);
    try (BatchMetrics metrics = new BatchMetrics(registry)) {
      metrics.on(succeeded("climate", 1));
      metrics.progress(progress());
      assertThat(registry.get("batchrunner.tasks.waiting").gauge().value()).isEqualTo(35);
    }
  }

  @Test
  void beforeAnythingIsKnownGaugesSayNothing() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (BatchMetrics metrics = new BatchMetrics(registry)) {
      assertThat(registry.get("batchrunner.runs.running").gauge().value()).isZero();
      assertThat(registry.get("batchrunner.time.left").gauge().value()).isNaN();
      metrics.progress(progress());
      assertThat(registry.get("batchrunner.runs.waiting").gauge().value()).isEqualTo(4);
    }
  }
}
