package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.plan.CanaryRun;
import java.util.BitSet;
import java.util.List;

/**
 * The runs that go before the others, which wait until all of these have ended well.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Canaries {

  private final List<CanaryRun> chosen;
  private final BitSet all = new BitSet();
  private final BitSet awaited = new BitSet();

  Canaries(List<CanaryRun> chosen) {
    this.chosen = List.copyOf(chosen);
    chosen.forEach(canary -> all.set(canary.run()));
    awaited.or(all);
  }

  /** Returns them in the order in which they begin. */
  List<CanaryRun> chosen() {
    return chosen;
  }

  /** Tells whether a run is one of them. */
  boolean contains(int run) {
    return all.get(run);
  }

  /** Tells whether nothing but room may keep a run from beginning. */
  boolean admit(int run) {
    return awaited.isEmpty() || contains(run);
  }

  /** A run has ended well. */
  void succeeded(int run) {
    awaited.clear(run);
  }
}
