package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.TaskTable.Phase;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelaysTest {

  private static final Pipeline PAIR =
      Pipeline.builder("pair")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")))
          .build();

  private final List<String> ready = new ArrayList<>();
  private final TaskTable table =
      new TaskTable(
          new Harness(Path.of("nowhere"), PAIR, Harness.runs(2)).plan(),
          0,
          new BitSet(),
          new TaskTable.Releases() {
            @Override
            public void ready(int run, int task) {
              ready.add(run + "/" + task);
            }

            @Override
            public void notReady(int run, int task) {
              ready.remove(run + "/" + task);
            }
          });
  private final Delays delays = new Delays();

  private void delay(int run, int task, long due) {
    table.submitted(run, task);
    table.delayed(run, task, behind -> {});
    delays.add(run, task, due);
  }

  private void prepare() {
    for (int run = 0; run < 2; run++) {
      table.begin(run);
      table.prepared(run);
    }
    ready.clear();
  }

  @Test
  void tasksAreReleasedWhenTheirTimeHasComeTheEarliestFirst() {
    prepare();
    delay(0, 0, 300);
    delay(1, 1, 100);
    delay(1, 0, 200);
    assertThat(delays.nanosToNext(40)).isEqualTo(60);
    delays.release(99, table);
    assertThat(ready).isEmpty();
    assertThat(table.done()).isFalse();
    assertThat(table.taskCounts().running()).isZero();
    assertThat(table.taskCounts().waiting()).isEqualTo(4);
    delays.release(200, table);
    assertThat(ready).containsExactly("1/1", "1/0");
    assertThat(delays.nanosToNext(250)).isEqualTo(50);
    assertThat(delays.nanosToNext(400)).isZero();
    delays.release(400, table);
    assertThat(ready).containsExactly("1/1", "1/0", "0/0");
    assertThat(delays.nanosToNext(400)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theClockMayOverflowWhileTasksWait() {
    prepare();
    delay(0, 0, Long.MIN_VALUE + 10);
    delay(0, 1, Long.MAX_VALUE - 5);
    assertThat(delays.nanosToNext(Long.MAX_VALUE - 10)).isEqualTo(5);
    delays.release(Long.MAX_VALUE, table);
    assertThat(ready).containsExactly("0/1");
    delays.release(Long.MIN_VALUE + 10, table);
    assertThat(ready).containsExactly("0/1", "0/0");
  }

  @Test
  void whatIsForgottenIsNotReleased() {
    prepare();
    delay(0, 0, 100);
    delays.clear();
    assertThat(delays.nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
    delays.release(200, table);
    assertThat(table.phase(0, 0)).isEqualTo(Phase.DELAYED);
  }
}
