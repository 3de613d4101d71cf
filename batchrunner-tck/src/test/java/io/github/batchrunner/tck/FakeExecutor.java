package io.github.batchrunner.tck;

import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PreparedRun;
import io.github.batchrunner.spi.Purgeable;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A small executor in memory that keeps all rules, but for the one its sabotage breaks. */
final class FakeExecutor implements TaskExecutor, Purgeable, AfterCloneHook {

  /** The harness sets it to lose the reply to the next submission. */
  static final AtomicBoolean LOSE_NEXT_REPLY = new AtomicBoolean();

  /** What durable executors have left to go on by itself. */
  private static final Map<AttemptToken, FakeAttempt> LEFT = new ConcurrentHashMap<>();

  private static final Set<FakeExecutor> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorContext context;
  private final Sabotage sabotage;
  private final boolean durable;
  private final int number = COUNT.incrementAndGet();
  private final ExecutorService pool;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<AttemptToken, FakeAttempt> attempts =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Set<String> cleared = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable Thread> firstToObserve = new AtomicReference<>();
  private final FakeWork work;
  private volatile boolean interruptionKept;
  private volatile boolean closed;

  FakeExecutor(ExecutorContext context, Sabotage sabotage) {
    this.context = context;
    this.sabotage = sabotage;
    this.durable = context.options().flag("durable");
    this.work = new FakeWork(context.handlers(), sabotage);
    int slots =
        is(Sabotage.HAS_FEWER_SLOTS) ? 1 : is(Sabotage.HAS_MORE_SLOTS) ? 3 : FakeProvider.SLOTS;
    pool = Executors.newFixedThreadPool(slots);
    OPEN.add(this);
    leak();
  }

  private boolean is(Sabotage suspected) {
    return sabotage == suspected;
  }

  @Override
  public List<SubmitOutcome> submit(SubmitRequest request) {
    checkOpen();
    boolean lost = LOSE_NEXT_REPLY.getAndSet(false);
    List<SubmitOutcome> outcomes = new ArrayList<>();
    for (Submission submission : request.submissions()) {
      outcomes.add(submitOne(submission));
    }
    if (is(Sabotage.WAITS_FOR_THE_WORK)) {
      awaitAllEnded();
    }
    if (is(Sabotage.ANSWERS_IN_THE_WRONG_ORDER)) {
      Collections.reverse(outcomes);
    }
    if (is(Sabotage.ONE_REFUSAL_FAILS_THE_REST)
        && outcomes.stream().anyMatch(o -> o instanceof SubmitOutcome.Rejected)) {
      return outcomes.stream().map(o -> rejected("the request was refused")).toList();
    }
    if (is(Sabotage.TAKES_FEWER_THAN_IT_SAYS) && outcomes.size() > 50) {
      outcomes.replaceAll(o -> rejected("too many at once"));
    }
    if (lost) {
      outcomes.replaceAll(
          o ->
              is(Sabotage.DENIES_WHAT_IT_DOES_NOT_KNOW)
                  ? rejected("no reply")
                  : new SubmitOutcome.Uncertain("no reply"));
    }
    return outcomes;
  }

