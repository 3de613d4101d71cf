package io.github.batchrunner.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelinesTest {

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
