package io.github.batchrunner.benchmarks;

/** One claim and how it is measured. */
interface Benchmark {

  /** Measures and reports; may take minutes. */
  void run(Report report) throws Exception;
}
