package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.batchrunner.core.CapturedLog;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.spi.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class AnnouncerTest {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private static Progress nothing() {
    Progress.Counts none = new Progress.Counts(0, 0, 0, 0, 0);
    return new Progress(none, none, 0, Duration.ZERO, "", null);
  }

  private static ExecutionEvent task(int number) {
    return new ExecutionEvent.TaskStarted(AT.plusSeconds(number), "r", "t", number);
  }

  private static ExecutionEvent run(String id) {
    return new ExecutionEvent.RunEnded(AT, id, true);
  }

  /** Holds up the thread of the news until it is let go. */
  private static final class Slow implements ExecutionListener {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final List<ExecutionEvent> told = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void on(ExecutionEvent event) {
      told.add(event);
      reached.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void allIsToldInOrder() {
    Announcer announcer = new Announcer("b", AnnouncerTest::nothing);
    List<ExecutionEvent> told = new ArrayList<>();
    announcer.listen(
        new ExecutionListener() {
          @Override
          public void on(ExecutionEvent event) {
            told.add(event);
          }
        });
    List<ExecutionEvent> events = IntStream.range(0, 20_000).mapToObj(AnnouncerTest::task).toList();
    events.forEach(announcer::announce);
    announcer.end();
    assertThat(told).isEqualTo(events);
  }

  @Test
  void whileAListenerIsSlowEventsOfTasksAreLeftOutAndCountedAndThoseOfRunsAreKept()
      throws Exception {
    Announcer announcer = new Announcer("b", AnnouncerTest::nothing, 3);
    Slow slow = new Slow();
    announcer.listen(slow);
    announcer.announce(task(0));
    slow.reached.await();
    IntStream.range(1, 10).mapToObj(AnnouncerTest::task).forEach(announcer::announce);
    announcer.announce(run("r"));
    announcer.announce(task(10));
    announcer.announce(run("s"));
    announcer.announce(task(11));
    slow.release.countDown();
    announcer.end();
    assertThat(slow.told)
        .containsExactly(
            task(0),
            task(1),
            task(2),
            task(3),
            new ExecutionEvent.EventsMissed(AT.plusSeconds(4), 6),
            run("r"),
            new ExecutionEvent.EventsMissed(AT.plusSeconds(10), 1),
            run("s"),
            new ExecutionEvent.EventsMissed(AT.plusSeconds(11), 1));
  }

  @Test
  void whatAListenerThrowsIsLoggedOnceForAKindAndCountedInTheEnd() {
    try (CapturedLog log = new CapturedLog(Guard.class.getName(), Level.WARN)) {
      Announcer announcer = new Announcer("palouse", AnnouncerTest::nothing);
      AtomicInteger others = new AtomicInteger();
      announcer.listen(
          new ExecutionListener() {
            @Override
            public void taskStarted(ExecutionEvent.TaskStarted event) {
              throw new IllegalStateException("a fault");
            }

            @Override
            public void runEnded(ExecutionEvent.RunEnded event) {
              throw new AssertionError("another");
            }
          });
      announcer.listen(
          new ExecutionListener() {
            @Override
            public void taskStarted(ExecutionEvent.TaskStarted event) {
              others.incrementAndGet();
            }
          });
      IntStream.range(0, 100).mapToObj(AnnouncerTest::task).forEach(announcer::announce);
      announcer.announce(run("r"));
      announcer.end();
      assertThat(others).hasValue(100);
      assertThat(log.messages()).hasSize(3);
      assertThat(log.messages().get(0)).contains("threw at TaskStarted");
      assertThat(log.messages().get(1)).contains("threw at RunEnded");
      assertThat(log.messages().get(2)).contains("TaskStarted, 100 times in all");
      assertThat(log.events())
          .extracting(ILoggingEvent::getMDCPropertyMap)
          .allMatch(context -> "palouse".equals(context.get(LogKeys.BATCH)));
    }
  }

  @Test
  void everyKindOfEventHasItsMethod() {
    List<String> called = new ArrayList<>();
    ExecutionListener listener = new Recording(called);
    Progress.Counts none = new Progress.Counts(0, 0, 0, 0, 0);
    assertThat(none.waiting()).isZero();
    listener.on(new ExecutionEvent.ExecutionStarted(AT, 1, "local", 1, 1));
    listener.on(new ExecutionEvent.RunStarted(AT, "r"));
    listener.on(task(1));
    listener.on(new ExecutionEvent.TaskSkipped(AT, "r", "t", "n"));
    listener.on(run("r"));
    listener.on(new ExecutionEvent.EngineUnavailable(AT, "away"));
    listener.on(new ExecutionEvent.EngineAvailable(AT, Duration.ofSeconds(1)));
    listener.on(new ExecutionEvent.EventsMissed(AT, 1));
    assertThat(called)
        .containsExactly(
            "executionStarted",
            "runStarted",
            "taskStarted",
            "taskSkipped",
            "runEnded",
            "engineUnavailable",
            "engineAvailable",
            "eventsMissed");
  }

  private record Recording(List<String> called) implements ExecutionListener {
    @Override
    public void executionStarted(ExecutionEvent.ExecutionStarted event) {
      called.add("executionStarted");
    }

    @Override
    public void runStarted(ExecutionEvent.RunStarted event) {
      called.add("runStarted");
    }

    @Override
    public void runEnded(ExecutionEvent.RunEnded event) {
      called.add("runEnded");
    }

    @Override
    public void taskStarted(ExecutionEvent.TaskStarted event) {
      called.add("taskStarted");
    }

    @Override
    public void taskSkipped(ExecutionEvent.TaskSkipped event) {
      called.add("taskSkipped");
    }

    @Override
    public void engineUnavailable(ExecutionEvent.EngineUnavailable event) {
      called.add("engineUnavailable");
    }

    @Override
    public void engineAvailable(ExecutionEvent.EngineAvailable event) {
      called.add("engineAvailable");
    }

    @Override
    public void eventsMissed(ExecutionEvent.EventsMissed event) {
      called.add("eventsMissed");
    }
  }

  @Test
  void aListenerMayInterruptItsOwnThread() {
    Announcer announcer = new Announcer("b", AnnouncerTest::nothing);
    AtomicInteger told = new AtomicInteger();
    announcer.listen(
        new ExecutionListener() {
          @Override
          public void on(ExecutionEvent event) {
            told.incrementAndGet();
            Thread.currentThread().interrupt();
          }
        });
    IntStream.range(0, 10).mapToObj(AnnouncerTest::task).forEach(announcer::announce);
    announcer.end();
    assertThat(told).hasValue(10);
    assertThat(MDC.get(LogKeys.BATCH)).isNull();
  }
}
