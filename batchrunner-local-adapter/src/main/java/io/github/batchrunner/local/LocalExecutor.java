package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.LogAccess;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PendingExplainer;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor "local". Thread-safe. */
final class LocalExecutor implements TaskExecutor, LogAccess, PendingExplainer {

  private static final Logger LOG = LoggerFactory.getLogger(LocalExecutor.class);
  private static final AtomicLong EXECUTORS = new AtomicLong();

  /** How much longer than the grace period closing waits for processes that do not die. */
  private static final long MOST_FORCING_SECONDS = 15;

  private static final int MOST_NAMED = 3;

  private final Clock clock;
  private final Admission admission;
  private final Engine engine;
  private final Timer timer;
  private final Announcer announcer;
  private final Slots slots;
  private final Recovery recovery;
  private final Map<AttemptToken, Attempt> attempts = new ConcurrentHashMap<>();

  /** What was asked for, but could not be found out about. */
  private final Map<AttemptToken, SubmittedAttempt> elsewhere = new ConcurrentHashMap<>();

  private final AtomicLong sequence = new AtomicLong();

  /**
   * Submitting reads {@link #closing}, closing writes it: nothing is queued after the last look.
   */
  private final ReadWriteLock accepting = new ReentrantReadWriteLock();

  private volatile boolean closing;
  private volatile boolean closed;

  private LocalExecutor(ExecutorContext context, LocalOptions options, Admission admission) {
    this.clock = context.clock();
    this.admission = admission;
    String name = "batchrunner-local-" + EXECUTORS.incrementAndGet();
    timer = new Timer(name + "-timer");
    engine =
        new Engine(
            options,
            timer,
            new LogKeeper(options.logMaxBytes(), timer),
            new Processes(timer),
            OomKills.below(Path.of("/")),
            Wrapper.find(),
            new AttemptFiles(),
            new AtomicBoolean(),
            new AtomicBoolean(),
            Thread.currentThread().getContextClassLoader());
    announcer =
        new Announcer(
            context.observations(),
            clock,
            options.endedRetention(),
            this::forget,
            name + "-announcer");
    slots = new Slots(name, this::run);
    recovery = new Recovery(engine, this::attempt);
  }

  private void forget(Attempt attempt) {
    AttemptToken token = attempt.handle().token();
    attempts.remove(token);
    engine.attemptFiles().forget(token);
  }

  static LocalExecutor open(ExecutorContext context) {
    LocalOptions options = LocalOptions.of(context.options());
    LocalExecutor executor = new LocalExecutor(context, options, Admission.of(context.handlers()));
    try {
      executor.announcer.start();
      executor.slots.start(options.threads());
      return executor;
    } catch (OutOfMemoryError e) { // that is how Java says that there are no more threads
      executor.close();
      throw new ExecutorUnavailableException(
          "executor \"local\" cannot start %d threads: give the option \"threads\" a lower value"
              .formatted(options.threads()),
          e);
    }
  }

  @Override
  public List<SubmitOutcome> submit(SubmitRequest request) {
    accepting.readLock().lock();
    try {
      if (closing) {
        throw isClosed();
      }
      return accept(request);
    } finally {
      accepting.readLock().unlock();
    }
  }

  private List<SubmitOutcome> accept(SubmitRequest request) {
    List<SubmitOutcome> outcomes = new ArrayList<>(request.submissions().size());
    List<Attempt> fresh = new ArrayList<>(request.submissions().size());
    for (Submission submission : request.submissions()) {
      Attempt known = attempts.get(submission.token());
      Failure refusal = known == null ? admission.refusal(submission) : null;
      if (refusal != null) {
        outcomes.add(new SubmitOutcome.Rejected(refusal, true));
        continue;
      }
      if (known == null) {
        Attempt attempt = attempt(submission);
        known = attempts.putIfAbsent(submission.token(), attempt);
        if (known == null) {
          known = attempt;
          fresh.add(attempt);
        }
      }
      outcomes.add(new SubmitOutcome.Accepted(known.handle()));
    }
    slots.add(fresh);
    engine.failAll(slots.takeStranded());
    return outcomes;
  }

  @Override
  public List<Observation> observe(ObserveRequest request) {
    checkOpen();
    List<Observation> observations = new ArrayList<>(request.handles().size());
    for (Handle handle : request.handles()) {
      Attempt attempt = known(handle);
      observations.add(attempt == null ? lookElsewhere(handle) : attempt.observation());
    }
    return observations;
  }

