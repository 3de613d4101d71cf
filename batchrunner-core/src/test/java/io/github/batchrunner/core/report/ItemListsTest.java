package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ItemListsTest {

  private static final Pipeline PIPELINE = ReportBatch.pipeline();

  /** An attempt of a task in the history of a batch; how it ended, if it has. */
  record Step(int run, int task, TaskStatus status) {}

  @Property(tries = 150)
  void eachRunStandsInOneListWhateverHappened(
      @ForAll("histories") List<Step> history, @ForAll boolean active) throws IOException {
    Path journal = Files.createTempFile("journal", ".jsonl");
    try {
      write(history, journal);
      RunTable.Builder runs = RunTable.builder(6);
      IntStream.range(0, 6).forEach(run -> runs.add(id(run), run, 0, 0));
      StatusReader reader =
          new StatusReader(
              PIPELINE,
              runs.build(),
              TaskSelection.of(Map.of("soils", false)),
              JournalReader.read(journal).state(),
              active);
      ItemLists lists = ItemLists.of(reader);

      List<String> together = new ArrayList<>(lists.succeeded());
      together.addAll(lists.failed());
      together.addAll(lists.missing());
      assertThat(together).doesNotHaveDuplicates();
      assertThat(together).containsExactlyInAnyOrderElementsOf(lists.all());
      assertThat(lists.all()).hasSize(6).isSorted();
      assertThat(lists.succeeded()).isSorted();
      assertThat(lists.failed()).isSorted();
      assertThat(lists.missing()).isSorted();
    } finally {
      Files.delete(journal);
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, PIPELINE.size() - 1),
            Arbitraries.of(TaskStatus.class).filter(status -> status != TaskStatus.NEW))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  private static String id(int run) {
    return "run-" + (9 - run);
  }

  private static void write(List<Step> history, Path file) {
    try (JournalWriter journal = JournalWriter.open(file, "test", JournalReader.read(file))) {
      for (Step step : history) {
        int run = journal.run(id(step.run()));
        String task = PIPELINE.task(step.task()).id();
        int version = journal.version(TaskVersion.of(task, "d", Map.of()));
        int attempt = journal.state().task(task).attempts(run) + 1;
        journal.intent(run, version, 0, attempt, Cause.UNKNOWN, 0);
        if (step.status() != TaskStatus.SUBMITTED) {
          Failure failure =
              step.status() == TaskStatus.FAILED
                  ? Failure.of(FailureKind.EXCEPTION, "no data")
                  : null;
          journal.end(run, version, attempt, step.status(), 1, 2, failure);
        }
      }
    }
  }
}
