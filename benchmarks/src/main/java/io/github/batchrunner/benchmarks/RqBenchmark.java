package io.github.batchrunner.benchmarks;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.JobWatch;
import io.github.batchrunner.rq.Rq;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqQueue;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** RQ from Java beside RQ from Python, on one Redis on loopback. */
final class RqBenchmark implements Benchmark {

  private static final int ROUNDS = 3;
  private static final int CHUNK = 1000;
  private static final int WORKERS = 4;
  private static final Call CALL = Call.of("operator.abs", -7);

  /** What each of seven jobs of a run needs. */
  private static final Map<String, List<String>> GRAPH = graph();

  private static Map<String, List<String>> graph() {
    Map<String, List<String>> graph = new LinkedHashMap<>();
    graph.put("delineation", List.of());
    graph.put("landuse", List.of("delineation"));
    graph.put("soils", List.of("delineation"));
    graph.put("climate", List.of("delineation"));
    graph.put("wepp", List.of("landuse", "soils", "climate"));
    graph.put("watar", List.of("wepp"));
    graph.put("omni", List.of("wepp"));
    return graph;
  }

  @Override
  public void run(Report report) throws Exception {
    try (RqPeer peer = new RqPeer();
        Rq rq = Rq.connect(RqConfig.of(peer.uri()))) {
      String python = "Python RQ " + peer.version();
      RqQueue queue = rq.queue("bench");
      rates(
          report,
          peer,
          "enqueue in bulk, chunks of 1,000",
          new Side(200_000, () -> enqueue(queue, 200_000)),
          new Side(20_000, () -> peer.seconds("enqueue", 20_000)),
          python + " enqueue_many",
          ">= 5");
      rates(
          report,
          peer,
          "enqueue graphs of 7 dependent jobs, jobs a second",
          new Side(10_000 * 7, () -> enqueueGraphs(queue, 10_000)),
          new Side(300 * 7, () -> peer.seconds("graphs", 300)),
          python + " enqueue(depends_on)",
          ">= 20");
      rates(
          report,
          peer,
          "no-op jobs, one process with " + WORKERS + " workers",
          new Side(50_000, () -> work(peer, queue, 50_000)),
          new Side(3_000, () -> peer.seconds("simple", 3_000)),
          python + " SimpleWorker",
          ">= 10");
      rates(
          report,
          peer,
          "the same",
          new Side(50_000, () -> work(peer, queue, 50_000)),
          new Side(200, () -> peer.seconds("forking", 200)),
          python + " forking worker",
          ">= 50");
      fanIn(report, peer, queue, python);
      fanOut(report, peer, rq, python);
      watch(report, peer, rq);
    }
  }

  /** Something that takes seconds for a number of jobs. */
  private record Side(int jobs, Measured measured) {
    double rate() throws Exception {
      return jobs / measured.seconds();
    }
  }

  @FunctionalInterface
  private interface Measured {
    double seconds() throws Exception;
  }

  private static void rates(
      Report report, RqPeer peer, String what, Side ours, Side theirs, String name, String reach)
      throws Exception {
    double[] our = new double[ROUNDS];
    double[] their = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    peer.flush();
    ours.rate(); // warms up, as hours of work would
    for (int round = 0; round < ROUNDS; round++) {
      peer.flush();
      our[round] = ours.rate();
      their[round] = theirs.rate();
      ratios[round] = our[round] / their[round];
      System.err.printf("  %s: %,.0f/s, %s %,.0f/s%n", what, our[round], name, their[round]);
    }
    report.row(
        what,
        Report.perSecond(Report.median(our)),
        name + " " + Report.perSecond(Report.median(their)),
        Report.ratio(Report.median(ratios)),
        reach);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double enqueue(RqQueue queue, int jobs) {
    long start = System.nanoTime();
    for (int from = 0; from < jobs; from += CHUNK) {
      List<JobRequest> chunk = new ArrayList<>(CHUNK);
      for (int i = 0; i < CHUNK; i++) {
        chunk.add(JobRequest.of(CALL));
      }
      queue.enqueueAll(chunk);
    }
    return since(start);
  }

  private static double enqueueGraphs(RqQueue queue, int runs) {
    long start = System.nanoTime();
    List<JobRequest> chunk = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      String prefix = UUID.randomUUID() + "-";
      GRAPH.forEach(
          (task, needs) ->
              chunk.add(
                  JobRequest.builder(CALL)
                      .id(prefix + task)
                      .dependsOn(needs.stream().map(need -> prefix + need).toList())
                      .build()));
      if (run % 200 == 0) {
        queue.enqueueAll(chunk);
        chunk.clear();
      }
    }
    return since(start);
  }

