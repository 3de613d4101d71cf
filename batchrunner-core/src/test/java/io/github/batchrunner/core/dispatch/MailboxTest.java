package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {

  @Test
  void noMessageOfManyThreadsIsLostOrOutOfOrder() throws Exception {
    Mailbox mailbox = new Mailbox();
    int threads = 4;
    int messages = 20_000;
    List<List<Integer>> taken = new ArrayList<>();
    AtomicInteger count = new AtomicInteger();
    for (int thread = 0; thread < threads; thread++) {
      List<Integer> mine = new ArrayList<>();
      taken.add(mine);
      new Thread(
              () -> {
                for (int i = 0; i < messages; i++) {
                  int message = i;
                  mailbox.post(
                      () -> {
                        mine.add(message);
                        count.incrementAndGet();
                      });
                }
              })
          .start();
    }
    while (count.get() < threads * messages) {
      // An hour: a wake-up that is lost lets the test time out.
      mailbox.take(TimeUnit.HOURS.toNanos(1)).forEach(Runnable::run);
    }
    assertThat(taken).allSatisfy(mine -> assertThat(mine).hasSize(messages).isSorted());
  }

  @Test
  void nothingIsKeptAfterTheEnd() throws Exception {
    Mailbox mailbox = new Mailbox();
    mailbox.post(() -> {});
    mailbox.close();
    mailbox.post(() -> {});
    assertThat(mailbox.take(0)).isEmpty();
  }
}
