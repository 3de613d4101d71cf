package io.github.batchrunner.tck;

/** What the interfaces that hold the rules of one chapter have in common. */
interface Rules {

  /** Returns what the running test works with. */
  Bench bench();
}
