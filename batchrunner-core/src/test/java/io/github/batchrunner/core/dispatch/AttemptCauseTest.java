package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the journal says of why an attempt was made. */
@Timeout(60)
class AttemptCauseTest {

  @TempDir private Path directory;

  private Cause execute(String taskId, RetryPolicy retry, Function<Submission, Course> script)
      throws Exception {
    Pipeline pipeline =
        Pipeline.builder("p")
            .task(TaskDefinition.builder("a", WorkDefinition.handler("a")).retry(retry))
            .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
            .build();
    Harness harness = new Harness(directory, pipeline, Harness.runs(1));
    try (Dispatcher execution = harness.start(new ScriptedExecutor(script))) {
      execution.await();
    }
    return harness.journal().state().task(taskId).cause(0);
  }

  @Test
  void theReasonOfThePlanIsKeptWithWhatItNames() throws Exception {
    Cause never = Cause.of(Reason.NEVER_RAN.code(), "");
    assertThat(execute("a", RetryPolicy.attempts(1), submission -> Course.FAILS)).isEqualTo(never);
    assertThat(execute("a", RetryPolicy.attempts(1), submission -> Course.SUCCEEDS))
        .isEqualTo(Cause.of(Reason.FAILED.code(), ""));
    assertThat(execute("b", RetryPolicy.attempts(1), submission -> Course.SUCCEEDS))
        .isEqualTo(never);
  }

  @Test
  void anotherAttemptInTheSameExecutionNamesTheFailureBeforeIt() throws Exception {
    FailureKind kind = FailureKind.EXIT_CODE;
    Function<Submission, Course> failsFirst =
        submission -> submission.task().attempt() == 1 ? Course.FAILS : Course.SUCCEEDS;
    assertThat(execute("a", Harness.atOnce(2).build(), failsFirst)).isEqualTo(Cause.again(kind));
  }
}
