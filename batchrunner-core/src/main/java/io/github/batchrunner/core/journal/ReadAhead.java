package io.github.batchrunner.core.journal;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the blocks of a journal on a thread of its own, while those before are applied.
 *
 * <p>Belongs to one thread; to be closed by it.
 */
final class ReadAhead implements AutoCloseable {

  /** One that is read, one that is applied, and one between. */
  private static final int BLOCKS = 3;

  private final JournalLines lines;
  private final BlockingQueue<JournalLines.Block> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> ready = new LinkedBlockingQueue<>();
  private final Thread thread;
  private JournalLines.@Nullable Block lent;

  /** A block, or none if that was the last, or what broke the reading. */
  private record Answer(JournalLines.@Nullable Block block, @Nullable Throwable failure) {}

  ReadAhead(JournalLines lines) {
    this.lines = lines;
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new JournalLines.Block());
    }
    thread = new Thread(this::run, "batchrunner-journal-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      JournalLines.Block block = free.take();
      while (lines.next(block)) {
        ready.add(new Answer(block, null));
        block = free.take();
      }
      ready.add(new Answer(null, null));
    } catch (InterruptedException e) {
      return; // nobody wants more
    } catch (IOException | RuntimeException | Error e) {
      ready.add(new Answer(null, e));
    }
  }

  /**
   * Returns the next block, which is valid until the next call; null if there is none.
   *
   * @throws JournalException if the journal is damaged
   */
  JournalLines.@Nullable Block next() throws IOException {
    if (lent != null) {
      free.add(lent);
      lent = null;
    }
    Answer answer = Uninterruptibles.takeUninterruptibly(ready);
    if (answer.failure() instanceof IOException e) {
      throw e;
    } else if (answer.failure() instanceof RuntimeException e) {
      throw e;
    } else if (answer.failure() instanceof Error e) {
      throw e;
    }
    lent = answer.block();
    return lent;
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.interrupt();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
