package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorsCommandTest {

  private static final String UNREACHABLE = UnreachableExecutorProvider.class.getName();

  @TempDir Path root;

  @Test
  void listsTheLocalExecutorWithItsOptions() {
    Cli.Outcome outcome = Cli.run("executors");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("local: ", "-O threads=<a whole number>, default 0");
  }

  @Test
  void theDocumentHasOptionsAndCapabilities() {
    JsonNode local = Cli.run("executors", "--json").json().at("/executors/0");

    assertThat(local.get("id").asText()).isEqualTo("local");
    assertThat(local.at("/options/0/name").asText()).isEqualTo("threads");
    assertThat(local.at("/options/0/type").asText()).isEqualTo("integer");
    assertThat(local.at("/options/0/default").asText()).isEqualTo("0");
    assertThat(local.at("/options/0/secret").asBoolean()).isFalse();
    assertThat(local.at("/capabilities/work_kinds").toString())
        .isEqualTo("[\"command\",\"handler\"]");
    assertThat(local.at("/capabilities/delivery").asText()).isEqualTo("push");
  }

  @Test
  void aPluginIsListedWithoutItsSecretsAndABrokenOneIsAnIssue() throws Exception {
    try (PluginFolder plugins = new PluginFolder(root, "no.such.Provider", UNREACHABLE)) {
      plugins.use();
      Cli.Outcome people = Cli.run("executors");
      Cli.Outcome outcome = Cli.run("executors", "--json");

      JsonNode all = outcome.json();
      JsonNode unreachable = all.at("/executors/2");
      assertThat(unreachable.get("id").asText()).isEqualTo("unreachable");
      assertThat(unreachable.at("/options/0/default").isNull()).isTrue();
      assertThat(unreachable.at("/options/0/secret").asBoolean()).isTrue();
      assertThat(unreachable.get("capabilities").isNull())
          .as("they depend on an option without a default")
          .isTrue();
      assertThat(all.at("/issues/0/problem").asText()).contains("no.such.Provider");
      assertThat(people.out()).contains("unreachable: Runs nothing.").doesNotContain("swordfish");
      assertThat(people.err()).contains("cannot be used", "no.such.Provider");
    }
  }

  @Test
  void anEngineThatCannotBeReachedIsExitCodeThree() throws Exception {
    Path batch = SampleBatch.validated(root);
    try (PluginFolder plugins = new PluginFolder(root.resolve("plugins"), UNREACHABLE)) {
      plugins.use();
      Cli.Outcome outcome =
          Cli.run(
              "run", batch, "--executor", "unreachable", "-O", "password=hunter2", "-O", "port=1");

      assertThat(outcome.exitCode()).isEqualTo(3);
      assertThat(outcome.err())
          .contains("\"unreachable\"", "nobody listens on port 1")
          .doesNotContain("hunter2", "\tat ");
      assertThat(batch.resolve("cedar")).doesNotExist();
    }
  }
}
