package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.weppcloud.Evidence;
import io.github.batchrunner.rq.weppcloud.NoDbRedis;
import io.github.batchrunner.rq.weppcloud.StatusMessages;
import io.github.batchrunner.rq.weppcloud.WeppcloudBatch;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PendingExplainer;
import io.github.batchrunner.spi.Purgeable;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Executor "rq": answers the host, and lets the classes beside it do the work. Thread-safe; has no
 * thread of its own but that of the parent job's subscription.
 */
sealed class RqExecutor implements TaskExecutor, PendingExplainer, Purgeable
    permits NoDbRqExecutor {

  private final RqLink link;
  private final RqOptions options;
  private final Attempts attempts = new Attempts();
  private final Lookout lookout;
  private final Cancelling cancelling;
  private final Enqueuing enqueuing;
  private final Reattaching reattaching;
  private final Companions companions;
  private final Ending ending;
  private final Witness witness;
  private final WeppcloudBatch weppcloud;

  /** Calls hold it for reading; closing takes it for writing once, to see all of them end. */
  private final ReadWriteLock calls = new ReentrantReadWriteLock();

  private boolean closed;

  RqExecutor(RqLink link, RqConfig config, RqOptions options) {
    this.link = link;
    this.options = options;
    Epoch epoch = new Epoch(link);
    witness = witness(options);
    weppcloud = WeppcloudBatch.open(config);
    FanOut fanOut = new FanOut(weppcloud);
    Judge judge = new Judge(options, fanOut, witness, link.clock());
    List<Companion> along = new ArrayList<>();
    if (options.parentJob()) {
      along.add(new WeppcloudAtWork(weppcloud, link.clock()));
      along.add(new ParentJob(link, options, this::cancelBatch));
    }
    if (options.statusMessages()) {
      along.add(new StatusCompanion(batch -> StatusMessages.over(this::publish, batch)));
    }
    companions = new Companions(along);
    lookout = new Lookout(link, options.queue(), attempts, epoch, judge);
    cancelling = new Cancelling(link, fanOut);
    enqueuing = new Enqueuing(link, options, attempts, epoch, companions);
    reattaching = new Reattaching(link, options, attempts, epoch, judge, lookout);
    ending = new Ending(link, options, attempts, lookout, cancelling, companions);
    epoch.look(link.redis().call(epoch.ask()));
    witness.check();
  }

  private static Witness witness(RqOptions options) {
    if (options.evidence() != RqOptions.EvidenceSource.REDISPREP) {
      return new Witness(options.evidence(), null);
    }
    return new Witness(
        options.evidence(),
        Evidence.open(config(RqOptions.NODB_REDIS, options.nodbRedis()).build()));
  }

  private void publish(String channel, String line) {
    Replies.number(link.redis().call(Command.of("PUBLISH", channel, line)));
  }

  static RqExecutor open(RqOptions options, Clock clock) {
    RqConfig config = config(RqOptions.REDIS, options.redis()).prefix(options.prefix()).build();
    RqLink link = null;
    NoDbRedis nodb = null;
    try {
      link = RqLink.open(config, clock);
      if (!options.nodb()) {
        return new RqExecutor(link, config, options);
      }
      nodb = NoDbRedis.open(config(RqOptions.NODB_REDIS, options.nodbRedis()).build());
      nodb.check();
      return new NoDbRqExecutor(link, config, options, nodb);
    } catch (RqException e) {
      if (nodb != null) {
        nodb.close();
      }
      if (link != null) {
        link.close();
      }
      throw unavailable(e);
    }
  }

  private static RqConfig.Builder config(String option, String address) {
    try {
      return RqConfig.builder(address);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"rq\" cannot be used: %s".formatted(option, e.getMessage()));
    }
  }

  @Override
  public List<SubmitOutcome> submit(SubmitRequest request) {
    return whileOpen(() -> enqueuing.submit(request.submissions()));
  }

  @Override
  public List<Observation> observe(ObserveRequest request) {
    return whileOpen(
        () -> {
          List<Attempt> wanted = new ArrayList<>(request.handles().size());
          List<Attempt> unknown = new ArrayList<>();
          for (Handle handle : request.handles()) {
            Attempt attempt =
                attempts
                    .find(handle.token())
                    .filter(known -> known.handle.equals(handle))
                    .orElseGet(
                        () -> {
                          Attempt stranger = new Attempt(handle);
                          unknown.add(stranger);
                          return stranger;
                        });
            wanted.add(attempt);
          }
          Lookout.View view = lookout.look(wanted);
          unknown.stream().filter(Attempt::isThere).forEach(attempts::adopt);
          cancelling.askAgain(wanted);
          companions.observed(view.news());
          return view.observations();
        });
  }

  @Override
  public void cancel(CancelRequest request) {
    whileOpen(
        () -> {
          cancelling.ask(
              request.handles().stream()
                  .flatMap(handle -> attempts.find(handle.token()).stream())
                  .toList());
          return closed;
        });
  }

  @Override
  public List<Observation> reattach(ReattachRequest request) {
    return whileOpen(
        () -> {
          List<Companion.Found> found = reattaching.find(request.tokens());
          companions.reattached(
              found.stream().filter(one -> !one.observation().state().ended()).toList());
          return found.stream().map(Companion.Found::observation).toList();
        });
  }

  @Override
  public Optional<String> explainPending(Handle handle) {
    return whileOpen(() -> new PendingReasons(link).of(handle.nativeId()));
  }

  @Override
  public List<Handle> purge(List<Handle> handles) {
    return whileOpen(() -> new Purging(link).purge(handles));
  }

  @Override
  public void close(CloseMode mode) {
    calls.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      calls.writeLock().unlock();
    }
    try {
      ending.end(mode);
      companions.close(mode);
    } finally {
      witness.close();
      weppcloud.close();
      link.close();
    }
  }

  /** Tells what a person should know of a batch, wherever people follow it. */
  final void warn(String batch, String warning) {
    companions.warned(batch, warning);
  }

  /** Somebody has cancelled the batch in RQ. */
  private void cancelBatch(String batch, boolean alsoRunning) {
    List<Attempt> open =
        attempts.open().stream().filter(attempt -> attempt.belongsTo(batch)).toList();
    if (alsoRunning) {
      cancelling.ask(open);
    } else {
      cancelling.takeBack(open);
    }
  }

  final <T> T whileOpen(Supplier<T> call) {
    calls.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("executor \"rq\" is closed");
      }
      return call.get();
    } catch (RqException e) {
      throw unavailable(e);
    } finally {
      calls.readLock().unlock();
    }
  }

  private static ExecutorUnavailableException unavailable(RqException e) {
    return new ExecutorUnavailableException(
        "executor \"rq\" cannot use Redis: " + e.getMessage(), e);
  }

  @Override
  public String toString() {
    return "rq, queue \"" + options.queue() + "\"";
  }
}
