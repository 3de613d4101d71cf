package io.github.batchrunner.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.Handle;
import java.util.List;

/**
 * An executor whose slots are all taken by blocked work, with one attempt that must wait.
 *
 * @param session the executor
 * @param running what the blocked work notes
 * @param blocked the attempts that run
 * @param waiting the attempt that waits
 * @param waitingProbe what it notes
 */
record Queueing(
    Session session,
    List<Probe> running,
    List<Handle> blocked,
    Handle waiting,
    Probe waitingProbe) {

  /** More slots than this would make the suite slow; harnesses choose fewer. */
  static final int MOST_SLOTS = 64;

  static Queueing begin(Bench bench) {
    int slots = bench.capabilities().slots();
    assumeTrue(
        slots > 0 && slots <= MOST_SLOTS,
        "the executor does not declare a number of slots between 1 and " + MOST_SLOTS);
    Session session = bench.open();
    List<Probe> running = bench.probes(slots);
    List<Handle> blocked =
        session.acceptAll(
            running.stream().map(p -> bench.submission(bench.kit().blocking(p))).toList());
    Waiting.until(
        bench.patience(),
        "all " + slots + " slots are taken",
        () -> running.stream().allMatch(probe -> probe.timesBegun() == 1));
    Probe waitingProbe = bench.probe();
    Handle waiting = session.accept(bench.submission(bench.kit().succeeding(waitingProbe)));
    return new Queueing(session, running, blocked, waiting, waitingProbe);
  }

  void release() {
    running.forEach(Probe::open);
  }
}