  private Observation lookElsewhere(Handle handle) {
    SubmittedAttempt submitted = elsewhere.get(handle.token());
    return (submitted == null ? Optional.<Observation>empty() : find(submitted))
        .orElseGet(() -> Observation.of(handle, AttemptState.UNKNOWN, clock.instant()));
  }

  @Override
  public void cancel(CancelRequest request) {
    checkOpen();
    for (Handle handle : request.handles()) {
      Attempt attempt = known(handle);
      if (attempt != null) {
        attempt.requestStop(Attempt.Stop.CANCELLED, request.mode());
      }
    }
  }

  /**
   * Answers for the attempts of this executor and for commands of earlier ones, which it takes
   * over; what has not begun is kept from beginning, so that what is absent does not run.
   */
  @Override
  public List<Observation> reattach(ReattachRequest request) {
    checkOpen();
    List<Observation> observations = new ArrayList<>();
    Map<AttemptToken, SubmittedAttempt> absent = new HashMap<>();
    for (SubmittedAttempt submitted : request.attempts()) {
      find(submitted)
          .ifPresentOrElse(observations::add, () -> absent.put(submitted.token(), submitted));
    }
    if (!absent.isEmpty()) {
      // Somebody may have removed the directory of a run; one look is enough for all of them.
      for (AttemptToken token : Processes.endOrphans(absent.keySet())) {
        SubmittedAttempt ofAnother = Objects.requireNonNull(absent.get(token));
        observations.add(isElsewhere(ofAnother, Recovery.OF_ANOTHER));
      }
    }
    return observations;
  }

  private Observation isElsewhere(SubmittedAttempt submitted, Recovery.Finding.Elsewhere finding) {
    elsewhere.put(submitted.token(), submitted);
    return Observation.of(handle(submitted.token()), AttemptState.UNKNOWN, clock.instant())
        .withNativeState(finding.why());
  }

  /** Returns what is known of an attempt, wherever it was begun; empty if it is absent. */
  private synchronized Optional<Observation> find(SubmittedAttempt submitted) {
    AttemptToken token = submitted.token();
    Attempt known = attempts.get(token);
    if (known != null) {
      return Optional.of(known.observation());
    }
    elsewhere.remove(token);
    Recovery.Finding finding = recovery.find(submitted);
    if (finding instanceof Recovery.Finding.Elsewhere unclear) {
      return Optional.of(isElsewhere(submitted, unclear));
    }
    if (finding instanceof Recovery.Finding.Running running) {
      attempts.put(token, running.attempt());
      slots.addFirst(running.attempt());
      return Optional.of(running.attempt().observation());
    }
    if (finding instanceof Recovery.Finding.Ended ended) {
      attempts.put(token, ended.attempt());
      return Optional.of(ended.attempt().observation());
    }
    return Optional.empty();
  }

  @Override
  public InputStream openLog(Handle handle, long offset) throws IOException {
    checkOpen();
    Attempt attempt = known(handle);
    if (attempt == null || attempt.logStart() == Attempt.NO_LOG) {
      return InputStream.nullInputStream();
    }
    try {
      FileChannel channel = FileChannel.open(attempt.logFile(), StandardOpenOption.READ);
      return Channels.newInputStream(channel.position(attempt.logStart() + Math.max(0, offset)));
    } catch (NoSuchFileException e) {
      return InputStream.nullInputStream();
    }
  }

  @Override
  public Optional<String> explainPending(Handle handle) {
    checkOpen();
    Attempt attempt = known(handle);
    Attempt next = slots.next();
    if (attempt == null || next == null || attempt.observation().state() != AttemptState.QUEUED) {
      return Optional.empty();
    }
    List<Attempt> busy = slots.busyWith();
    String names =
        busy.stream()
            .limit(MOST_NAMED)
            .map(a -> a.task().toString())
            .collect(Collectors.joining(", "));
    return Optional.of(
        "waits for a thread: at most %d attempts are before it, and the %d threads run %s%s"
            .formatted(
                Math.max(0, attempt.sequence() - next.sequence()),
                engine.options().threads(),
                names.isEmpty() ? "nothing yet" : names,
                busy.size() > MOST_NAMED ? " and others" : ""));
  }

