package io.github.batchrunner.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.status.BatchStatus.Counts;
import io.github.batchrunner.core.status.BatchStatus.State;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReaderTest {

  private static final Pipeline CHAIN =
      Pipeline.builder("chain").task(task("a")).task(task("b", "a")).task(task("c", "b")).build();

  @TempDir private Path directory;
  private JournalWriter journal;
  private TaskSelection selection = TaskSelection.all();

  private static TaskDefinition.Builder task(String id, String... needs) {
    return TaskDefinition.builder(id, WorkDefinition.handler(id)).needs(needs);
  }

  @BeforeEach
  void openTheJournal() {
    Path file = directory.resolve("journal.jsonl");
    journal = JournalWriter.open(file, "test", JournalReader.read(file));
  }

  @AfterEach
  void closeTheJournal() {
    journal.close();
  }

  private void started() {
    int number = journal.state().executions().size() + 1;
    journal.start(new ExecutionRecord(number, Instant.EPOCH, "local", "{}", "here", 1, null));
  }

  private void attempted(String runId, String taskId, TaskStatus status, String message) {
    int run = journal.run(runId);
    int version = journal.version(TaskVersion.of(taskId, "d", Map.of()));
    int attempt = journal.state().task(taskId).attempts(run) + 1;
    journal.intent(run, version, 1, attempt, Cause.UNKNOWN, 0);
    if (status != TaskStatus.SUBMITTED) {
      Failure failure = message.isEmpty() ? null : Failure.of(FailureKind.EXCEPTION, message);
      journal.end(run, version, attempt, status, 5, 9, failure);
    }
  }

  private StatusReader reader(boolean active) {
    RunTable.Builder runs = RunTable.builder(3);
    for (int run = 0; run < 3; run++) {
      runs.add("r" + run, run, 1, 1);
    }
    return new StatusReader(CHAIN, runs.build(), selection, journal.state(), active);
  }

  @Test
  void aNewBatchWaits() {
    BatchStatus status = reader(false).status("b");
    assertThat(status.state()).isEqualTo(State.NEW);
    assertThat(status.runs()).isEqualTo(new Counts(3, 0, 0, 0, 3, 0));
    assertThat(status.tasks()).isEqualTo(new Counts(9, 0, 0, 0, 9, 0));
    assertThat(status.failures()).isEmpty();
  }

  @Test
  void failuresAreGroupedAndWhatDependsOnThemIsSkipped() {
    started();
    attempted("r0", "a", TaskStatus.FAILED, "cell 5 of r0 is dry");
    attempted("r1", "a", TaskStatus.FAILED, "cell 77 of r1 is dry");
    attempted("r2", "a", TaskStatus.SUCCEEDED, "");
    attempted("r2", "b", TaskStatus.CANCELLED, "");
    journal.finish(Instant.EPOCH, false);
    BatchStatus status = reader(false).status("b");
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.runs()).isEqualTo(new Counts(3, 0, 3, 0, 0, 0));
    assertThat(status.tasks()).isEqualTo(new Counts(9, 1, 3, 0, 0, 5));
    assertThat(status.failures()).hasSize(2);
    assertThat(status.failures().get(0))
        .satisfies(
            group -> {
              assertThat(group.count()).isEqualTo(2);
              assertThat(group.kind()).isEqualTo("EXCEPTION");
              assertThat(group.taskId()).isEqualTo("a");
              assertThat(group.exampleRun()).isEqualTo("r0");
              assertThat(group.message()).isEqualTo("cell 5 of r0 is dry");
              assertThat(group.pattern()).isEqualTo("cell <n> of <run> is dry");
              assertThat(group.runs()).containsExactly("r0", "r1");
              assertThat(group.ended()).isEqualTo(3);
              assertThat(group.share()).isEqualTo(2 / 3.0);
              assertThat(group.firstAt()).isEqualTo(Instant.ofEpochMilli(9));
              assertThat(group.latestAt()).isEqualTo(Instant.ofEpochMilli(9));
            });
    assertThat(status.failures().get(1))
        .satisfies(
            group -> {
              assertThat(group.kind()).isEqualTo("CANCELLED");
              assertThat(group.taskId()).isEqualTo("b");
              assertThat(group.signature()).matches("[0-9a-f]{8}");
            });
  }

  @Test
  void whatFailedAndLaterSucceededCountsAsSucceeded() {
    started();
    attempted("r0", "a", TaskStatus.FAILED, "no");
    attempted("r0", "a", TaskStatus.SUCCEEDED, "");
    assertThat(reader(false).status("b").tasks().succeeded()).isEqualTo(1);
    assertThat(reader(false).status("b").failures()).isEmpty();
    assertThat(reader(false).attempt(0, 0)).isEqualTo(new TaskAttempt(2, 5, 9));
  }

  @Test
  void aGroupIsFoundByItsSignatureOrItsBeginning() {
    started();
    assertThatThrownBy(() -> reader(false).status("b").failureGroup("5f3a9c12"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no failure has the signature \"5f3a9c12\": nothing has failed");
    attempted("r0", "a", TaskStatus.FAILED, "no");
    attempted("r1", "a", TaskStatus.FAILED, "oh");
    BatchStatus status = reader(false).status("b");
    String signature = status.failures().get(0).signature();
    assertThat(status.failureGroup(signature).runs()).containsExactly("r0");
    assertThat(status.failureGroup(signature.substring(0, 4).toUpperCase(Locale.ROOT)).runs())
        .containsExactly("r0");
    assertThatThrownBy(() -> status.failureGroup(signature.substring(0, 3)))
        .hasMessageContaining("no failure has the signature");
    String wrong = signature.substring(0, 7) + (signature.endsWith("0") ? '1' : '0');
    assertThatThrownBy(() -> status.failureGroup(wrong))
        .hasMessage(
            "no failure has the signature \"%s\"; did you mean \"%s\"?"
                .formatted(wrong, signature));
    assertThatThrownBy(() -> status.failureGroup("zzzzzzzz"))
        .hasMessageContaining("there are: " + signature + ", ");
  }

  @Test
  void aBeginningThatSeveralSignaturesShareIsNotEnough() {
    List<BatchStatus.FailureGroup> groups =
        Stream.of("5f3a9c12", "5f3a0000")
            .map(
                signature ->
                    new BatchStatus.FailureGroup(
                        signature,
                        "",
                        "EXCEPTION",
                        "a",
                        "r",
                        "",
                        List.of(),
                        "",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1,
                        List.of("r")))
            .toList();
    Counts none = new Counts(0, 0, 0, 0, 0, 0);
    assertThatThrownBy(
            () -> new BatchStatus("b", State.FAILED, none, none, groups).failureGroup("5f3a"))
        .hasMessage("several signatures begin with \"5f3a\": 5f3a9c12, 5f3a0000; give more of it");
  }

  @Test
  void aFailureBehindACheckBoxThatIsOffSkipsNothing() {
    started();
    attempted("r0", "a", TaskStatus.FAILED, "no");
    selection = TaskSelection.of(Map.of("b", false));
    assertThat(reader(false).outcomes(0))
        .as("c needs a through b")
        .containsExactly(TaskOutcome.FAILED, TaskOutcome.DISABLED, TaskOutcome.SKIPPED);
    selection = TaskSelection.of(Map.of("a", false));
    assertThat(reader(false).outcomes(0))
        .as("what is off is used as it is")
        .containsExactly(TaskOutcome.DISABLED, TaskOutcome.WAITING, TaskOutcome.WAITING);
  }

  @Test
  void whatIsSubmittedRunsOnlyWhileSomebodyRunsTheBatch() {
    started();
    attempted("r0", "a", TaskStatus.SUBMITTED, "");
    assertThat(reader(true).status("b").state()).isEqualTo(State.RUNNING);
    assertThat(reader(true).status("b").runs()).isEqualTo(new Counts(3, 0, 0, 1, 2, 0));
    assertThat(reader(false).status("b").state()).isEqualTo(State.INTERRUPTED);
    assertThat(reader(false).status("b").tasks().running()).isZero();
  }

  @Test
  void theStateIsThatOfTheLatestExecution() {
    started();
    journal.finish(Instant.EPOCH, true);
    assertThat(reader(false).status("b").state()).isEqualTo(State.CANCELLED);
    started();
    journal.finish(Instant.EPOCH, false);
    assertThat(reader(false).status("b").state()).isEqualTo(State.INCOMPLETE);
    for (int run = 0; run < 3; run++) {
      for (TaskDefinition task : CHAIN.tasks()) {
        attempted("r" + run, task.id(), TaskStatus.SUCCEEDED, "");
      }
    }
    assertThat(reader(false).status("b").state()).isEqualTo(State.SUCCEEDED);
  }
}