  private static double work(RqPeer peer, RqQueue queue, int jobs) throws InterruptedException {
    enqueue(queue, jobs);
    return drain(peer, WORKERS);
  }

  /** Works until the queue is empty. */
  private static double drain(RqPeer peer, int workers) throws InterruptedException {
    long start = System.nanoTime();
    try (RqWorkerPool pool =
        RqWorkerPool.builder(RqConfig.of(peer.uri()), "bench")
            .function("operator.abs", job -> Math.abs((Long) job.args().get(0)))
            .workers(workers)
            .burst()
            .build()) {
      pool.start();
      pool.await();
    }
    return since(start);
  }

  private static double fanInOf(RqPeer peer, RqQueue queue, int parents) throws Exception {
    peer.flush();
    List<JobRequest> jobs = new ArrayList<>(parents + 1);
    for (int i = 0; i < parents; i++) {
      jobs.add(JobRequest.of(CALL));
    }
    jobs.add(
        JobRequest.builder(CALL).dependsOn(jobs.stream().map(JobRequest::id).toList()).build());
    queue.enqueueAll(jobs);
    return drain(peer, 1);
  }

  private static void fanIn(Report report, RqPeer peer, RqQueue queue, String python)
      throws Exception {
    double theirs = peer.seconds("fan-in", 1_000);
    double[] ours = new double[ROUNDS];
    double[] tenfold = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ours[round] = fanInOf(peer, queue, 1_000);
      tenfold[round] = fanInOf(peer, queue, 10_000);
    }
    report.row(
        "a child of 1,000 parents, one worker, all ended",
        Report.seconds(Report.median(ours))
            + "; of 10,000 parents "
            + Report.seconds(Report.median(tenfold)),
        python + " SimpleWorker " + Report.seconds(theirs),
        Report.ratio(theirs / Report.median(ours)),
        ">= 50, linear");
  }

  private static void fanOut(Report report, RqPeer peer, Rq rq, String python) throws Exception {
    int children = 10_000;
    double theirs = peer.seconds("fan-out", children);
    double[] ours = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      peer.flush();
      String parent = rq.queue("bench").enqueue(CALL);
      List<JobRequest> jobs = new ArrayList<>(children);
      for (int i = 0; i < children; i++) {
        jobs.add(JobRequest.builder(CALL).dependsOn(parent).build());
      }
      rq.queue("later").enqueueAll(jobs);
      ours[round] = drain(peer, 1);
    }
    report.row(
        "a parent with 10,000 children ends",
        Report.seconds(Report.median(ours)),
        python + " SimpleWorker " + Report.seconds(theirs),
        Report.ratio(theirs / Report.median(ours)),
        ">= 20");
  }

  private static void watch(Report report, RqPeer peer, Rq rq) throws Exception {
    int jobs = 100_000;
    peer.flush();
    List<String> ids = new ArrayList<>(jobs);
    for (int from = 0; from < jobs; from += CHUNK) {
      List<JobRequest> chunk = new ArrayList<>(CHUNK);
      for (int i = from; i < from + CHUNK; i++) {
        String id = String.format(Locale.ROOT, "%012d", i);
        ids.add(id);
        chunk.add(JobRequest.builder(CALL).id(id).build());
      }
      rq.queue("bench").enqueueAll(chunk);
    }
    try (JobWatch watch = rq.watch(change -> {})) {
      watch.add(ids);
      watch.look();
      double[] ours = new double[ROUNDS * 3];
      double floor = 0;
      for (int round = 0; round < ours.length; round++) {
        long start = System.nanoTime();
        watch.look();
        ours[round] = jobs / since(start);
        if (round % 3 == 0) {
          floor = Math.max(floor, peer.hmgetsPerSecond(100, "status"));
        }
      }
      report.row(
          "one full look at 100,000 jobs, jobs a second",
          Report.perSecond(Report.median(ours)),
          "redis-benchmark -P 100 HMGET status " + Report.perSecond(floor),
          Report.ratio(Report.median(ours) / floor),
          ">= 0.5");
    }
  }
}
