package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.protocol.MetaWriter;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The job that a function is called for. To be used by the thread that was given it. */
public final class JobContext {

  private final TakenJob job;
  private final @Nullable Run run;
  private final RqLink link;
  private final Serializer serializer;
  private final String worker;
  private @Nullable Call call;
  private @Nullable Map<String, @Nullable Object> meta;

  JobContext(TakenJob job, @Nullable Run run, RqLink link, Serializer serializer, String worker) {
    this.job = job;
    this.run = run;
    this.link = link;
    this.serializer = serializer;
    this.worker = worker;
  }

  /** Returns the job's id. */
  public String id() {
    return job.id();
  }

  /**
   * Returns what it calls.
   *
   * @throws RqException if its data cannot be read, so that only callbacks are called
   */
  public Call call() {
    if (call == null) {
      call = job.job().call();
    }
    return call;
  }

  /** Returns the positional arguments. */
  public List<@Nullable Object> args() {
    return call().args();
  }

  /** Returns the arguments by name. */
  public Map<String, @Nullable Object> kwargs() {
    return call().kwargs();
  }

  /** Returns the name of its queue. */
  public String queue() {
    return job.queue();
  }

  /** Returns the name of the worker that has it. */
  public String worker() {
    return worker;
  }

  /** Returns the job as it was when it was taken. */
  public RqJob job() {
    return job.job();
  }

  /** Returns how long it may run; empty for no limit. */
  public Optional<Duration> timeout() {
    return job.timeout();
  }

  /** Returns how many more times it is tried if it fails; zero if it is not. */
  public int retriesLeft() {
    return (int) Math.max(0, job.readable("retries_left").orElse(0));
  }

  /** Returns how often it was put back since its function asked for it; zero before that. */
  public int retriesDone() {
    OptionalLong retries = job.readable("number_of_retries");
    return (int) Math.max(0, retries.orElse(0));
  }

  /** Tells whether the job is to end: out of time, stopped, or its worker is to end at once. */
  public boolean isCancelled() {
    return run != null && (run.cut() != null || run.isEnded());
  }

  /**
   * Returns the job's metadata, which may be changed and is kept by {@link #saveMeta}.
   *
   * @throws RqException if it cannot be read
   */
  public Map<String, @Nullable Object> meta() {
    if (meta == null) {
      meta = new LinkedHashMap<>(job.job().meta());
    }
    return meta;
  }

  /**
   * Writes the metadata as it is now; does nothing if the job was deleted meanwhile.
   *
   * @throws RqException if a value has no place in the format, or Redis refuses or is away
   */
  public void saveMeta() {
    new MetaWriter(link, serializer).save(job.id(), meta());
  }
}
