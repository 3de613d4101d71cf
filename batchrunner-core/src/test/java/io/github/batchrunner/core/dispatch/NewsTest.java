package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.AttemptToken;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the forecast makes of what happens. */
class NewsTest {

  private static final Pipeline ONE =
      Pipeline.builder("one")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .build();

  @TempDir private Path directory;

  @Test
  void whatIsTakenBackAndSkippedAfterwardsIsNotCountedTwice() {
    Harness harness = new Harness(directory, ONE, Harness.runs(4));
    BatchPlan plan = harness.plan();
    Forecast forecast = new Forecast(plan, harness.journal().state(), 0);
    News news =
        new News(
            "test",
            new Announcer(
                "test",
                () -> {
                  throw new AssertionError("nobody listens");
                }),
            new RunLogs(false, null),
            forecast,
            plan,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    news.taskEnded(flight(0), TaskStatus.SUCCEEDED, 0, 1000, null, null);
    news.taskEnded(flight(1), TaskStatus.SUCCEEDED, 1000, 2000, null, null);
    news.taskEnded(flight(2), TaskStatus.WITHDRAWN, 2000, 2000, null, null);
    news.taskSkipped(2, 0, 0);
    assertThat(forecast.last(List.of(), 2000))
        .as("run 3 is left")
        .isNotNull()
        .extracting(TimeLeft::likely)
        .isNotEqualTo(Duration.ZERO);
  }

  private static Flight flight(int run) {
    return new Flight(run, 0, run, 0, 1, 0, new AttemptToken("test-" + run));
  }
}