  /**
   * Ends the executor.
   *
   * <p>{@link CloseMode#DETACH} leaves commands that have begun to themselves, to be taken over;
   * handlers live in this process and end like with {@link CloseMode#CANCEL}, and what waits never
   * begins. A thread that is interrupted while it waits for {@link CloseMode#DRAIN} cancels
   * instead. Handlers that ignore their interruption keep their (daemon) threads: Java has no way
   * to end them.
   */
  @Override
  public void close(CloseMode mode) {
    if (Thread.currentThread() instanceof Slots.Slot slot && slot.belongsTo(slots)) {
      throw new IllegalStateException("a handler cannot close the executor that runs it");
    }
    stopAccepting();
    boolean interrupted = false;
    if (mode == CloseMode.DRAIN) {
      interrupted = !drained();
    }
    if (mode == CloseMode.DETACH) {
      engine.detached().set(true);
      attempts.values().forEach(Attempt::detach);
      awaitEnds();
    } else if (mode == CloseMode.CANCEL || interrupted) {
      for (Attempt attempt : attempts.values()) {
        attempt.requestStop(Attempt.Stop.CANCELLED, CancelMode.GRACEFUL);
      }
      awaitEnds();
    }
    release();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopAccepting() {
    accepting.writeLock().lock();
    try {
      closing = true;
    } finally {
      accepting.writeLock().unlock();
    }
    slots.close();
  }

  /** Waits until all has ended; false if this thread was interrupted meanwhile. */
  private boolean drained() {
    try {
      while (!slots.awaitEnd(1, TimeUnit.DAYS)) {
        // as long as it takes
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void awaitEnds() {
    long limit =
        Timer.nanos(engine.options().gracePeriod())
            + TimeUnit.SECONDS.toNanos(MOST_FORCING_SECONDS);
    if (!Uninterruptibly.get(() -> slots.awaitEnd(limit, TimeUnit.NANOSECONDS))) {
      LOG.error("some attempts do not end although they were forced to; they are given up");
      engine.givenUp().set(true);
      slots.interrupt();
      Uninterruptibly.get(() -> slots.awaitEnd(1, TimeUnit.SECONDS));
    }
  }

  /** Lets go of all that is left; safe to call again and from several threads. */
  private void release() {
    if (engine.detached().get()) {
      engine.processes().leaveRunning();
    } else {
      engine.processes().forceAll();
    }
    announcer.close();
    timer.close();
    closed = true;
  }

  private boolean run(Attempt attempt, Slots.Slot slot) {
    Submission submission = attempt.claim();
    if (submission == null) {
      awaitEnd(attempt);
      return true;
    }
    try {
      if (submission.work() instanceof Work.Handler work) {
        return new HandlerRun(engine, slots, slot, attempt, submission, work)
            .run(admission.handler(work.name()));
      }
      if (submission.work() instanceof Work.Command command) {
        new CommandRun(engine, attempt, submission).run(command);
      }
      return true;
    } catch (RuntimeException | Error e) { // a fault of this class must not cost a slot
      LOG.error("{} could not be run", submission, e);
      return attempt.end(Failure.of(FailureKind.INFRASTRUCTURE, "executor \"local\" failed: " + e));
    }
  }

  /** What an earlier host has begun takes up a thread, as if it ran on it. */
  private void awaitEnd(Attempt attempt) {
    try {
      attempt.awaitEnd();
    } catch (InterruptedException e) {
      LOG.warn("{} is not waited for any longer", attempt.task());
    }
  }

  private Attempt attempt(SubmittedAttempt submitted, Trace.Beginning beginning) {
    return new Attempt(
        handle(submitted.token()),
        submitted.task(),
        beginning.logFile(),
        beginning.timeout().isZero() ? null : beginning.timeout(),
        sequence.incrementAndGet(),
        clock,
        announcer);
  }

  private Attempt attempt(Submission submission) {
    return new Attempt(
        submission, handle(submission.token()), sequence.incrementAndGet(), clock, announcer);
  }

  /** The token is unique for ever, so it is its own native id. */
  private static Handle handle(AttemptToken token) {
    return new Handle(token, token.value());
  }

  private @Nullable Attempt known(Handle handle) {
    Attempt attempt = attempts.get(handle.token());
    return attempt != null && attempt.handle().equals(handle) ? attempt : null;
  }

  private void checkOpen() {
    if (closed) {
      throw isClosed();
    }
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("executor \"local\" has been closed");
  }
}
