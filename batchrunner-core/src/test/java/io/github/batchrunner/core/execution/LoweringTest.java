package io.github.batchrunner.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.pipeline.LogRules;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.WorkKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoweringTest {

  private static Capabilities.Builder executor() {
    return Capabilities.builder(WorkKind.CALL);
  }

  private static Capabilities.Builder ordering(int maxFanIn) {
    return executor().nativeDependencies(new NativeDependencies(maxFanIn, OnFailure.STUCK));
  }

  private static Lowering of(Capabilities.Builder capabilities, Dependencies wanted) {
    return Lowering.of(Pipelines.wepp(), "rq", capabilities.build(), wanted);
  }

  @Test
  void anEngineThatOrdersAttemptsIsGivenThem() {
    Lowering lowering = of(ordering(100).cancelsQueued(), Dependencies.AUTO);
    assertThat(lowering.mode()).isEqualTo(Lowering.Mode.NATIVE);
    assertThat(lowering.mostNeeds()).isEqualTo(100);
    assertThat(lowering).hasToString("native: executor \"rq\" orders the tasks of a run itself");
  }

  @Test
  void aTaskWithMoreNeedsThanTheEngineTakesIsHeldBack() {
    Lowering lowering = of(ordering(2).cancelsQueued(), Dependencies.AUTO);
    assertThat(lowering.mode()).isEqualTo(Lowering.Mode.NATIVE);
    assertThat(lowering.reason()).contains("waits for more than 2 others");
  }

  @Test
  void whatNeedsATaskWhoseResultTellsItsFailureIsHeldBack() {
    Pipeline pipeline =
        Pipeline.builder("judged")
            .task(
                TaskDefinition.builder(
                    "a",
                    new WorkDefinition.Call("m.a", List.of(), Map.of())
                        .failingWhen(FailsWhen.RESULT_IS_FALSE)))
            .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
            .build();
    Lowering lowering =
        Lowering.of(pipeline, "rq", ordering(5).cancelsQueued().build(), Dependencies.AUTO);
    assertThat(lowering)
        .hasToString(
            "native: executor \"rq\" orders the tasks of a run itself; what needs a is held back"
                + " until its result has been looked at");
    assertThat(lowering.judgedByHost(pipeline).stream()).containsExactly(0);
  }

  @Test
  void whatNeedsATaskWithRulesForItsLogIsHeldBack() {
    Pipeline pipeline =
        Pipeline.builder("judged")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
            .task(
                TaskDefinition.builder("b", WorkDefinition.handler("b"))
                    .log(LogRules.failingOn("ERROR")))
            .build();
    Lowering lowering =
        Lowering.of(pipeline, "rq", ordering(5).cancelsQueued().build(), Dependencies.AUTO);
    assertThat(lowering.reason()).contains("what needs b is held back");
    assertThat(lowering.judgedByHost(pipeline).stream()).containsExactly(1);
  }

  @Test
  void allOthersAreHeldBackForAReason() {
    assertThat(of(executor(), Dependencies.AUTO))
        .hasToString("held back: executor \"rq\" does not order tasks by itself");
    assertThat(of(ordering(100).cancelsQueued(), Dependencies.HELD))
        .hasToString("held back: that was asked for");
    assertThat(of(ordering(100), Dependencies.AUTO))
        .hasToString(
            "held back: executor \"rq\" cannot take back what waits for a task that failed");
    assertThat(of(executor(), Dependencies.AUTO).mostNeeds()).isZero();
  }
}
