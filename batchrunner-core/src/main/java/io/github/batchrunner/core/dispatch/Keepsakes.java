package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.journal.JournalWriter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has removed what executors keep about the attempts of runs that have ended, but not before the
 * journal holds the ends on disk: until then a later host needs it to learn them.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Keepsakes {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final JournalWriter journal;
  private final RunWorkshop workshop;
  private final Runs runs;
  private final Queue<EndedRun> ended = new ArrayDeque<>();

  /** A run and the position of the journal that holds all its ends. */
  private record EndedRun(int run, long position) {}

  Keepsakes(JournalWriter journal, RunWorkshop workshop, Runs runs) {
    this.journal = journal;
    this.workshop = workshop;
    this.runs = runs;
  }

  /** Takes note of a run of which the journal has been told all ends. */
  void ended(int run) {
    ended.add(new EndedRun(run, journal.position()));
  }

  /** Has removed what is not needed any more. */
  void remove() {
    for (EndedRun oldest = ended.peek();
        oldest != null && journal.isDurable(oldest.position());
        oldest = ended.peek()) {
      ended.remove();
      int run = oldest.run();
      runs.work(run, () -> remove(run));
    }
  }

  /** Removes all the rest; called when the journal is closed, and so on disk. */
  void removeRest() {
    ended.forEach(rest -> remove(rest.run()));
    ended.clear();
  }

  private void remove(int run) {
    try {
      workshop.forgetAttempts(run);
    } catch (RuntimeException | Error e) {
      LOG.warn("files about the attempts of run number {} cannot be removed", run, e);
    }
  }
}
