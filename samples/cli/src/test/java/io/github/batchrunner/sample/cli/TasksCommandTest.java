package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksCommandTest {

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void createBatch() throws Exception {
    batch = SampleBatch.validated(root);
  }

  @Test
  void allAreOnAtFirst() {
    Cli.Outcome outcome = Cli.run("tasks", batch);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines()).hasSize(7).allMatch(line -> line.startsWith("[x] "));
    assertThat(outcome.out()).contains("Watershed Delineation and Abstraction");
  }

  @Test
  void whatIsSwitchedStaysSwitchedAndCountsInPlans() {
    assertThat(Cli.run("tasks", batch, "--disable", "watar, omni").exitCode()).isZero();
    assertThat(Cli.run("tasks", batch, "--enable", "omni").out()).contains("[ ] watar", "[x] omni");

    JsonNode plan = Cli.run("plan", batch, "--json").json();
    assertThat(plan.get("disabled").asInt()).isEqualTo(4);
    assertThat(plan.get("to_run").asInt()).isEqualTo(4 * 6);
  }

  @Test
  void anUnknownNameIsCorrectedAndNothingChanges() {
    Cli.Outcome outcome = Cli.run("tasks", batch, "--disable", "watar,omny");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("\"omny\"", "did you mean \"omni\"?");
    assertThat(Cli.run("tasks", batch).out()).doesNotContain("[ ]");
    assertThat(Cli.run("tasks", batch, "--disable", "watar,").exitCode()).isEqualTo(2);
  }
}
