package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  @TempDir Path root;
  private Path batch;

  @BeforeEach
  void validate() throws Exception {
    batch = SampleBatch.validated(root);
  }

  @Test
  void theDocumentHasAReasonForEachTask() {
    Cli.Outcome outcome = Cli.run("plan", batch, "--json");

    JsonNode plan = outcome.json();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(plan.get("runs").asInt()).isEqualTo(4);
    assertThat(plan.get("tasks").asInt()).isEqualTo(28);
    assertThat(plan.get("to_run").asInt()).isEqualTo(28);
    assertThat(plan.get("up_to_date").asInt()).isZero();
    assertThat(plan.get("disabled").asInt()).isZero();
    assertThat(plan.at("/lowering/mode").asText()).isEqualTo("held");
    assertThat(plan.at("/lowering/reason").asText()).contains("\"local\"");
    assertThat(plan.get("items").size()).isEqualTo(28);
    assertThat(plan.at("/items/0").toString())
        .isEqualTo(
            "{\"run_id\":\"cedar\",\"task\":\"delineation\",\"action\":\"run\",\"reason\":\"has never run\"}");
  }

  @Test
  void aPersonSeesCountsAndReasons() {
    Cli.Outcome outcome = Cli.run("plan", batch);

    assertThat(outcome.out())
        .contains(
            "4 runs of 7 tasks: 28 tasks to run in 4 runs, 0 up to date",
            "has never run",
            "dependencies: held back: executor \"local\" does not order tasks by itself",
            "cedar");
  }

  @Test
  void aPlanTouchesNothing() throws Exception {
    Path journal = batch.resolve(".batchrunner");
    Cli.run("plan", batch, "--force");

    assertThat(batch.resolve("cedar")).doesNotExist();
    assertThat(journal).isEmptyDirectory();
  }

  @Test
  void editsOfTheBaseAreShownWhenAskedForAndDecidedAboutWhenTheyConflict() throws Exception {
    String step =
        """
        {"id": "p", "tasks": [{"id": "t", "inputs": ["ron.nodb"], "work": {"command": ["/bin/sh", "-c", "exit 0"]}}]}
        """;
    Path pipeline = SampleBatch.pipeline(root, step);
    assertThat(Cli.run("run", batch, "--pipeline", pipeline).exitCode()).isZero();
    replace(batch.resolve("cedar/ron.nodb"), "\"_zoom0\": 5", "\"_zoom0\": 3");
    replace(batch.resolve("_base/ron.nodb"), "\"_zoom0\": 5", "\"_zoom0\": 9");

    assertThat(Cli.run("plan", batch, "--base-changes").out())
        .contains(
            "4 runs of 4 existing runs behind it", "Conflicts fail their runs, such as \"cedar\"")
        .containsPattern("ron.nodb +_zoom0 +3 +1 +0");
    assertThat(
            Cli.run("plan", batch, "--base-changes", "--json")
                .json()
                .at("/base_changes/changes/0")
                .toString())
        .isEqualTo(
            "{\"file\":\"ron.nodb\",\"attribute\":\"_zoom0\",\"take\":3,\"conflict\":1,\"keep\":0,"
                + "\"example_conflict\":\"cedar\"}");
    Cli.Outcome failing = Cli.run("run", batch);
    assertThat(failing.exitCode()).isEqualTo(1);
    assertThat(failing.err())
        .contains("\"_zoom0\" of \"ron.nodb\" was 5", "9 in the base project and 3 in the run");
    assertThat(Cli.run("retry", batch, "--on-conflict", "both").exitCode()).isEqualTo(2);
    assertThat(Cli.run("retry", batch, "--on-conflict", "base").exitCode()).isZero();
    assertThat(batch.resolve("cedar/ron.nodb")).content().contains("\"_zoom0\": 9");
    assertThat(Cli.run("plan", batch, "--base-changes").out())
        .contains("0 runs of 4 existing runs behind it");
  }

  private static void replace(Path file, String from, String to) throws Exception {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void boxesWithNegativeNumbersSelectInBothSpellings() {
    assertThat(ids("--bbox", "-117.5,45.5,-116,47.5")).containsExactly("cedar", "birch");
    assertThat(ids("--bbox=-117.5,47.5,-116,48.5")).containsExactly("alder");
    assertThat(ids("--bbox=-117.5,47.5,-116,49.5", "--only", "a*")).containsExactly("alder");
    assertThat(ids("--bbox", "10,10,11,11")).isEmpty();
    assertThat(Cli.run("plan", batch, "--bbox", "1,2,3").exitCode()).isEqualTo(2);
  }

  @Test
  void runIdsSelect() {
    assertThat(ids("--only", "?edar", "--only", "d*")).containsExactly("cedar", "doomed");
    Cli.Outcome outcome = Cli.run("plan", batch, "--only", "cedr");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("\"cedr\"", "did you mean \"cedar\"?");
  }

  @Test
  void forceTakesItsTasksOnlyAfterAnEqualsSign() throws Exception {
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);
    Cli.run("run", batch, "--pipeline", pipeline, "--only", "cedar");

    JsonNode all = Cli.run("plan", "--force", batch, "--only", "cedar", "--json").json();
    JsonNode one = Cli.run("plan", batch, "--force=second", "--only", "cedar", "--json").json();

    assertThat(all.get("to_run").asInt()).isEqualTo(3);
    assertThat(one.get("to_run").asInt()).isEqualTo(2);
    assertThat(one.at("/items/0/action").asText()).isEqualTo("skip");
    assertThat(one.at("/items/0/reason").asText()).isEqualTo("is up to date");
    assertThat(one.at("/items/1/reason").asText()).isEqualTo("is forced");
    assertThat(one.at("/items/2/reason").asText()).isEqualTo("follows second, which runs");
    assertThat(Cli.run("plan", batch, "--force=").exitCode()).isEqualTo(2);
    assertThat(Cli.run("plan", batch, "--force=secnd").err()).contains("did you mean \"second\"");
  }

  @Test
  void aPipelineThatCannotBeUsedIsNamedWithItsMistake() throws Exception {
    Path pipeline =
        Files.writeString(
            root.resolve("p.json"),
            "{\"id\": \"p\", \"tasks\": [{\"id\": \"a\", \"wrok\": {\"handler\": \"a\"}}]}");

    Cli.Outcome outcome = Cli.run("plan", batch, "--pipeline", pipeline);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("p.json", "\"a\"");
    assertThat(Cli.run("plan", batch, "--pipeline", root.resolve("none")).err()).contains("none");
  }

  @Test
  void theExecutorThatThePlanIsForIsChecked() {
    assertThat(Cli.run("plan", batch, "--executor", "local", "-O", "threads=3").exitCode())
        .isZero();
    Cli.Outcome outcome = Cli.run("plan", batch, "--executor", "lokal");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("did you mean \"local\"?");
    assertThat(Cli.run("plan", batch, "-O", "thread=3").exitCode()).isEqualTo(2);
  }

  @Test
  void weppcloudsPipelineComesWithTheProgram() {
    Cli.Outcome outcome = Cli.run("plan", batch, "--pipeline", "weppcloud", "--json");
    assertThat(outcome.json().at("/items/0/task").asText()).isEqualTo("fetch_dem");
    assertThat(Cli.run("plan", batch, "--pipeline", "wepp", "--json").json().get("tasks").asInt())
        .isEqualTo(28);
  }

  @Test
  void aBatchWithoutRunIdsCannotBePlanned() throws Exception {
    Path other = root.resolve("other");
    Cli.run("create", other, "--config", "x");
    Cli.run("attach", other, SampleBatch.geoJson(root));

    Cli.Outcome outcome = Cli.run("plan", other, "--json");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("validate a template first");
  }

  private List<String> ids(String... selection) {
    List<Object> arguments = new ArrayList<>(List.of("plan", batch, "--json"));
    arguments.addAll(List.of(selection));
    List<String> ids = new ArrayList<>();
    Cli.run(arguments.toArray())
        .json()
        .get("items")
        .forEach(
            item -> {
              if (item.get("task").asText().equals("delineation")) {
                ids.add(item.get("run_id").asText());
              }
            });
    return ids;
  }
}
