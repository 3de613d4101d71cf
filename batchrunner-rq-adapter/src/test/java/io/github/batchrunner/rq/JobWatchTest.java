package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RedisExtension.class)
class JobWatchTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  private final RedisFixture redis;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private Rq rq;
  private RqQueue queue;

  JobWatchTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void connect() {
    rq = Rq.connect(RqConfig.of(redis.uri()));
    queue = rq.queue("q");
  }

  @AfterEach
  void close() {
    rq.close();
  }

  private static JobRequest job(String id) {
    return JobRequest.builder(Call.of("rqtasks.noop")).id(id).build();
  }

  @Test
  void tellsEachChangeOnceAndForgetsWhatHasEnded() {
    queue.enqueueAll(List.of(job("a"), job("b")));
    try (JobWatch watch = rq.watch(change -> told.add(change.toString()))) {
      watch.add(List.of("a", "b", "never"));
      assertThat(watch.look()).isEqualTo(3);
      assertThat(told)
          .containsExactly("a UNKNOWN -> QUEUED", "b UNKNOWN -> QUEUED", "never UNKNOWN -> gone");
      told.clear();
      assertThat(watch.look()).isZero();
      assertThat(watch.size()).isEqualTo(2);

      redis.command("HSET", "rq:job:a", "status", "started");
      assertThat(watch.look()).isEqualTo(1);
      rq.cancel(List.of("b"), CancelScope.JOB);
      redis.command("DEL", "rq:job:a");
      assertThat(watch.look()).isEqualTo(2);
      assertThat(told)
          .containsExactly("a QUEUED -> STARTED", "a STARTED -> gone", "b QUEUED -> CANCELED");
      assertThat(watch.size()).isZero();
      assertThat(watch.look()).isZero();
    }
  }

  @Test
  void whatTheCallerKnowsIsNotTold() {
    queue.enqueueAll(List.of(job("a"), job("b")));
    JobWatch watch = rq.watch(change -> told.add(change.toString()));
    watch.add(List.of("a", "b"), JobStatus.QUEUED);
    watch.add(List.of("a"));
    assertThat(watch.look()).isZero();
    watch.remove(List.of("a", "unwatched"));
    redis.command("HSET", "rq:job:a", "status", "started");
    assertThat(watch.look()).isZero();
    assertThat(watch.size()).isEqualTo(1);
  }

  @Test
  void aListenerThatFailsKeepsNobodyElsesChangeFromBeingTold() {
    queue.enqueueAll(List.of(job("a"), job("b")));
    JobWatch watch =
        rq.watch(
            change -> {
              told.add(change.id());
              throw new IllegalStateException("on purpose");
            });
    watch.add(List.of("a", "b"));
    assertThat(watch.look()).isEqualTo(2);
    assertThat(told).containsExactly("a", "b");
  }

  @Test
  void anErrorOfTheListenerDoesNotEndTheLooks() {
    queue.enqueueAll(List.of(job("a"), job("b")));
    try (JobWatch watch =
        rq.watch(
            change -> {
              told.add(change.id());
              throw new AssertionError("on purpose");
            })) {
      watch.add(List.of("a"));
      watch.start(Duration.ofMillis(1));
      Await.until("a is told of", () -> told.contains("a"));
      watch.add(List.of("b"));
      Await.until("b is told of", () -> told.contains("b"));
    }
  }

  @Test
  void itsThreadEndsWhenTheClientIsClosed() {
    Rq mine = Rq.connect(RqConfig.of(redis.uri()));
    JobWatch watch = mine.watch(change -> {});
    watch.add(List.of("never", "there"), JobStatus.QUEUED);
    watch.start(Duration.ofMillis(1));
    mine.close();
    Await.until(
        "its thread is gone",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("rq-watch")));
  }

  @Test
  void afterRedisWasAwayNothingIsLeftOut() {
    try (RedisFixture own = RedisFixture.options().appendOnly().start();
        Rq mine = Rq.connect(RqConfig.of(own.uri()))) {
      mine.queue("q").enqueueAll(List.of(job("a"), job("b")));
      JobWatch watch = mine.watch(change -> told.add(change.toString()));
      watch.add(List.of("a", "b"), JobStatus.QUEUED);
      mine.cancel(List.of("a"), CancelScope.JOB);
      own.stop();
      assertThatThrownBy(watch::look).isInstanceOf(RqUnavailableException.class);
      own.restart();
      Await.until("it looks again", () -> looks(watch));
      assertThat(told).containsExactly("a QUEUED -> CANCELED");
    }
  }

  private static boolean looks(JobWatch watch) {
    try {
      watch.look();
      return true;
    } catch (RqUnavailableException stillAway) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aThreadOfItsOwnSeesWorkersFinishThousands(PythonRq python) {
    int jobs = 2_000;
    List<String> ids = IntStream.range(0, jobs).mapToObj(i -> "j" + i).toList();
    AtomicInteger finished = new AtomicInteger();
    try (JobWatch watch =
            rq.watch(
                change -> {
                  if (change.after() == JobStatus.FINISHED) {
                    finished.incrementAndGet();
                    assertThat(change.job().orElseThrow().endedAt()).isPresent();
                  }
                });
        PythonProcess worker = python.worker(redis, "q").simple().start()) {
      queue.enqueueAll(ids.stream().map(JobWatchTest::job).toList());
      watch.add(ids, JobStatus.QUEUED);
      watch.start(Duration.ofMillis(50));
      assertThatThrownBy(() -> watch.start(Duration.ofMillis(50)))
          .isInstanceOf(IllegalStateException.class);
      Await.until(
          "all are told of; " + worker.output(), Duration.ofSeconds(60), () -> watch.size() == 0);
    }
    assertThat(finished).hasValue(jobs);
  }
}
