package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * An engine that orders attempts by itself, outlives its hosts, and keeps its contract in bad
 * weather: replies get lost, news comes out of order, and hosts die in the middle of anything.
 *
 * <p>It goes on whenever somebody talks to it. It notes what no host may do to it.
 */
final class NativeEngine {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_REFUSALS = 5;

  /** One attempt at the engine. */
  private static final class Job {
    final String task;
    final Handle handle;
    final List<AttemptToken> needs;
    AttemptState state = AttemptState.QUEUED;

    Job(String task, Handle handle, List<AttemptToken> needs) {
      this.task = task;
      this.handle = handle;
      this.needs = needs;
    }
  }

  private final Random random;
  private final NativeDependencies dependencies;
  private final int maxSubmissionSize;
  private final Function<String, Set<String>> needsOf;
  private final Map<AttemptToken, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new LinkedHashMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private final boolean pushes;

  /** How many of 100 attempts end badly. */
  private final int failing;

  private int callsToCrash = Integer.MAX_VALUE;
  private Runnable whenCrashing = () -> {};

  /**
   * Starts an engine without attempts.
   *
   * @param needsOf the tasks that must have succeeded before a task begins, both as {@code
   *     run/task}
   */
  NativeEngine(Random random, Function<String, Set<String>> needsOf) {
    this.random = random;
    this.needsOf = needsOf;
    this.dependencies =
        new NativeDependencies(
            1 + random.nextInt(4), List.of(OnFailure.values()).get(random.nextInt(3)));
    this.maxSubmissionSize = 1 + random.nextInt(8);
    this.pushes = random.nextBoolean();
    this.failing = random.nextInt(3) == 0 ? 0 : 10;
  }

  Capabilities capabilities() {
    return Capabilities.builder(WorkKind.HANDLER)
        .nativeDependencies(dependencies)
        .maxSubmissionSize(maxSubmissionSize)
        .pollInterval(Duration.ofMillis(1))
        .cancelsQueued()
        .cancelsRunning()
        .endedRetention(Duration.ofDays(1))
        .reattach(Reattach.DURABLE)
        .build();
  }

  /** The host that talks to it next dies with its {@code calls}th call, in the middle of it. */
  synchronized void crashAfter(int calls, Runnable action) {
    callsToCrash = calls;
    whenCrashing = action;
  }

  /** Returns how many attempts of a task, as {@code run/task}, ended well. */
  synchronized long successes(String task) {
    return jobs.values().stream()
        .filter(job -> job.task.equals(task) && job.state == AttemptState.SUCCEEDED)
        .count();
  }

  /** Returns what has not ended. */
  synchronized List<String> live() {
    return jobs.values().stream().filter(job -> !job.state.ended()).map(job -> job.task).toList();
  }

  synchronized List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Some of what waits is gone, as after an eviction; what needs it stays. */
  synchronized void forgetSome() {
    List<Job> waiting =
        jobs.values().stream().filter(job -> job.state == AttemptState.QUEUED).toList();
    for (Job job : waiting) {
      if (random.nextInt(3) == 0) {
        jobs.remove(job.handle.token());
      }
    }
  }

  private synchronized void goOn() {
    for (Job job : List.copyOf(jobs.values())) {
      if (random.nextBoolean()) {
        step(job);
      }
    }
  }

  private void step(Job job) {
    if (job.state == AttemptState.QUEUED) {
      List<AttemptState> needed =
          job.needs.stream()
              .map(need -> jobs.containsKey(need) ? jobs.get(need).state : AttemptState.UNKNOWN)
              .toList();
      if (needed.stream().allMatch(AttemptState.SUCCEEDED::equals)) {
        begin(job);
      } else if (needed.stream().anyMatch(s -> s.ended() && s != AttemptState.SUCCEEDED)) {
        job.state =
            switch (dependencies.onFailure()) {
              case FAILS -> AttemptState.FAILED;
              case CANCELS -> AttemptState.CANCELLED;
              case STUCK -> AttemptState.QUEUED;
            };
      }
    } else if (job.state == AttemptState.RUNNING) {
      int fate = random.nextInt(100);
      job.state =
          fate < failing
              ? AttemptState.FAILED
              : fate < failing * 3 / 2 ? AttemptState.LOST : AttemptState.SUCCEEDED;
    }
  }

  private void begin(Job job) {
    for (String need : needsOf.apply(job.task)) {
      if (successes(need) == 0) {
        wrongs.add(job.task + " begins before " + need + " has succeeded");
      }
    }
    job.state = AttemptState.RUNNING;
  }

  private SubmitOutcome submit(Submission submission) {
    String task = submission.task().runId() + "/" + submission.task().taskId();
    Job job = jobs.get(submission.token());
    if (job == null) {
      int fate = random.nextInt(100);
      if (!jobs.keySet().containsAll(submission.needs())) {
        return rejected("what it needs is not here", false);
      }
      if (fate < 2) {
        return rejected("never", true);
      }
      if (fate < 8 && refusals.merge(task, 1, Integer::sum) < MOST_REFUSALS) {
        return rejected("not now", false);
      }
      if (fate < 12) {
        return new SubmitOutcome.Uncertain("it never came here");
      }
      job = accept(submission, task);
    }
    return random.nextInt(12) == 0
        ? new SubmitOutcome.Uncertain("it came here")
        : new SubmitOutcome.Accepted(job.handle);
  }

