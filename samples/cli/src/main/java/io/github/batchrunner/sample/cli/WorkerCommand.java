package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.Plugins;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.worker.AttemptFunction;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import io.github.batchrunner.rq.worker.WorkerStatistics;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves queues of Python RQ with workers of this process. */
@Command(
    name = "worker",
    header = "Serve queues of Python RQ: run what \"run --executor rq -O workers=java\" submits.",
    description =
        "The workers are RQ's for all its tools. They run commands, and the handlers on the class "
            + "path. Ctrl-C lets them finish their jobs, a second Ctrl-C interrupts these; SIGTERM "
            + "gives them --grace.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner worker --redis redis://127.0.0.1:6379/9 --queue batch --workers 3",
      "  BATCHRUNNER_REDIS=rediss://:secret@host/9 batchrunner worker"
    })
final class WorkerCommand implements Callable<Integer> {

  private static final int MOST_WORKERS = 1000;
  private static final Duration LONGEST_GRACE = Duration.ofDays(30);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(10);

  @Mixin private final RedisChoice redis = new RedisChoice();

  @Option(
      names = "--serializer",
      paramLabel = "<name>",
      description = "What the queues' producers use: ${COMPLETION-CANDIDATES}. Default: PICKLE")
  private Serializer serializer = Serializer.PICKLE;

  @Option(
      names = "--queue",
      paramLabel = "<name>",
      description = "A queue; may be repeated, the first is served first. Default: batch")
  private List<String> queues = List.of("batch");

  @Option(
      names = "--workers",
      paramLabel = "<n>",
      description = "How many jobs run at once. Default: ${DEFAULT-VALUE}")
  private int workers = 3;

  @Option(names = "--burst", description = "End when the queues are empty.")
  private boolean burst;

  @Option(
      names = "--no-scheduler",
      negatable = false,
      description = "Leave jobs that wait for their time or their next try to another worker.")
  private boolean noScheduler;

  @Option(
      names = "--grace",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description = "How long jobs may go on after SIGTERM. Default: 30s")
  private Duration grace = Duration.ofSeconds(30);

  @Option(
      names = "--alive-file",
      paramLabel = "<file>",
      description =
          "Written anew every 10 s while the workers serve, also while Redis is away, and deleted "
              + "at the end: for probes that look at its age.")
  private @Nullable Path aliveFile;

  private final Terminal terminal;

  WorkerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    RqConfig config = redis.config(terminal);
    try (AttemptFunction attempts = attempts();
        Ending pool = new Ending(pool(config, attempts));
        AliveFile alive = aliveFile();
        CancelOnInterrupt interrupts = new CancelOnInterrupt(pool, terminal, grace)) {
      interrupts.listen();
      pool.workers().start();
      terminal.say(
          "%,d worker%s of queue %s at %s"
              .formatted(workers, workers == 1 ? "" : "s", String.join(", ", queues), config));
      while (!pool.workers().await(RENEW_EVERY)) {
        if (alive != null) {
          alive.renew();
        }
      }
      WorkerStatistics statistics = pool.workers().statistics();
      terminal.say(
          "%,d jobs finished, %,d failed".formatted(statistics.finished(), statistics.failed()));
      return pool.forced() ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }
  }

  private void check() {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new InvalidInputException(
          "--workers takes 1 to %,d, but %d was given".formatted(MOST_WORKERS, workers));
    }
    if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
      throw new InvalidInputException(
          "--grace takes 0s to %dd, but %s was given".formatted(LONGEST_GRACE.toDays(), grace));
    }
  }

  private @Nullable AliveFile aliveFile() throws IOException {
    return aliveFile == null ? null : AliveFile.begin(aliveFile, Clock.systemUTC(), terminal);
  }

  private RqWorkerPool pool(RqConfig config, AttemptFunction attempts) {
    try {
      RqWorkerPool.Builder builder =
          RqWorkerPool.builder(config, queues)
              .function(AttemptFunction.NAME, attempts)
              .workers(workers)
              .serializer(serializer)
              .grace(grace);
      if (burst) {
        builder.burst();
      }
      if (!noScheduler) {
        builder.withScheduler();
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Attempts run where those of "run" do by default, with a slot for each worker. */
  private AttemptFunction attempts() {
    TaskExecutorProvider local = Plugins.find().provider(RunCommand.DEFAULT_EXECUTOR);
    List<TaskHandler> handlers =
        ServiceLoader.load(TaskHandler.class).stream().map(ServiceLoader.Provider::get).toList();
    try {
      return AttemptFunction.open(
          local,
          ExecutorOptions.parse(
              local.id(), local.options(), Map.of("threads", Integer.toString(workers))),
          handlers);
    } catch (InvalidOptionException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A pool, ended by signals. */
  private static final class Ending implements CancelOnInterrupt.Work, AutoCloseable {
    private final RqWorkerPool pool;
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    Ending(RqWorkerPool pool) {
      this.pool = pool;
    }

    @Override
    public void end() {
      if (asked.incrementAndGet() == 1) {
        pool.shutdown();
      } else {
        pool.shutdownNow();
      }
    }

    RqWorkerPool workers() {
      return pool;
    }

    /** Tells whether jobs were interrupted because somebody did not want to wait for them. */
    boolean forced() {
      return asked.get() > 1;
    }

    @Override
    public void close() {
      pool.close();
      over.countDown();
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
      return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
