package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadyQueueTest {

  @Test
  void theRunThatBeganFirstComesFirstAndInItTheFirstTask() {
    ReadyQueue queue = new ReadyQueue(1000);
    int most = 20_000;
    queue.add(most, 0);
    queue.add(2, 999);
    queue.add(2, 3);
    queue.add(1, 999);
    int[][] expected = {{1, 999}, {2, 3}, {2, 999}, {most, 0}};
    for (int[] item : expected) {
      int next = queue.remove();
      assertThat(queue.turn(next)).isEqualTo(item[0]);
      assertThat(queue.task(next)).isEqualTo(item[1]);
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aTaskStandsInItOnceAndCanBeTakenOut() {
    ReadyQueue queue = new ReadyQueue(1000);
    queue.add(1, 2);
    queue.add(1, 2);
    queue.add(1, 3);
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.contains(1, 2)).isTrue();
    assertThat(queue.remove(1, 2)).isTrue();
    assertThat(queue.remove(1, 2)).isFalse();
    assertThat(queue.task(queue.remove())).isEqualTo(3);
  }
}
