package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

  @TempDir Path root;

  @Test
  void aNewBatchHasAStatusAndANextStep() throws Exception {
    Path batch = SampleBatch.created(root);

    Cli.Outcome json = Cli.run("status", batch, "--json");
    assertThat(json.exitCode()).isZero();
    assertThat(json.out().strip())
        .isEqualTo(
            "{\"batch\":\"sample\",\"state\":\"new\","
                + "\"runs\":{\"total\":0,\"succeeded\":0,\"failed\":0,\"running\":0,\"waiting\":0},"
                + "\"tasks\":{\"total\":0,\"succeeded\":0,\"failed\":0,\"running\":0,\"waiting\":0,\"skipped\":0},"
                + "\"time_left_s\":null,\"failures\":[]}");
    assertThat(Cli.run("status", batch).err()).contains("next: batchrunner attach");
    Cli.run("attach", batch, SampleBatch.geoJson(root));
    assertThat(Cli.run("status", batch).err()).contains("next: batchrunner validate");
    Cli.run("validate", batch, "--template", "{properties['name']}");
    assertThat(Cli.run("status", batch).err()).contains("next: batchrunner run");
  }

  @Test
  void failuresAreGroupedAndMakeTheExitCodeOne() throws Exception {
    Path batch = SampleBatch.withFailure(root);

    Cli.Outcome outcome = Cli.run("status", batch, "--json");

    JsonNode status = outcome.json();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(status.get("state").asText()).isEqualTo("failed");
    assertThat(status.at("/tasks/total").asInt()).isEqualTo(12);
    assertThat(status.at("/tasks/skipped").asInt()).isEqualTo(1);
    JsonNode failure = status.at("/failures/0");
    assertThat(failure.fieldNames())
        .toIterable()
        .containsExactly(
            "signature",
            "kind",
            "count",
            "example_run",
            "message",
            "task",
            "pattern",
            "evidence",
            "detail",
            "first_at",
            "latest_at",
            "ended",
            "runs");
    assertThat(failure.at("/evidence/0").asText()).isEqualTo("no weather");
    assertThat(failure.at("/runs/0").asText()).isEqualTo("doomed");
    assertThat(failure.get("ended").asInt()).isEqualTo(4);
    assertThat(failure.get("kind").asText()).isEqualTo("EXIT_CODE");
    assertThat(failure.get("count").asInt()).isEqualTo(1);
    assertThat(failure.get("example_run").asText()).isEqualTo("doomed");
    assertThat(Cli.run("status", batch).out())
        .contains(failure.get("signature").asText(), "explain " + batch + " doomed second")
        .contains("  no weather\n", "in 25.0 % of the 4 runs in which second has ended")
        .contains("retry " + batch + " --failure " + failure.get("signature").asText());
  }

  @Test
  void runIdsOfOtherWatershedsAreOutOfDate() throws Exception {
    Path batch = SampleBatch.validated(root);
    Cli.run("attach", batch, SampleBatch.geoJson(root));

    Cli.Outcome outcome = Cli.run("status", batch);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("validate the template");
  }
}
