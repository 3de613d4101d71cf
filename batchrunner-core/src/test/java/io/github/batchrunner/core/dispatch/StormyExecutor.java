package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An engine in bad weather that keeps its contract: whatever can come late, twice, out of order or
 * not at all does so now and then, but what it knows of an attempt stays true.
 *
 * <p>News comes from a thread of its own, or from within the submission; asking always gives the
 * truth, though sometimes the engine is away.
 */
final class StormyExecutor implements TaskExecutor {

  /** What the engine knows of one attempt; the task is in here as {@code run/task}. */
  private static final class Known {
    final String task;
    final Handle handle;
    final AttemptState end;
    boolean ended;

    Known(String task, Handle handle, AttemptState end) {
      this.task = task;
      this.handle = handle;
      this.end = end;
    }
  }

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Random random;
  private final Map<AttemptToken, Known> known = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new LinkedHashMap<>();
  private final Set<String> running = new HashSet<>();
  private final List<String> wrongs = new ArrayList<>();
  private final ExecutorService weather = Executors.newSingleThreadExecutor();
  private final boolean pushes;
  private volatile ObservationSink sink = news -> {};
  private volatile Runnable afterSubmission = () -> {};

  StormyExecutor(long seed, boolean pushes) {
    this.random = new Random(seed);
    this.pushes = pushes;
  }

  boolean pushes() {
    return pushes;
  }

  void deliverTo(ObservationSink target) {
    sink = target;
  }

  void afterEachSubmission(Runnable action) {
    afterSubmission = action;
  }

  /** Returns how many attempts of a task, as {@code run/task}, ended well. */
  long successes(String task) {
    return ends(task, AttemptState.SUCCEEDED);
  }

  /** Returns how many attempts of a task, as {@code run/task}, ended this way. */
  synchronized long ends(String task, AttemptState end) {
    return known.values().stream()
        .filter(attempt -> attempt.task.equals(task) && attempt.ended && attempt.end == end)
        .count();
  }

  /** Returns what an execution must never do to an engine, as far as it has done so. */
  synchronized List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  @Override
  public List<SubmitOutcome> submit(SubmitRequest request) {
    List<SubmitOutcome> outcomes = new ArrayList<>();
    List<Observation> early = new ArrayList<>();
    int mood;
    synchronized (this) {
      mood = random.nextInt(20);
      if (mood == 0) {
        throw new IllegalStateException("the engine is away");
      }
      for (Submission submission : request.submissions()) {
        outcomes.add(submit(submission, early));
      }
    }
    sink.accept(early);
    afterSubmission.run();
    if (mood == 1) {
      throw new NoClassDefFoundError("the answer is lost");
    }
    if (mood == 2) {
      return outcomes.subList(1, outcomes.size());
    }
    return outcomes;
  }

  private SubmitOutcome submit(Submission submission, List<Observation> early) {
    String task = submission.task().runId() + "/" + submission.task().taskId();
    Known attempt = known.get(submission.token());
    if (attempt == null) {
      int fate = random.nextInt(100);
      if (fate < 3) {
        return new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, "never"), true);
      }
      if (fate < 10 && refusals.merge(task, 1, Integer::sum) < 5) {
        return new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, "not now"), false);
      }
      if (fate < 15) {
        return new SubmitOutcome.Uncertain("it never came here");
      }
      attempt = begin(submission, task);
    }
    if (random.nextInt(10) == 0) {
      return new SubmitOutcome.Uncertain("it came here");
    }
    if (pushes && random.nextInt(4) == 0) {
      early.add(Observation.of(attempt.handle, AttemptState.RUNNING, AT));
      if (random.nextBoolean()) {
        early.add(end(attempt));
      }
    }
    return new SubmitOutcome.Accepted(attempt.handle);
  }

  private Known begin(Submission submission, String task) {
    if (!running.add(task)) {
      wrongs.add(task + " runs twice at the same time");
    }
    if (successes(task) > 0) {
      wrongs.add(task + " runs again after it succeeded");
    }
    Known attempt =
        new Known(
            task,
            new Handle(submission.token(), "job " + known.size()),
            switch (random.nextInt(12)) {
              case 0 -> AttemptState.FAILED;
              case 1 -> AttemptState.LOST;
              default -> AttemptState.SUCCEEDED;
            });
    known.put(submission.token(), attempt);
    if (pushes) {
      weather.execute(() -> deliver(attempt));
    }
    return attempt;
  }

  /** Tells the end, with what may come with it. */
  private void deliver(Known attempt) {
    List<Observation> news = new ArrayList<>();
    synchronized (this) {
      if (random.nextBoolean()) {
        news.add(Observation.of(attempt.handle, AttemptState.QUEUED, AT));
      }
      if (random.nextInt(5) == 0) {
        news.add(Observation.of(attempt.handle, AttemptState.UNKNOWN, AT));
      }
      news.add(end(attempt));
      if (random.nextInt(3) == 0) {
        news.add(end(attempt));
        news.add(Observation.of(attempt.handle, AttemptState.RUNNING, AT)); // late
      }
    }
    sink.accept(news);
  }

  private Observation end(Known attempt) {
    attempt.ended = true;
    running.remove(attempt.task);
    return switch (attempt.end) {
      case FAILED ->
          Observation.failed(attempt.handle, Failure.of(FailureKind.EXIT_CODE, "it failed"), AT);
      case LOST ->
          Observation.lost(attempt.handle, Failure.of(FailureKind.NODE_LOST, "it is lost"), AT);
      default -> Observation.of(attempt.handle, attempt.end, AT);
    };
  }

  @Override
  public synchronized List<Observation> observe(ObserveRequest request) {
    if (random.nextInt(10) == 0) {
      throw new IllegalStateException("the engine is away");
    }
    List<Observation> news = new ArrayList<>();
    for (Handle handle : request.handles()) {
      Known attempt = known.get(handle.token());
      if (attempt == null) {
        wrongs.add("asked for what was never accepted");
      } else if (attempt.ended || random.nextInt(3) == 0) {
        news.add(end(attempt));
      } else if (random.nextInt(10) == 0) {
        news.add(Observation.of(handle, AttemptState.UNKNOWN, AT));
      }
    }
    return news;
  }

  @Override
  public void cancel(CancelRequest request) {
    List<Observation> news = new ArrayList<>();
    synchronized (this) {
      if (random.nextInt(4) == 0) {
        throw new IllegalStateException("the engine is away");
      }
      for (Handle handle : request.handles()) {
        Known attempt = known.get(handle.token());
        if (attempt != null && pushes) {
          news.add(end(attempt)); // it was as good as done
        }
      }
    }
    sink.accept(news);
  }

  @Override
  public synchronized List<Observation> reattach(ReattachRequest request) {
    if (random.nextInt(5) == 0) {
      throw new NoClassDefFoundError("the engine is away");
    }
    List<Observation> found = new ArrayList<>();
    for (AttemptToken token : request.tokens()) {
      Known attempt = known.get(token);
      if (attempt != null) {
        found.add(
            attempt.ended || random.nextBoolean()
                ? end(attempt)
                : Observation.of(attempt.handle, AttemptState.RUNNING, AT));
      }
    }
    return found;
  }

  @Override
  public void close(CloseMode mode) {
    weather.shutdown();
    try {
      if (!weather.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the storm does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
