package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryCommandTest {

  private static final String NEEDS_A_FILE =
      """
      {"id": "needy", "tasks": [
       {"id": "check", "work": {"command": ["/bin/sh", "-c",
        "if test $0 = doomed || test $0 = alder; then test -e \\"$1/$0\\" || exit 3; fi; if test $0 = birch; then exit 4; fi",
        "{run_id}", "%s"]}},
       {"id": "after", "needs": ["check"], "work": {"command": ["/bin/sh", "-c", "exit 0"]}}]}
      """;

  @TempDir Path root;

  @Test
  void runsAgainExactlyOneGroupWithThePipelineOfTheLatestExecution() throws Exception {
    Path batch = SampleBatch.validated(root);
    Path pipeline = SampleBatch.pipeline(root, NEEDS_A_FILE.formatted(root));
    assertThat(Cli.run("run", batch, "--pipeline", pipeline).exitCode()).isEqualTo(1);
    String signature = signatureOf(batch, 2);
    Files.createFile(root.resolve("doomed"));

    Cli.Outcome first = Cli.run("retry", batch, "--failure", signature, "-O", "threads=1");

    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(first.out())
        .containsPattern("tasks +4 +2 +1 +1 +0")
        .contains("alder")
        .doesNotContain("exit code 4");
    assertThat(first.err()).contains("1 more cause of earlier executions: ");
    Files.createFile(root.resolve("alder"));
    Cli.Outcome second = Cli.run("retry", batch, "--failure", signature);
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).containsPattern("tasks +2 +2 +0 +0 +0");
    Cli.Outcome again = Cli.run("retry", batch, "--failure", signature);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("\"" + signature + "\"", signatureOf(batch, 1));
    Cli.Outcome prefix =
        Cli.run("retry", batch, "--failure", signatureOf(batch, 1).substring(0, 4));
    assertThat(prefix.out()).containsPattern("tasks +2 +0 +1 +1 +0");
    Cli.Outcome all = Cli.run("retry", batch);
    assertThat(all.exitCode()).isEqualTo(1);
    assertThat(all.out()).containsPattern("tasks +2 +0 +1 +1 +0");
  }

  private static String signatureOf(Path batch, int count) {
    for (var failure : Cli.run("status", batch, "--json").json().get("failures")) {
      if (failure.get("count").asInt() == count) {
        return failure.get("signature").asText();
      }
    }
    throw new AssertionError("no group of " + count + " failures");
  }

  @Test
  void aBatchWithoutFailuresHasNothingToRetry() throws Exception {
    Path batch = SampleBatch.validated(root);

    Cli.Outcome outcome = Cli.run("retry", batch);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("nothing has failed");
    assertThat(Cli.run("retry", batch, "--failure", "5f3a9c12").exitCode()).isZero();
  }

  @Test
  void whatIsNoSignatureIsBadInput() throws Exception {
    Path batch = SampleBatch.withFailure(root);

    Cli.Outcome outcome = Cli.run("retry", batch, "--failure", "that one");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("\"that one\"", "there are: ");
  }
}
