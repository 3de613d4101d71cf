package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.JobCanceller;
import io.github.batchrunner.rq.internal.protocol.JobDeleter;
import io.github.batchrunner.rq.internal.protocol.JobReader;
import io.github.batchrunner.rq.internal.protocol.JobRequeuer;
import io.github.batchrunner.rq.internal.protocol.JobWaiter;
import io.github.batchrunner.rq.internal.protocol.MetaWriter;
import io.github.batchrunner.rq.internal.protocol.ResultReader;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.Workers;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Python RQ, as a program in Java uses it: queues to put jobs into, and jobs to look at and act on.
 * Thread-safe.
 *
 * <p>Looking never changes anything: RQ's own registries clean up when they are counted, these do
 * not. What a hash holds in a form that is not RQ's is as if it were not there.
 *
 * <p>All methods throw {@link RqUnavailableException} if Redis cannot be reached and {@link
 * RqRefusedException} if it refuses. Methods that take many ids need few round trips, whatever
 * their number; an id counts once.
 */
public final class Rq implements AutoCloseable {

  private final RqLink link;
  private final Serializer serializer;
  private final JobReader reader;
  private final ResultReader results;
  private final MetaWriter meta;

  private Rq(RqLink link, Serializer serializer) {
    this.link = link;
    this.serializer = serializer;
    this.reader = new JobReader(link, serializer);
    this.results = new ResultReader(link, serializer);
    this.meta = new MetaWriter(link, serializer);
  }

  /**
   * Connects to the Redis that holds the queues.
   *
   * @throws RqException if it cannot be reached or used: wrong password, a cluster, too old
   */
  public static Rq connect(RqConfig config) {
    return connect(config, Serializer.PICKLE);
  }

  /**
   * Connects to the Redis that holds the queues.
   *
   * @param serializer what the workers of its queues use
   * @throws RqException if it cannot be reached or used: wrong password, a cluster, too old
   */
  public static Rq connect(RqConfig config, Serializer serializer) {
    return connect(config, serializer, Clock.systemUTC());
  }

  /**
   * Connects to the Redis that holds the queues.
   *
   * @param serializer what the workers of its queues use
   * @param clock what time it is, for the times that are written into jobs
   * @throws RqException if it cannot be reached or used: wrong password, a cluster, too old
   */
  public static Rq connect(RqConfig config, Serializer serializer, Clock clock) {
    return new Rq(RqLink.open(config, clock), serializer);
  }

  /**
   * Returns the same for queues whose workers use another serializer: their calls, metadata and
   * results. It shares the connections, so that one of the two needs to be closed.
   */
  public Rq with(Serializer other) {
    return new Rq(link, other);
  }

  /** Returns a queue, which need not have been used before. */
  public RqQueue queue(String name) {
    return new RqQueue(link, name, serializer);
  }

  /** Returns a queue whose workers use another serializer than most. */
  public RqQueue queue(String name, Serializer other) {
    return new RqQueue(link, name, other);
  }

  /** Returns the queues that have been used, in the order of their names. */
  public List<RqQueue> queues() {
    String prefix = link.keys().queuePrefix();
    return Replies.texts(link.redis().call(Command.of("SMEMBERS", link.keys().queues()))).stream()
        .filter(key -> key.startsWith(prefix) && key.length() > prefix.length())
        .map(key -> key.substring(prefix.length()))
        .sorted()
        .map(this::queue)
        .toList();
  }

  /** Returns a job; empty if there is none of this id. */
  public Optional<RqJob> job(String id) {
    return jobs(List.of(id)).stream().findFirst();
  }

  /** Returns those of these jobs that are there, in the order asked for. */
  public List<RqJob> jobs(Collection<String> ids) {
    return reader.jobs(ids);
  }

  /** Returns where these jobs stand; those that are not there are not in the answer. */
  public Map<String, JobStatus> statuses(Collection<String> ids) {
    return reader.statuses(ids);
  }

  /** Returns all results that a job still has, the newest first. */
  public List<JobResult> results(String id) {
    return results.all(id);
  }

  /** Returns a job's newest result; empty if it has not ended or keeps none. */
  public Optional<JobResult> latestResult(String id) {
    return Optional.ofNullable(results.latest(List.of(id)).get(id));
  }

  /** Returns the newest result of each of these jobs; those without one are not in the answer. */
  public Map<String, JobResult> latestResults(Collection<String> ids) {
    return results.latest(ids);
  }

