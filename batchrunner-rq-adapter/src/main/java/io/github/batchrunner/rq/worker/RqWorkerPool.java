package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Workers of this process that serve queues of Python RQ, beside Python's own workers or alone.
 * Thread-safe.
 *
 * <p>Each is a worker of its own for RQ's tools: with a name, a state, counters, and the commands
 * {@code stop-job}, {@code kill-horse} and {@code shutdown}. They also do RQ's maintenance for
 * their queues, and, if wanted, its scheduling.
 *
 * <p>Its threads do not keep the process alive; {@link #await()} does.
 *
 * <p>While Redis is away jobs go on; their ends are written when it is back. What is written is
 * written once, also if an answer of Redis got lost. A job that was deleted or declared abandoned
 * while it ran stays so.
 *
 * <p>The rule for jobs that wait for others is RQ's: all must have finished, or, for a job that
 * allows failures, have ended; a job that is not there any more counts as finished. A stopped job
 * counts as failed (RQ 2.8 never lets go what waits for a stopped job; before, it always did).
 */
public final class RqWorkerPool implements AutoCloseable {

  private static final Duration HOUSEKEEPER_PATIENCE = Duration.ofSeconds(2);

  private final PoolOptions options;
  private final Duration grace;
  private final RqLink link;
  private final PoolParts parts;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Doorman> doormen = new ArrayList<>();
  private final Watchdog watchdog;
  private final Housekeeper housekeeper;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean running;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean tidied = new AtomicBoolean();
  private @Nullable Commands commands;
  private @Nullable Thread housekeeping;

  private RqWorkerPool(Builder builder) {
    options = builder.options();
    grace = builder.grace;
    link = RqLink.open(builder.config, builder.clock);
    Counters counters = new Counters();
    parts =
        new PoolParts(
            link,
            options,
            new Records(link, options),
            new Endings(options),
            new Callbacks(options.functions(), counters),
            new Bell(),
            counters,
            new Fleet(link, options));
    for (int i = 1; i <= builder.workers; i++) {
      String unique = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
      workers.add(new Worker(parts, builder.namePrefix + "-" + unique + "-" + i));
    }
    watchdog = new Watchdog(workers);
    housekeeper = new Housekeeper(parts, workers);
  }

  /** Starts a pool that serves these queues, the first before the second and so on. */
  public static Builder builder(RqConfig config, List<String> queues) {
    return new Builder(config, queues);
  }

  /** Starts a pool that serves these queues, the first before the second and so on. */
  public static Builder builder(RqConfig config, String... queues) {
    return new Builder(config, List.of(queues));
  }

  /**
   * Registers the workers and lets them work; returns at once.
   *
   * @throws RqException if Redis cannot be reached or refuses
   * @throws IllegalStateException if it was started before
   */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a pool of workers is started once");
    }
    parts.fleet().look();
    for (Worker worker : workers) {
      link.redis().transaction(parts.records().birth(worker.name(), null)).forEach(Replies::value);
    }
    commands = new Commands(link, workers);
    if (options.burst()) {
      new Maintenance(parts).run();
      if (options.scheduler()) {
        Scheduler once = new Scheduler(parts);
        once.run();
        once.release();
      }
    } else {
      for (String queue : options.queues()) {
        Doorman doorman = new Doorman(link, queue, parts.bell());
        doormen.add(doorman);
        daemon(doorman, "rq-queue-" + queue);
      }
    }
    daemon(watchdog, "rq-watchdog");
    housekeeping = daemon(housekeeper, "rq-housekeeper");
    running = true;
    workers.forEach(Worker::start);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Returns the names of the workers. */
  public List<String> workerNames() {
    return workers.stream().map(Worker::name).toList();
  }

  /** Returns what they have done so far. */
  public WorkerStatistics statistics() {
    return parts.counters().snapshot((int) workers.stream().filter(w -> w.run() != null).count());
  }

  /** Waits until all workers have ended: the queues of a burst are empty, or they were told to. */
  public void await() throws InterruptedException {
    for (Worker worker : workers) {
      worker.over().await();
    }
  }

  /**
   * Waits until all workers have ended.
   *
   * @return false if some have not in time
   */
  public boolean await(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Worker worker : workers) {
      if (!worker.over().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** Lets the workers finish their jobs and take no more; returns at once. */
  public void shutdown() {
    workers.forEach(Worker::stop);
  }

  /** Interrupts the jobs, which are failed or tried again; returns at once. */
  public void shutdownNow() {
    workers.forEach(Worker::stopNow);
  }

  /**
   * Ends the workers and waits for them: their jobs have the grace period to end, then they are
   * interrupted. A second call, from another thread, interrupts them at once.
   *
   * <p>Jobs whose end cannot be written since Redis is away are left to RQ's maintenance.
   */
  @Override
  public void close() {
    boolean second = !closing.compareAndSet(false, true);
    boolean interrupted = false;
    try {
      shutdown();
      if (running && (second || !await(grace))) {
        shutdownNow();
        await(options.interruptPatience().multipliedBy(2));
      }
    } catch (InterruptedException e) {
      interrupted = true;
      shutdownNow();
    }
    if (tidied.compareAndSet(false, true)) {
      interrupted |= !tidy();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends what is not a worker; false if interrupted meanwhile. */
  private boolean tidy() {
    boolean calm = true;
    parts.bell().close();
    doormen.forEach(Doorman::close);
    watchdog.close();
    housekeeper.close();
    try {
      if (housekeeping != null) {
        // It gives the scheduler's locks back, if Redis is there.
        housekeeping.join(HOUSEKEEPER_PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      calm = false;
    }
    if (commands != null) {
      commands.close();
    }
    link.close();
    return calm;
  }

  /** Collects the options of a pool; not thread-safe. */
  public static final class Builder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final RqConfig config;
    private final List<String> queues;
    private final Map<String, JobFunction> functions = new LinkedHashMap<>();
    private final Map<String, JobCallback> callbacks = new LinkedHashMap<>();
    private Function<String, Optional<JobFunction>> resolver = name -> Optional.empty();
    private int workers = 1;
    private Serializer serializer = Serializer.PICKLE;
    private Duration resultTtl = JobRequest.DEFAULT_RESULT_TTL;
    private Duration failureTtl = JobRequest.DEFAULT_FAILURE_TTL;
    private String namePrefix = "java";
    private Duration monitoringInterval = Duration.ofSeconds(30);
    private Duration grace = Duration.ofSeconds(30);
    private Duration interruptPatience = Duration.ofSeconds(5);
    private StartedEntries startedEntries = StartedEntries.AUTO;
    private boolean burst;
    private boolean scheduler;
    private Clock clock = Clock.systemUTC();

    private Builder(RqConfig config, List<String> queues) {
      if (queues.isEmpty() || queues.stream().anyMatch(q -> q.isBlank() || q.contains(","))) {
        throw new IllegalArgumentException(
            "workers serve one queue or more, with names and no commas in them, not " + queues);
      }
      this.config = config;
      this.queues = List.copyOf(new LinkedHashSet<>(queues));
    }

    /** Adds a function under the qualified name that jobs call. */
    public Builder function(String name, JobFunction function) {
      functions.put(name, function);
      return this;
    }

    /** Finds functions by name that were not added; called by several threads at once. */
    public Builder functions(Function<String, Optional<JobFunction>> other) {
      resolver = other;
      return this;
    }

    /** Adds a callback under the qualified name that jobs name. */
    public Builder callback(String name, JobCallback callback) {
      callbacks.put(name, callback);
      return this;
    }

    /** Sets how many jobs run at once, 1 or more; default: 1. */
    public Builder workers(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("a pool has one worker or more, not " + count);
      }
      workers = count;
      return this;
    }

    /** Sets what the producers of the queues use; default: pickle. */
    public Builder serializer(Serializer other) {
      serializer = other;
      return this;
    }

    /** Sets how long results are kept of jobs that do not say; default: 500 s. */
    public Builder resultTtl(Duration time) {
      resultTtl = time;
      return this;
    }

    /** Sets how long failures are kept of jobs that do not say; default: 365 days. */
    public Builder failureTtl(Duration time) {
      failureTtl = time;
      return this;
    }

    /** Sets what the workers' names begin with; default: {@code java}. */
    public Builder namePrefix(String prefix) {
      if (!NAME.matcher(prefix).matches()) {
        throw new IllegalArgumentException(
            "a name consists of A-Z a-z 0-9 _ . -, but this is \"" + prefix + "\"");
      }
      namePrefix = prefix;
      return this;
    }

    /**
     * Sets how often workers say that they live, a second or more; a minute after they should have,
     * their jobs count as abandoned. Default: 30 s.
     */
    public Builder monitoringInterval(Duration interval) {
      if (interval.toSeconds() < 1) {
        throw new IllegalArgumentException("an interval is a second or more, not " + interval);
      }
      monitoringInterval = interval;
      return this;
    }

    /** Sets how long {@link #close} waits before it interrupts jobs; default: 30 s. */
    public Builder grace(Duration time) {
      grace = time;
      return this;
    }

    /**
     * Sets how long an interrupted job may take to return before its thread is left behind;
     * default: 5 s.
     */
    public Builder interruptPatience(Duration time) {
      interruptPatience = time;
      return this;
    }

    /** Sets how started jobs stand in RQ's registry; default: as the other workers need it. */
    public Builder startedEntries(StartedEntries entries) {
      startedEntries = entries;
      return this;
    }

    /** Ends the workers when the queues are empty; default: they wait for more. */
    public Builder burst() {
      burst = true;
      return this;
    }

    /**
     * Also moves scheduled jobs into the queues when their time has come; default: that is left to
     * a Python worker {@code --with-scheduler}.
     */
    public Builder withScheduler() {
      scheduler = true;
      return this;
    }

    /** Sets what time it is; default: the system's clock. */
    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /**
     * Connects and returns the pool, not started.
     *
     * @throws RqException if Redis cannot be reached or used
     */
    public RqWorkerPool build() {
      return new RqWorkerPool(this);
    }

    private PoolOptions options() {
      return new PoolOptions(
          queues,
          new Functions(functions, resolver, callbacks),
          serializer,
          resultTtl,
          failureTtl,
          monitoringInterval,
          interruptPatience,
          startedEntries,
          burst,
          scheduler,
          clock);
    }
  }
}
