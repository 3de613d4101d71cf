package io.github.batchrunner.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs all benchmarks, or those named on the command line, and prints a row for each. */
public final class Main {

  private Main() {}

  /** Runs the benchmarks. */
  public static void main(String[] args) throws Exception {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("load", new LoadBenchmark());
    all.put("plan", new PlanBenchmark());
    all.put("replan", new ReplanBenchmark());
    all.put("dispatch", new DispatchBenchmark());
    all.put("true", new CommandBenchmark());
    all.put("clone", new CloneBenchmark());
    all.put("first", new FirstTaskBenchmark());
    all.put("rq", new RqBenchmark());
    List<String> wanted = args.length == 0 ? List.copyOf(all.keySet()) : Arrays.asList(args);
    all.put("scale", new ScaleBenchmark()); // a quarter of an hour: only if it is asked for
    Report report = new Report(System.out);
    report.header();
    for (String name : wanted) {
      Benchmark benchmark = all.get(name);
      if (benchmark == null) {
        throw new IllegalArgumentException(
            "no benchmark \"" + name + "\"; there are " + all.keySet());
      }
      benchmark.run(report);
    }
    System.exit(0); // peers leave threads behind
  }
}