  /**
   * Waits until a job has ended or the patience is over, and returns where it stands then. Many
   * jobs are better watched by one {@link #watch watch}.
   *
   * @throws RqException if there is no such job, or no longer
   */
  public JobStatus awaitEnd(String id, Duration patience) {
    return new JobWaiter(link).await(id, patience);
  }

  /** Returns a watch that watches nothing yet and tells the listener what changes. */
  public JobWatch watch(JobListener listener) {
    return new JobWatch(link, serializer, listener);
  }

  /**
   * Cancels jobs: those that wait will not run, of those that run the workers are told to stop
   * them.
   *
   * <p>What a worker does that is told to stop, see {@link #stop}. Whatever happened before, to
   * cancel again does no harm. A worker that has taken a job from its queue in this very moment may
   * still run it. Of many jobs, those of a long queue are found fastest in the queue's order.
   *
   * @return what became of each, and for {@link CancelScope#GRAPH} also of all that wait for them
   */
  public List<Cancellation> cancel(Collection<String> ids, CancelScope scope) {
    return new JobCanceller(link).cancel(ids, scope);
  }

  /**
   * Tells the worker that runs a job to stop it. RQ's workers fork and end the fork; RQ's {@code
   * SimpleWorker}, which does not fork, ends itself and its whole process group.
   *
   * @return whether the job runs and its worker heard it
   */
  public boolean stop(String id) {
    return new JobCanceller(link).stop(id);
  }

  /**
   * Puts those of these jobs that failed or were stopped to the end of their queues, with as many
   * tries left as they had.
   *
   * @return the ids of those
   */
  public Set<String> requeue(Collection<String> ids) {
    return new JobRequeuer(link).requeueEnded(ids, false);
  }

  /**
   * Puts those of these jobs that wait for a time to the end of their queues now.
   *
   * @return the ids of those
   */
  public Set<String> enqueueScheduled(Collection<String> ids) {
    return new JobRequeuer(link).enqueueScheduled(ids, false);
  }

  /**
   * Deletes jobs with their results and all that belongs to them, except those that run.
   *
   * @param dependents what becomes of jobs that wait for them and are not deleted themselves: none
   *     is left to wait for ever
   * @return what became of each
   */
  public List<Deletion> delete(Collection<String> ids, Deletion.Dependents dependents) {
    return new JobDeleter(link).delete(ids, dependents);
  }

  /**
   * Replaces a job's metadata; never makes a job of an id that has none.
   *
   * @return whether the job is there
   * @throws RqException if a value has no place in the serializer's format
   */
  public boolean saveMeta(String id, Map<String, ? extends @Nullable Object> values) {
    return meta.save(id, values);
  }

  /**
   * Replaces a job's metadata by what a function makes of it, atomically.
   *
   * @param change is given a map that it may change and return; asked again if another changed the
   *     metadata meanwhile
   * @return whether the job is there
   * @throws RqException if the metadata cannot be read or written
   */
  public boolean changeMeta(String id, UnaryOperator<Map<String, @Nullable Object>> change) {
    return meta.change(id, change);
  }

  /** Returns the workers that are registered, in the order of their names. */
  public List<WorkerInfo> workers() {
    return new Workers(link).all();
  }

  /** Lets no worker take another job until {@link #resume}; what runs goes on. */
  public void suspend() {
    Replies.value(link.redis().call(Command.of("SET", link.keys().suspended(), 1)));
  }

  /**
   * Lets no worker take another job for a time.
   *
   * @param time a second or more, cut to whole seconds
   */
  public void suspend(Duration time) {
    if (time.toSeconds() < 1) {
      throw new IllegalArgumentException("workers are suspended for a second or more, not " + time);
    }
    Replies.value(
        link.redis().call(Command.of("SET", link.keys().suspended(), 1, "EX", time.toSeconds())));
  }

  /** Lets workers take jobs again. */
  public void resume() {
    Replies.value(link.redis().call(Command.of("DEL", link.keys().suspended())));
  }

  /** Tells whether workers are suspended. */
  public boolean isSuspended() {
    return Replies.number(link.redis().call(Command.of("EXISTS", link.keys().suspended()))) == 1;
  }

  /** Returns the names of the groups (RQ 2 and later), in order. */
  public Set<String> groups() {
    return new TreeSet<>(
        Replies.texts(link.redis().call(Command.of("SMEMBERS", link.keys().groups()))));
  }

  /** Returns the ids of a group's jobs, in order, those included that are gone. */
  public Set<String> groupJobs(String group) {
    return new TreeSet<>(
        Replies.texts(link.redis().call(Command.of("SMEMBERS", link.keys().group(group)))));
  }

  @Override
  public void close() {
    link.close();
  }
}