  private SubmitOutcome submitOne(Submission submission) {
    Optional<String> refusal = work.refusal(submission.work());
    if (refusal.isPresent()) {
      return rejected(refusal.get());
    }
    if (!attempts.keySet().containsAll(submission.needs()) && !is(Sabotage.TAKES_UNKNOWN_NEEDS)) {
      return new SubmitOutcome.Rejected(
          Failure.of(FailureKind.REJECTED, "what it needs is not here"),
          is(Sabotage.REFUSES_UNKNOWN_NEEDS_FOR_GOOD));
    }
    if (is(Sabotage.TAKES_FEWER_NEEDS) && submission.needs().size() > 2) {
      return rejected("too many needs");
    }
    FakeAttempt attempt;
    synchronized (attempts) {
      FakeAttempt known = attempts.get(submission.token());
      boolean forgotten =
          known == null
              || is(Sabotage.RUNS_A_TOKEN_TWICE)
              || (is(Sabotage.FORGETS_ENDED_TOKENS) && known.state.ended());
      if (known != null && !forgotten) {
        return new SubmitOutcome.Accepted(known.handle);
      }
      String nativeId = number + "-" + submission.token();
      attempt = new FakeAttempt(submission, new Handle(submission.token(), nativeId), this);
      attempts.put(submission.token(), attempt);
    }
    if (is(Sabotage.RUNS_BEFORE_IT_BEGINS)) {
      tell(Observation.of(attempt.handle, AttemptState.RUNNING, Instant.EPOCH));
    }
    if (submission.needs().isEmpty() || is(Sabotage.IGNORES_NEEDS)) {
      start(attempt);
    } else {
      startDependents();
    }
    return new SubmitOutcome.Accepted(
        is(Sabotage.RENAMES_ATTEMPTS)
            ? new Handle(submission.token(), "another name")
            : attempt.handle);
  }

  private void start(FakeAttempt attempt) {
    if (is(Sabotage.LOSES_AN_ATTEMPT) && attempts.size() % 5 == 0) {
      return;
    }
    pool.execute(() -> run(attempt));
  }

  private void run(FakeAttempt attempt) {
    synchronized (attempt) {
      boolean started =
          attempt.state == AttemptState.QUEUED
              || (is(Sabotage.STARTS_WHAT_WAS_CANCELLED)
                  && attempt.state == AttemptState.CANCELLED);
      if (!started) {
        return;
      }
      if (!attempt.state.ended()) {
        attempt.state = AttemptState.RUNNING;
      }
      attempt.runner = Thread.currentThread();
    }
    attempt.owner.tell(attempt.observation());
    startTimeout(attempt);
    if (interruptionKept) {
      Thread.currentThread().interrupt();
    }
    Failure failure = work.run(attempt.submission);
    synchronized (attempt) {
      attempt.runner = null;
      interruptionKept = Thread.interrupted() && is(Sabotage.KEEPS_INTERRUPTIONS);
      if (attempt.state.ended()) {
        return;
      }
      end(attempt, failure);
    }
    attempt.owner.tell(attempt.observation());
    if (is(Sabotage.REPORTS_AFTER_THE_END)) {
      tell(Observation.of(attempt.handle, AttemptState.RUNNING, Instant.EPOCH));
    }
    startDependents();
  }

