package io.github.batchrunner.rq.worker;

import static io.github.batchrunner.rq.worker.WorkerBench.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.Enqueued;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RedisExtension.class)
class WorkersAndPythonTest {

  private final WorkerBench bench;
  private final RedisFixture redis;

  WorkersAndPythonTest(RedisFixture redis) {
    this.redis = redis;
    this.bench = new WorkerBench(redis);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @MethodSource("io.github.batchrunner.rq.testing.PythonRq#all")
  void pythonsToolsSeeNothingUnusual(PythonRq python) {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    RqWorkerPool pool =
        bench.start(bench.pool().workers(3).startedEntries(entries(python)).namePrefix("java"));
    Await.until("it runs", () -> bench.runsOf("a") == 1);
    Await.until(
        "the others are idle",
        () ->
            pool.workerNames().stream()
                    .filter(n -> "idle".equals(redis.text("HGET", "rq:worker:" + n, "state")))
                    .count()
                == 2);
    assertThat(python.cli(redis, "info")).contains("3 workers, 1 queues").contains("busy");
    String seen =
        python.run(
            redis,
            """
            workers = Worker.all(connection=connection)
            print(len(workers), sorted(w.get_state() for w in workers))
            job = Job.fetch('a', connection=connection)
            busy = [w for w in workers if w.get_current_job()]
            print(status('a'), job.worker_name == busy[0].name, busy[0].get_current_job().id)
            from rq.registry import StartedJobRegistry
            print(StartedJobRegistry('q', connection=connection).get_job_ids())
            if hasattr(job, 'get_executions'):
                print(len(job.get_executions()) == 1)
            """);
    assertThat(seen)
        .startsWith("3 ['busy', 'idle', 'idle']\nstarted True a\n['a']")
        .doesNotContain("False");
    bench.gateOf("a").countDown();
    bench.awaitStatus("a", "finished");
    bench.enqueue(job("b", "rqtasks.fail"));
    bench.awaitStatus("b", "failed");
    String results =
        python.run(
            redis,
            """
            a = Job.fetch('a', connection=connection)
            b = Job.fetch('b', connection=connection)
            value = a.return_value
            print(value() if callable(value) else value, a.latest_result().type.name)
            print(b.latest_result().type.name, b.latest_result().exc_string.strip().splitlines()[-1])
            print(a.started_at <= a.ended_at, b.is_failed, a.latest_result().return_value)
            w = [w for w in Worker.all(connection=connection) if w.successful_job_count]
            print(sum(x.successful_job_count for x in w), w[0].total_working_time >= 0)
            from rq.registry import FinishedJobRegistry, FailedJobRegistry
            print(FinishedJobRegistry('q', connection=connection).get_job_ids())
            print(FailedJobRegistry('q', connection=connection).get_job_ids())
            """);
    assertThat(results)
        .isEqualTo(
            """
            a SUCCESSFUL
            FAILED java.lang.IllegalStateException: failed on purpose
            True True a
            1 True
            ['a']
            ['b']""");
  }

  private static StartedEntries entries(PythonRq python) {
    return python.release() == PythonRq.Release.V1
        ? StartedEntries.PLAIN
        : StartedEntries.EXECUTIONS;
  }

  @ParameterizedTest
  @MethodSource("io.github.batchrunner.rq.testing.PythonRq#all")
  void pythonEnqueuesAndStops(PythonRq python) {
    RqWorkerPool pool = bench.start(bench.pool().workers(2).withScheduler());
    python.run(
        redis,
        """
        from rq import Retry
        q = Queue('q', connection=connection)
        a = q.enqueue('rqtasks.add', 1, 2, job_id='a')
        b = q.enqueue('rqtasks.add', 3, 4, job_id='b', depends_on=a)
        c = q.enqueue('rqtasks.fail', job_id='c', retry=Retry(max=2, interval=[0, 1]))
        d = q.enqueue('rqtasks.add', 3, 4, job_id='d', depends_on=[b, c])
        e = q.enqueue('rqtasks.gate', 'never', job_id='e')
        """);
    bench.awaitStatus("b", "finished");
    bench.awaitStatus("c", "failed");
    assertThat(bench.status("d")).isEqualTo("deferred");
    Await.until("it runs", () -> bench.runsOf("e") == 1);
    python.run(
        redis,
        "from rq.command import send_stop_job_command\nsend_stop_job_command(connection, 'e')");
    bench.awaitStatus("e", "stopped");
    Await.until("both are counted", () -> pool.statistics().retried() == 2);
  }

  @ParameterizedTest
  @MethodSource("io.github.batchrunner.rq.testing.PythonRq#all")
  void javaAndPythonWorkersDoAGraphTogetherEachJobOnce(PythonRq python) {
    runGraph(List.of(python));
  }

  @Test
  void workersOfAllVersionsDoAGraphTogetherEachJobOnce() {
    runGraph(PythonRq.all().toList());
  }

  private void runGraph(List<PythonRq> pythons) {
    int size = 2000;
    List<PythonProcess> processes = new ArrayList<>();
    try {
      for (PythonRq python : pythons) {
        String name = "python-" + python.release();
        processes.add(
            python.worker(redis, "q").name(name).simple().argument("--quiet").startAndAwaitIdle());
      }
      RqWorkerPool pool =
          bench.start(
              bench
                  .pool()
                  .workers(3)
                  .function(
                      "rqtasks.record",
                      job -> {
                        redis.command("RPUSH", "test:ran", job.args().get(0));
                        return job.args().get(0);
                      }));
      List<JobRequest> jobs = graph(new Random(7), size);
      List<Enqueued> answers = bench.queue.enqueueAll(jobs);
      assertThat(answers).allMatch(Enqueued::there);
      Await.until(
          "all have run",
          Duration.ofMinutes(2),
          () -> redis.number("ZCARD", "rq:finished:q") == size);
      List<String> ran = redis.texts("LRANGE", "test:ran", "0", "-1");
      assertThat(new TreeSet<>(ran)).hasSize(size);
      assertThat(ran).hasSize(size);
      assertThat(pool.statistics().disowned()).isZero();
      assertThat(pool.statistics().finished()).isPositive();
      pool.close();
    } finally {
      processes.forEach(PythonProcess::terminate);
      processes.forEach(PythonProcess::awaitExit);
      processes.forEach(PythonProcess::close);
    }
    // RQ 2.0 to 2.10 leave entries of their own in the registry when they had to look twice.
    if (pythons.stream().allMatch(python -> python.release() == PythonRq.Release.V1)) {
      assertThat(bench.leftovers()).isEmpty();
    } else {
      assertThat(redis.number("LLEN", "rq:queue:q")).isZero();
      assertThat(redis.number("ZCARD", "rq:deferred:q")).isZero();
    }
  }

  private static List<JobRequest> graph(Random random, int size) {
    List<JobRequest> jobs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Set<String> needs = new LinkedHashSet<>();
      for (int n = random.nextInt(4); n > 0 && i > 0; n--) {
        needs.add("j" + Math.max(0, i - 1 - random.nextInt(60)));
      }
      jobs.add(job("j" + i, "rqtasks.record", "j" + i).dependsOn(needs).build());
    }
    return jobs;
  }

