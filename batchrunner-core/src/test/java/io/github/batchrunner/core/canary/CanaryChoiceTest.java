package io.github.batchrunner.core.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.nodb.Requirement;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryChoiceTest {

  @TempDir private Path directory;

  private final List<String> features = new ArrayList<>();

  @Test
  void theSmallestTheMedianAndTheLargestComeFirst() throws Exception {
    for (int side : new int[] {5, 1, 3, 2, 4}) {
      watershed(side, "{}");
    }
    assertThat(runs(1)).containsExactly(1);
    assertThat(runs(2)).containsExactly(1, 2);
    assertThat(runs(3)).containsExactly(1, 2, 0);
    assertThat(whys(3).get(0)).startsWith("the smallest, ").endsWith(" km²");
    assertThat(whys(3).get(1)).startsWith("the median by area, ");
    assertThat(whys(3).get(2)).startsWith("the largest, ");
  }

  @Test
  void thenComeTheRarestValuesEachByTheSmallestRunThatHasIt() throws Exception {
    for (int i = 1; i <= 20; i++) {
      String soil = i == 7 || i == 8 ? "peat" : i == 12 ? "karst" : "loam";
      watershed(i, "{\"soil\": \"" + soil + "\", \"name\": \"w" + i + "\"}");
    }
    assertThat(runs(5)).containsExactly(0, 9, 19, 11, 6);
    assertThat(whys(5).get(3)).startsWith("the only one with \"soil\" = \"karst\", ");
    assertThat(whys(5).get(4)).startsWith("the smallest of 2 with \"soil\" = \"peat\", ");
  }

  @Test
  void whatOneOfThoseChosenHasIsNotChosenAgain() throws Exception {
    for (int i = 1; i <= 20; i++) {
      String kind = i == 20 ? "lake" : i == 5 ? "spring" : "stream";
      watershed(i, "{\"kind\": \"" + kind + "\"}");
    }
    assertThat(runs(4)).as("the largest is the lake").containsExactly(0, 9, 19, 4);
  }

  @Test
  void missingAndNullAreAlikeAndNumbersAreOnlyThereOrNot() throws Exception {
    for (int i = 1; i <= 20; i++) {
      String gauge = i == 4 ? "" : i == 6 ? ", \"gauge\": null" : ", \"gauge\": " + i * 1.5;
      watershed(i, "{\"burned\": " + (i == 3) + gauge + "}");
    }
    assertThat(runs(5)).containsExactly(0, 9, 19, 2, 3);
    assertThat(whys(5).get(3)).startsWith("the only one with \"burned\" = true, ");
    assertThat(whys(5).get(4)).startsWith("the smallest of 2 with \"gauge\" missing, ");
  }

  @Test
  void aPropertyThatAppearsLateIsMissingInAllBefore() throws Exception {
    for (int i = 1; i <= 20; i++) {
      watershed(i, i == 15 ? "{\"fire\": \"2020\"}" : "{}");
    }
    assertThat(runs(4)).containsExactly(0, 9, 19, 14);
    assertThat(whys(4).get(3)).startsWith("the only one with \"fire\" = \"2020\", ");
  }

  @Test
  void namesAreNoTraits() throws Exception {
    for (int i = 1; i <= 200; i++) {
      watershed(i, "{\"name\": \"w" + i + "\"}");
    }
    assertThat(runs(4)).as("the widest gap by area").containsExactly(0, 99, 199, 149);
  }

  @Test
  void whenAllTraitsAreThereTheGapsBetweenAreasAreFilled() throws Exception {
    for (int i = 1; i <= 9; i++) {
      watershed(i, "{}");
    }
    assertThat(runs(9)).containsExactly(0, 4, 8, 2, 6, 1, 3, 5, 7);
    assertThat(runs(100)).hasSize(9);
    assertThat(whys(4).get(3)).startsWith("between others by area, ");
  }

  @Test
  void onlyRunsThatHaveSomethingToDoAreChosen() throws Exception {
    for (int i = 1; i <= 9; i++) {
      watershed(i, "{\"kind\": \"" + (i == 1 ? "lake" : "stream") + "\"}");
    }
    WatershedCollection watersheds = watersheds();
    List<CanaryRun> chosen =
        CanaryChoice.choose(plan(watersheds, run -> run % 2 == 1), watersheds, 4);
    assertThat(chosen).extracting(CanaryRun::run).containsExactly(0, 1, 3, 2);
    assertThat(CanaryChoice.choose(plan(watersheds, run -> false), watersheds, 4)).isEmpty();
  }

  @Test
  void whatAFileSaysIsShownWithoutWhatControlsATerminal() throws Exception {
    for (int i = 1; i <= 20; i++) {
      watershed(i, "{\"kind\": \"" + (i == 3 ? "\\u001b[31m" + "x".repeat(200) : "y") + "\"}");
    }
    assertThat(whys(4).get(3)).doesNotContain("\u001b").hasSizeLessThan(140);
  }

  @Test
  void realWatershedsAreChosenByAreaAndByWhatIsRare() {
    WatershedCollection oregon =
        WatershedCollection.load(Requirement.sharedData("oregon-drinking-watersheds.geojson"));
    BatchPlan plan = plan(oregon, run -> true);
    List<CanaryRun> chosen = CanaryChoice.choose(plan, oregon, 12);
    assertThat(chosen).hasSize(12).doesNotHaveDuplicates();
    assertThat(CanaryChoice.choose(plan, oregon, 12)).as("always the same").isEqualTo(chosen);
    List<Integer> byArea =
        IntStream.range(0, oregon.count())
            .boxed()
            .sorted(Comparator.comparingDouble(oregon::areaSquareMetres))
            .toList();
    assertThat(chosen.subList(0, 3))
        .extracting(CanaryRun::run)
        .containsExactly(byArea.get(0), byArea.get(95), byArea.get(191));
    assertThat(chosen.subList(3, 12))
        .allSatisfy(canary -> assertThat(canary.why()).contains(" with \""));
    Set<String> whys = new HashSet<>();
    chosen.forEach(canary -> whys.add(canary.why()));
    assertThat(whys).hasSize(12);
  }

  private void watershed(int side, String properties) {
    features.add(
        String.format(
            Locale.ROOT,
            "{\"type\":\"Feature\",\"properties\":%1$s,\"geometry\":{\"type\":\"Polygon\","
                + "\"coordinates\":[[[0,0],[%2$s,0],[%2$s,0.01],[0,0.01],[0,0]]]}}",
            properties,
            side * 0.001));
  }

  private WatershedCollection watersheds() throws IOException {
    return WatershedCollection.load(
        Files.writeString(
            directory.resolve("watersheds.geojson"),
            "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}"));
  }

  private List<CanaryRun> choose(int count) throws IOException {
    WatershedCollection watersheds = watersheds();
    return CanaryChoice.choose(plan(watersheds, run -> true), watersheds, count);
  }

  private List<Integer> runs(int count) throws IOException {
    return choose(count).stream().map(CanaryRun::run).toList();
  }

  private List<String> whys(int count) throws IOException {
    return choose(count).stream().map(CanaryRun::why).toList();
  }

  private BatchPlan plan(WatershedCollection watersheds, IntPredicate chosen) {
    RunTable.Builder runs = RunTable.builder(watersheds.count());
    for (int feature = 0; feature < watersheds.count(); feature++) {
      if (chosen.test(feature)) {
        runs.add("run-" + feature, feature, watersheds.areaSquareMetres(feature), feature);
      }
    }
    BatchState nothing = JournalReader.read(directory.resolve("none.jsonl")).state();
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
            Pipeline.builder("one")
                .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
                .build(),
            TaskSelection.all(),
            PlanOptions.all(),
            nothing,
            directories,
            pattern -> "same",
            (task, run) -> true)
        .plan(runs.build());
  }
}
