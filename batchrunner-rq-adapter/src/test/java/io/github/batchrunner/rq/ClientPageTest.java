package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what {@code docs/rq-client.md} shows. */
@ExtendWith(RedisExtension.class)
class ClientPageTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;

  ClientPageTest(RedisFixture redis) {
    this.redis = redis;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theFirstJob(PythonRq python) throws InterruptedException {
    String url = redis.uri().toString();
    Thread worker = new Thread(() -> python.worker(redis, "default").simple().runBurst());
    List<Object> printed = new ArrayList<>();
    try (Rq rq = Rq.connect(RqConfig.parse(url))) {
      String id = rq.queue("default").enqueue(Call.of("rqtasks.add", 1, 2));
      worker.start();
      if (rq.awaitEnd(id, Duration.ofMinutes(1)) == JobStatus.FINISHED) {
        printed.add(rq.latestResult(id).orElseThrow().returnValue());
      }
    }
    worker.join();
    assertThat(printed).containsExactly(3L);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everythingElse(PythonRq python) {
    try (Rq rq = Rq.connect(RqConfig.of(redis.uri()))) {
      RqQueue queue = rq.queue("default");
      options(queue);
      graph(queue);
      many(queue);
      watch(rq);
      python.worker(redis, "default").simple().runBurst();
      results(rq);
      act(rq);
      look(rq);
      json(rq);
    }
  }

  private static void options(RqQueue queue) {
    JobRequest request =
        JobRequest.builder(Call.of("rqtasks.echo", "a").with("copies", 2))
            .id("report-2026")
            .timeout(Duration.ofHours(2))
            .resultTtl(Duration.ofDays(1))
            .meta(Map.of("runid", "palouse-7"))
            .retry(new RetryPolicy(3, List.of(Duration.ofSeconds(10), Duration.ofMinutes(1))))
            .onFailure(Callback.of("rqtasks.on_failure"))
            .build();
    Enqueued enqueued = queue.enqueue(request);
    assertThat(enqueued.outcome()).isEqualTo(Enqueued.Outcome.QUEUED);
    queue.enqueue(
        JobRequest.builder(Call.of("rqtasks.noop"))
            .id("tomorrow")
            .at(Instant.parse("2030-01-01T06:00:00Z"))
            .build());
  }

  private static void graph(RqQueue queue) {
    List<Enqueued> graph =
        queue.enqueueAll(
            List.of(
                JobRequest.builder(Call.of("rqtasks.noop")).id("soils").build(),
                JobRequest.builder(Call.of("rqtasks.fail")).id("climate").build(),
                JobRequest.builder(Call.of("rqtasks.noop"))
                    .id("wepp")
                    .dependsOn("soils", "climate")
                    .build(),
                JobRequest.builder(Call.of("rqtasks.noop"))
                    .id("report")
                    .dependsOn("soils", "climate")
                    .allowDependencyFailures()
                    .build()));
    assertThat(graph).allMatch(Enqueued::there);
  }

  private static void many(RqQueue queue) {
    List<JobRequest> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(JobRequest.of(Call.of("rqtasks.noop")));
    }
    queue.enqueueAll(many);
    assertThat(queue.size()).isGreaterThan(99);
  }

  private static void results(Rq rq) {
    for (JobResult result : rq.latestResults(List.of("soils", "climate")).values()) {
      if (result.type() == JobResult.Type.FAILED) {
        System.Logger log = System.getLogger("rq");
        log.log(System.Logger.Level.DEBUG, result.jobId() + ": " + result.traceback());
      }
    }
    assertThat(rq.latestResult("climate").orElseThrow().type()).isEqualTo(JobResult.Type.FAILED);
  }

  private static void watch(Rq rq) {
    List<String> seen = new ArrayList<>();
    try (JobWatch watch = rq.watch(change -> seen.add(change.id() + " " + change.after()))) {
      watch.add(List.of("soils", "climate"), JobStatus.QUEUED);
      watch.add(List.of("wepp"));
      watch.look();
    }
    assertThat(seen).containsExactly("wepp DEFERRED");
  }

  private static void act(Rq rq) {
    for (Cancellation one : rq.cancel(List.of("climate"), CancelScope.GRAPH)) {
      if (one.outcome() == Cancellation.Outcome.UNHEARD) {
        throw new IllegalStateException(one.worker() + " does not answer");
      }
    }
    assertThat(rq.job("wepp").orElseThrow().status()).isEqualTo(JobStatus.CANCELED);
    Set<String> again = rq.requeue(List.of("climate"));
    rq.enqueueScheduled(List.of("tomorrow"));
    rq.changeMeta(
        "report-2026",
        meta -> {
          meta.put("seen", true);
          return meta;
        });
    rq.delete(List.of("soils", "report"), Deletion.Dependents.REFUSE);
    assertThat(again).containsExactly("climate");
    assertThat(rq.job("report-2026").orElseThrow().meta()).containsEntry("seen", true);
    assertThat(rq.job("soils")).isEmpty();
  }

  private static void look(Rq rq) {
    List<String> lines = new ArrayList<>();
    for (RqQueue queue : rq.queues()) {
      QueueCounts counts = queue.counts();
      lines.add(queue.name() + " " + counts.queued() + " " + counts.count(Registry.FAILED));
    }
    for (WorkerInfo worker : rq.workers()) {
      lines.add(worker.name() + " " + worker.state() + " " + worker.currentJob());
    }
    for (RegistryEntry entry : rq.queue("default").registry(Registry.CANCELED).entries(0, 50)) {
      lines.add(entry.jobId() + " since " + entry.time().orElse(Instant.EPOCH));
    }
    assertThat(lines).contains("default 2 0").anyMatch(line -> line.startsWith("wepp since"));
  }

  private static void json(Rq rq) {
    RqQueue json = rq.queue("json-jobs", Serializer.JSON);
    String id = json.enqueue(Call.of("rqtasks.echo", List.of(1, 2)));
    RqJob job = rq.with(Serializer.JSON).job(id).orElseThrow();
    assertThat(job.call().args()).containsExactly(List.of(1L, 2L));
  }

  @Test
  void allJavaOnThePageIsInThisClass() throws IOException {
    Path source =
        Path.of("src", "test", "java").resolve("io/github/batchrunner/rq/ClientPageTest.java");
    Set<String> here =
        Files.readAllLines(source).stream().map(String::strip).collect(Collectors.toSet());
    List<String> shown = new ArrayList<>();
    boolean java = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "rq-client.md"))) {
      if (line.startsWith("```")) {
        java = line.equals("```java");
      } else if (java && !line.isBlank()) {
        shown.add(line.strip());
      }
    }
    assertThat(shown).hasSizeGreaterThan(40);
    assertThat(here).containsAll(shown);
  }
}