  @ParameterizedTest
  @MethodSource("io.github.batchrunner.rq.testing.PythonRq#all")
  void pythonsMaintenanceFindsWhatADeadPoolLeft(PythonRq python) throws Exception {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    killAPoolThatRuns("a", entries(python));
    redis.command("ZADD", "rq:wip:q", "1", redis.texts("ZRANGE", "rq:wip:q", "0", "-1").get(0));
    redis.command("DEL", "rq:clean_registries:q");
    python.worker(redis, "q").name("cleaner").runBurst();
    assertThat(bench.status("a")).isEqualTo("failed");
  }

  @ParameterizedTest
  @MethodSource("io.github.batchrunner.rq.testing.PythonRq#all")
  void maintenanceFindsWhatADeadPoolLeft(PythonRq python) throws Exception {
    bench.enqueue(job("a", "rqtasks.gate", "a"));
    bench.enqueue(job("b", "rqtasks.add", 1, 2).dependsOn("a").allowDependencyFailures());
    killAPoolThatRuns("a", entries(python));
    redis.command("ZADD", "rq:wip:q", "1", redis.texts("ZRANGE", "rq:wip:q", "0", "-1").get(0));
    redis.texts("SMEMBERS", "rq:workers").forEach(key -> redis.command("DEL", key));
    redis.command("DEL", "rq:clean_registries:q");
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("failed");
    assertThat(bench.failureText("a")).contains("due to AbandonedJobError");
    assertThat(bench.status("b")).isEqualTo("finished");
    assertThat(redis.number("ZCARD", "rq:wip:q")).isZero();
    assertThat(redis.number("SCARD", "rq:workers")).isZero();
  }

  private void killAPoolThatRuns(String id, StartedEntries entries) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                PoolProcess.class.getName(),
                redis.uri().toString(),
                entries.name())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      bench.awaitStatus(id, "started");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(bench.status(id)).isEqualTo("started");
    assertThat(Map.of("wip", redis.number("ZCARD", "rq:wip:q"))).containsEntry("wip", 1L);
  }
}
