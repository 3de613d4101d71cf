package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadyQueueTest {

  @Test
  void theRunThatBeganFirstComesFirstAndInItTheFirstTask() {
    ReadyQueue queue = new ReadyQueue();
    int most = 2_000_000;
    queue.add(most, 0);
    queue.add(2, 999);
    queue.add(2, 3);
    queue.add(1, 999);
    int[][] expected = {{1, 999}, {2, 3}, {2, 999}, {most, 0}};
    for (int[] item : expected) {
      long next = queue.remove();
      assertThat(ReadyQueue.turn(next)).isEqualTo(item[0]);
      assertThat(ReadyQueue.task(next)).isEqualTo(item[1]);
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aTaskStandsInItOnceAndCanBeTakenOut() {
    ReadyQueue queue = new ReadyQueue();
    queue.add(1, 2);
    queue.add(1, 2);
    queue.add(1, 3);
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.contains(1, 2)).isTrue();
    assertThat(queue.remove(1, 2)).isTrue();
    assertThat(queue.remove(1, 2)).isFalse();
    assertThat(ReadyQueue.task(queue.remove())).isEqualTo(3);
  }
}
