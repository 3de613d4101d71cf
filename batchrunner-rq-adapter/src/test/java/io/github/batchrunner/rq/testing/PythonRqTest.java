package io.github.batchrunner.rq.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RedisExtension.class)
class PythonRqTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;

  PythonRqTest(RedisFixture redis) {
    this.redis = redis;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void runsJobsInBurstWorkers(PythonRq python) {
    for (boolean simple : new boolean[] {false, true}) {
      String id =
          python.run(
              redis, "print(Queue('q', connection=connection).enqueue('rqtasks.add', 1, 2).id)");
      PythonRq.WorkerOptions worker = python.worker(redis, "q");
      (simple ? worker.simple() : worker).runBurst();
      assertThat(python.run(redis, "print(status(sys.argv[1]))", id)).isEqualTo("finished");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void namedWorkersAreSeenByRqInfo(PythonRq python) {
    try (PythonProcess worker = python.worker(redis, "q").name("w1").startAndAwaitIdle()) {
      assertThat(python.cli(redis, "info")).contains("w1").contains("1 workers");
      python.run(redis, "Queue('q', connection=connection).enqueue('rqtasks.gate', 'g')");
      Await.until("the job has started", () -> redis.number("LLEN", "test:started:g") == 1);
      redis.command("RPUSH", "test:gate:g", "open");
      Await.until("the job has ended", () -> redis.number("ZCARD", "rq:finished:q") == 1);
      worker.terminate();
      assertThat(worker.awaitExit()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyProcessHasAGroupOfItsOwn(PythonRq python) {
    try (PythonProcess worker = python.worker(redis, "q").name("w1").startAndAwaitIdle()) {
      assertThat(python.run(redis, "print(os.getpgid(int(sys.argv[1])))", "" + worker.pid()))
          .isEqualTo("" + worker.pid());
      assertThat(python.run(redis, "print(os.getpgid(0) == os.getpid())")).isEqualTo("True");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void workersAndTheirJobsEndWithTheProcessThatStartedThem(PythonRq python) {
    try (PythonProcess worker = python.worker(redis, "q").name("w1").startAndAwaitIdle()) {
      python.run(redis, "Queue('q', connection=connection).enqueue('rqtasks.gate', 'g')");
      Await.until("the job has started", () -> redis.number("LLEN", "test:started:g") == 1);
      List<ProcessHandle> horses = ProcessHandle.of(worker.pid()).orElseThrow().children().toList();
      assertThat(horses).isNotEmpty();
      worker.abandon();
      Await.until("the worker has ended", () -> !worker.isRunning());
      Await.until("its job too", () -> horses.stream().noneMatch(ProcessHandle::isAlive));
    }
  }
}