  private void startTimeout(FakeAttempt attempt) {
    Duration limit = attempt.submission.timeout().orElse(null);
    if (limit != null && !is(Sabotage.IGNORES_TIMEOUTS)) {
      Future<?> unused =
          timer.schedule(
              () -> ask(attempt, AttemptState.FAILED), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void end(FakeAttempt attempt, @Nullable Failure failure) {
    if (attempt.asked == AttemptState.CANCELLED) {
      attempt.state = AttemptState.CANCELLED;
    } else if (attempt.asked == AttemptState.FAILED) {
      attempt.state = AttemptState.FAILED;
      attempt.failure = Failure.of(FailureKind.TIMEOUT, "its time was up");
    } else if (failure == null || is(Sabotage.INVENTS_SUCCESS)) {
      attempt.state = AttemptState.SUCCEEDED;
    } else {
      attempt.state = AttemptState.FAILED;
      attempt.failure = failure;
      if (is(Sabotage.TELLS_SECRETS)) {
        attempt.failure =
            Failure.of(failure.kind(), "login with " + context.options().text("password"));
      }
    }
  }

  /** Starts what waits for attempts that have succeeded, and cancels what waits in vain. */
  private void startDependents() {
    for (FakeAttempt attempt : snapshot()) {
      List<AttemptToken> needs = attempt.submission.needs();
      if (needs.isEmpty() || attempt.observation().state() != AttemptState.QUEUED) {
        continue;
      }
      List<AttemptState> states =
          needs.stream()
              .map(attempts::get)
              .map(a -> a == null ? AttemptState.UNKNOWN : a.observation().state())
              .toList();
      if (states.stream().allMatch(s -> s == AttemptState.SUCCEEDED)) {
        start(attempt);
      } else if (states.stream().anyMatch(s -> s.ended() && s != AttemptState.SUCCEEDED)
          && !is(Sabotage.LEAVES_DEPENDENTS)) {
        endInVain(attempt);
      }
    }
  }

  private void endInVain(FakeAttempt attempt) {
    switch (OnFailure.valueOf(context.options().text("on_failure"))) {
      case CANCELS -> ask(attempt, AttemptState.CANCELLED);
      case STUCK -> {
        if (is(Sabotage.CANCELS_WHAT_IS_STUCK)) {
          ask(attempt, AttemptState.CANCELLED);
        }
      }
      case FAILS -> {
        synchronized (attempt) {
          if (attempt.state.ended()) {
            return;
          }
          attempt.failure = Failure.of(FailureKind.REJECTED, "what it needs failed");
          attempt.state = AttemptState.FAILED;
        }
        attempt.owner.tell(attempt.observation());
        startDependents();
      }
    }
  }

  @Override
  public List<Observation> observe(ObserveRequest request) {
    checkOpen();
    Thread first = firstToObserve.updateAndGet(t -> t == null ? Thread.currentThread() : t);
    if (is(Sabotage.ANSWERS_ONE_THREAD_ONLY) && first != Thread.currentThread()) {
      throw new IllegalMonitorStateException("only the first thread may ask");
    }
    lock.lock();
    try {
      List<Handle> handles = request.handles();
      if (is(Sabotage.OBSERVES_ONLY_A_FEW) && handles.size() > 1_000) {
        throw new IllegalArgumentException("too many handles");
      }
      return handles.stream().map(this::observeOne).toList();
    } finally {
      lock.unlock();
    }
  }

  private Observation observeOne(Handle handle) {
    FakeAttempt attempt = attempts.get(handle.token());
    if (attempt == null || (is(Sabotage.CANNOT_OBSERVE_ENDS) && attempt.state.ended())) {
      boolean fails = is(Sabotage.FAILS_THE_UNKNOWN) || is(Sabotage.FAILS_WHAT_IS_NOT_LISTED);
      return fails
          ? Observation.failed(
              handle, Failure.of(FailureKind.INFRASTRUCTURE, "not listed"), Instant.EPOCH)
          : Observation.of(handle, AttemptState.UNKNOWN, Instant.EPOCH);
    }
    return attempt.observation();
  }

  @Override
  public void cancel(CancelRequest request) {
    checkOpen();
    for (Handle handle : request.handles()) {
      FakeAttempt attempt = attempts.get(handle.token());
      if (attempt == null) {
        continue;
      }
      boolean wrong =
          attempt.observation().state().ended()
              && (is(Sabotage.CANCELS_WHAT_HAS_ENDED) || is(Sabotage.ENDS_TWICE));
      if (wrong) {
        tell(Observation.of(attempt.handle, AttemptState.CANCELLED, Instant.EPOCH));
        if (is(Sabotage.CANCELS_WHAT_HAS_ENDED)) {
          attempt.state = AttemptState.CANCELLED;
        }
      } else {
        ask(attempt, AttemptState.CANCELLED);
      }
    }
  }

  private void ask(FakeAttempt attempt, AttemptState why) {
    synchronized (attempt) {
      if (attempt.state.ended()) {
        return;
      }
      attempt.asked = attempt.asked == null ? why : attempt.asked;
      Thread runner = attempt.runner;
      if (runner == null || is(Sabotage.ONLY_SAYS_CANCELLED)) {
        attempt.state = AttemptState.CANCELLED;
      } else {
        runner.interrupt();
        return;
      }
    }
    attempt.owner.tell(attempt.observation());
    startDependents();
  }

  @Override
  public List<Observation> reattach(ReattachRequest request) {
    checkOpen();
    List<Observation> found = new ArrayList<>();
    for (AttemptToken token : request.tokens()) {
      FakeAttempt left = is(Sabotage.FORGETS_WHAT_IT_LEFT) ? null : LEFT.remove(token);
      if (left != null) {
        left.owner = this;
        attempts.put(token, left);
      }
      FakeAttempt attempt = attempts.get(token);
      if (attempt != null && !is(Sabotage.KNOWS_NO_TOKENS)) {
        found.add(attempt.observation());
      } else if (is(Sabotage.KNOWS_EVERY_TOKEN)) {
        found.add(Observation.of(new Handle(token, "guess"), AttemptState.RUNNING, Instant.EPOCH));
      }
    }
    return found;
  }

  @Override
  public void afterClone(PreparedRun run) {
    if (!cleared.add(run.compositeRunId()) && is(Sabotage.CLEARS_UP_ONCE)) {
      throw new IllegalStateException(run.runId() + " has been cleared up already");
    }
  }

  @Override
  public List<Handle> purge(List<Handle> handles) {
    List<Handle> purged = new ArrayList<>();
    for (Handle handle : handles) {
      FakeAttempt attempt = attempts.get(handle.token());
      if (attempt != null
          && (attempt.observation().state().ended() || is(Sabotage.PURGES_WHAT_RUNS))) {
        attempts.remove(handle.token());
        purged.add(handle);
      }
    }
    return purged;
  }

  @Override
  public void close(CloseMode mode) {
    if (closed) {
      if (is(Sabotage.CANNOT_CLOSE_TWICE)) {
        throw new IllegalStateException("already closed");
      }
      return;
    }
    closed = true;
    OPEN.remove(this);
    if (mode == CloseMode.DETACH && durable) {
      snapshot().forEach(attempt -> LEFT.put(attempt.submission.token(), attempt));
      pool.shutdown();
      timer.shutdown();
      return;
    }
    if (mode == CloseMode.DETACH && is(Sabotage.WAITS_WHEN_DETACHING)) {
      awaitAllEnded();
    }
    boolean waits = mode == CloseMode.DRAIN && !is(Sabotage.DOES_NOT_DRAIN);
    if (!waits && !is(Sabotage.DOES_NOT_CANCEL_ON_CLOSE)) {
      endAll();
    }
    pool.shutdown();
    if (!is(Sabotage.DOES_NOT_CANCEL_ON_CLOSE) || waits) {
      awaitPool();
    }
    timer.shutdownNow();
  }

  private void endAll() {
    snapshot().forEach(attempt -> ask(attempt, AttemptState.CANCELLED));
    if (is(Sabotage.SHARES_STATE)) {
      OPEN.forEach(other -> other.snapshot().forEach(a -> other.ask(a, AttemptState.CANCELLED)));
    }
  }

  private void awaitPool() {
    try {
      if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("attempts do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitAllEnded() {
    while (snapshot().stream().anyMatch(attempt -> !attempt.observation().state().ended())) {
      Thread.onSpinWait();
    }
  }

  private void tell(Observation observation) {
    if (is(Sabotage.HOLDS_A_LOCK_IN_THE_SINK)) {
      lock.lock();
      try {
        context.observations().accept(List.of(observation));
      } finally {
        lock.unlock();
      }
    } else {
      context.observations().accept(List.of(observation));
    }
  }

  private Collection<FakeAttempt> snapshot() {
    synchronized (attempts) {
      return List.copyOf(attempts.values());
    }
  }

  private void checkOpen() {
    if (closed && !is(Sabotage.ANSWERS_AFTER_CLOSING)) {
      throw new IllegalStateException("closed");
    }
  }

  private static SubmitOutcome rejected(String why) {
    return new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, why), true);
  }

  /** Opens what nobody will close. */
  private void leak() {
    if (is(Sabotage.LEAKS_A_THREAD)) {
      Leaked.startThread();
    }
    try {
      if (is(Sabotage.LEAKS_A_PROCESS)) {
        Leaked.OBJECTS.add(new ProcessBuilder("sleep", "60").start());
      }
      if (is(Sabotage.LEAKS_A_FILE)) {
        Leaked.OBJECTS.add(Files.newInputStream(Files.createTempFile("leaked", ".txt")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