  private Job accept(Submission submission, String task) {
    if (live().contains(task)) {
      wrongs.add(task + " is here twice at the same time");
    }
    if (successes(task) > 0) {
      wrongs.add(task + " comes again after it succeeded");
    }
    if (submission.needs().size() > dependencies.maxFanIn()) {
      wrongs.add(task + " needs " + submission.needs().size());
    }
    Handle handle = new Handle(submission.token(), "job " + jobs.size());
    Job job = new Job(task, handle, submission.needs());
    jobs.put(submission.token(), job);
    return job;
  }

  private static SubmitOutcome rejected(String why, boolean permanent) {
    return new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, why), permanent);
  }

  private static Observation observation(Job job) {
    return switch (job.state) {
      case FAILED ->
          Observation.failed(job.handle, Failure.of(FailureKind.EXIT_CODE, "it failed"), AT);
      case LOST ->
          Observation.lost(job.handle, Failure.of(FailureKind.NODE_LOST, "it is lost"), AT);
      default -> Observation.of(job.handle, job.state, AT);
    };
  }

  /** Makes a host's way to the engine. */
  Connection connect() {
    return new Connection();
  }

  /** What one host talks to; when that has died, the engine takes nothing from it any more. */
  final class Connection implements TaskExecutor {
    private volatile ObservationSink sink = news -> {};
    private volatile Runnable asked = () -> {};
    private volatile boolean dead;

    void deliverTo(ObservationSink target) {
      sink = target;
    }

    /** Sets what is done each time that news is asked for. */
    void whenAsked(Runnable action) {
      asked = action;
    }

    boolean dead() {
      return dead;
    }

    /** Counts a call, and lets the host die when it is time. */
    private void called() {
      if (dead) {
        throw new IllegalStateException("the host is dead");
      }
      if (--callsToCrash <= 0) {
        callsToCrash = Integer.MAX_VALUE;
        whenCrashing.run();
        dead = true; // from now on the test ends the host: after what it left was copied
        throw new IllegalStateException("the host dies");
      }
    }

    @Override
    public List<SubmitOutcome> submit(SubmitRequest request) {
      List<SubmitOutcome> outcomes = new ArrayList<>();
      synchronized (NativeEngine.this) {
        if (request.submissions().size() > maxSubmissionSize) {
          wrongs.add(request.submissions().size() + " at once");
        }
        int mood = random.nextInt(20);
        if (mood == 0) {
          throw new IllegalStateException("the engine is away");
        }
        for (Submission submission : request.submissions()) {
          called();
          outcomes.add(NativeEngine.this.submit(submission));
        }
        if (mood == 1) {
          throw new NoClassDefFoundError("the answer is lost");
        }
      }
      return outcomes;
    }

    @Override
    public List<Observation> observe(ObserveRequest request) {
      asked.run();
      List<Observation> news = new ArrayList<>();
      synchronized (NativeEngine.this) {
        if (dead) {
          request
              .handles()
              .forEach(handle -> news.add(Observation.of(handle, AttemptState.CANCELLED, AT)));
          return news;
        }
        called();
        goOn();
        for (Handle handle : request.handles()) {
          Job job = jobs.get(handle.token());
          if (job == null) {
            wrongs.add("asked for what was never accepted");
          } else if (random.nextInt(3) > 0) {
            news.add(observation(job));
          }
        }
        Collections.shuffle(news, random);
      }
      if (pushes) {
        sink.accept(news.subList(0, news.size() / 2));
        return List.copyOf(news.subList(news.size() / 2, news.size()));
      }
      return news;
    }

    @Override
    public void cancel(CancelRequest request) {
      synchronized (NativeEngine.this) {
        if (dead) {
          return;
        }
        called();
        if (random.nextInt(4) == 0) {
          throw new IllegalStateException("the engine is away");
        }
        for (Handle handle : request.handles()) {
          Job job = jobs.get(handle.token());
          if (job != null && job.state == AttemptState.QUEUED) {
            job.state = AttemptState.CANCELLED;
          } else if (job != null && job.state == AttemptState.RUNNING && random.nextBoolean()) {
            job.state = AttemptState.CANCELLED;
          }
        }
      }
    }

    @Override
    public List<Observation> reattach(ReattachRequest request) {
      synchronized (NativeEngine.this) {
        called();
        if (random.nextInt(5) == 0) {
          throw new NoClassDefFoundError("the engine is away");
        }
        return request.tokens().stream()
            .filter(jobs::containsKey)
            .map(token -> observation(jobs.get(token)))
            .toList();
      }
    }

    @Override
    public void close(CloseMode mode) {
      // what is at the engine stays there
    }
  }
}
