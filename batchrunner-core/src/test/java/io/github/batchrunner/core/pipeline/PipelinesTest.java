package io.github.batchrunner.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {

  @TempDir private Path directory;

  @Test
  void theSevenTasksOfWeppAreInTheirGraph() {
    Pipeline wepp = Pipelines.wepp();
    assertThat(wepp.groups())
        .containsExactly("delineation", "landuse", "soils", "climate", "wepp", "watar", "omni");
    assertThat(wepp.task(wepp.number("wepp")).needs())
        .containsExactly("landuse", "soils", "climate");
    assertThat(wepp.task(wepp.number("omni")).needs()).containsExactly("wepp");
    assertThat(wepp.task(0).label()).isEqualTo("Watershed Delineation and Abstraction");
  }

  @Test
  void weppcloudsStepsFollowEachOtherUnderTheSevenCheckBoxes() {
    Pipeline weppcloud = Pipelines.weppcloud();
    assertThat(weppcloud.tasks())
        .extracting(TaskDefinition::id)
        .containsExactly(
            "fetch_dem",
            "build_channels",
            "find_outlet",
            "build_subcatchments",
            "abstract_watershed",
            "build_landuse",
            "build_soils",
            "build_climate",
            "build_rap_ts",
            "build_openet_ts",
            "run_wepp_hillslopes",
            "run_wepp_watershed",
            "run_watar",
            "run_omni_scenarios",
            "run_omni_contrasts");
    assertThat(weppcloud.groups()).isEqualTo(Pipelines.wepp().groups());
    for (int task = 1; task < weppcloud.size(); task++) {
      assertThat(weppcloud.needs(task)).containsExactly(task - 1);
    }
    assertThat(weppcloud.tasks())
        .allMatch(task -> task.timeout().orElseThrow().equals(Duration.ofHours(12)));
    assertThat(PipelineJson.write(weppcloud.task(7).work()))
        .isEqualTo(
            "{\"call\":{\"function\":\"wepppy.rq.project_rq.build_climate_rq\","
                + "\"args\":[\"{composite_run_id}\"],\"kwargs\":{}}}");
    assertThat(PipelineJson.write(weppcloud.task(weppcloud.number("run_watar")).work()))
        .contains("run_ash_rq", "\"8/4\",5.0,5.0", "\"fails_when\":\"first_is_false\"");
    assertThat(PipelineJson.write(PipelineJson.parse(PipelineJson.write(weppcloud))))
        .isEqualTo(PipelineJson.write(weppcloud));
  }

  @Test
  void weppcloudsOptionalStepsAreThoseOfTheBaseProject() throws IOException {
    Files.createFile(directory.resolve("openet_ts.nodb"));
    Pipeline pipeline = Pipelines.named("weppcloud", directory);
    assertThat(pipeline.tasks())
        .extracting(TaskDefinition::id)
        .contains("build_openet_ts")
        .doesNotContain("build_rap_ts", "run_watar");
    assertThat(pipeline.task(pipeline.number("build_openet_ts")).needs())
        .containsExactly("build_climate");
    assertThat(Pipelines.named("wepp", directory).id()).isEqualTo("wepp");
    assertThatThrownBy(() -> Pipelines.named("weppclout", directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("did you mean \"weppcloud\"?");
  }

  @Test
  void needsGoThroughWhatIsPassed() {
    Pipeline wepp = Pipelines.wepp();
    Set<Integer> passed = Set.of(wepp.number("wepp"), wepp.number("landuse"), wepp.number("soils"));
    int[] needs = wepp.needsThrough(passed::contains)[wepp.number("omni")];
    List<String> names = Arrays.stream(needs).mapToObj(need -> wepp.task(need).id()).toList();
    assertThat(names)
        .containsExactlyInAnyOrder("wepp", "landuse", "soils", "climate", "delineation");
    assertThat(wepp.needsThrough(task -> false)[wepp.number("omni")])
        .containsExactly(wepp.number("wepp"));
  }

  @Test
  void aNameMeansATaskOrAllTasksOfACheckBox() {
    Pipeline pipeline =
        Pipeline.builder("p")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")).group("box"))
            .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).group("box"))
            .build();
    assertThat(pipeline.numbersOf("box")).containsExactly(0, 1);
    assertThat(pipeline.numbersOf("b")).containsExactly(1);
    assertThatThrownBy(() -> pipeline.numbersOf("boxx"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("did you mean \"box\"?");
    assertThatThrownBy(() -> pipeline.number("c")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aPipelineHasAThousandTasksAtMostAndAChainOfThemIsSorted() {
    Pipeline.Builder chain = Pipeline.builder("chain");
    for (int task = 999; task >= 0; task--) {
      TaskDefinition.Builder definition =
          TaskDefinition.builder("t" + task, WorkDefinition.handler("h"));
      chain.task(task == 0 ? definition : definition.needs("t" + (task - 1)));
    }
    assertThat(chain.build().number("t999")).isEqualTo(999);
    chain.task(TaskDefinition.builder("one-more", WorkDefinition.handler("h")));
    assertThatThrownBy(chain::build)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 to 1000 tasks");
  }

  @Test
  void oneNeedNamedTwiceIsAnError() {
    assertThatThrownBy(
            () ->
                Pipeline.builder("p")
                    .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
                    .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a", "a"))
                    .build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("names a need twice");
  }
}
