package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.Plugins;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.worker.AttemptFunction;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import io.github.batchrunner.rq.worker.WorkerStatistics;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves queues of Python RQ with workers of this process. */
@Command(
    name = "worker",
    header = "Serve queues of Python RQ: run what \"run --executor rq -O workers=java\" submits.",
    description =
        "The workers are RQ's for all its tools. They run commands, and the handlers on the class "
            + "path. Ctrl-C or SIGTERM lets them finish their jobs; a second Ctrl-C interrupts "
            + "these.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner worker --redis redis://127.0.0.1:6379/9 --queue batch --workers 3",
      "  BATCHRUNNER_REDIS=rediss://:secret@host/9 batchrunner worker"
    })
final class WorkerCommand implements Callable<Integer> {

  @Mixin private final RedisChoice redis = new RedisChoice();

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

  private final Terminal terminal;

  WorkerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    RqConfig config = redis.config();
    try (AttemptFunction attempts = attempts();
        RqWorkerPool pool = pool(config, attempts);
        CancelOnInterrupt interrupts = new CancelOnInterrupt(new Ending(pool), terminal)) {
      interrupts.listen();
      pool.start();
      terminal.say(
          "%d worker%s of queue %s at %s"
              .formatted(workers, workers == 1 ? "" : "s", String.join(", ", queues), config));
      pool.await();
      WorkerStatistics statistics = pool.statistics();
      terminal.say(
          "%,d jobs finished, %,d failed".formatted(statistics.finished(), statistics.failed()));
    }
    return ExitCode.DONE;
  }

  private RqWorkerPool pool(RqConfig config, AttemptFunction attempts) {
    try {
      RqWorkerPool.Builder builder =
          RqWorkerPool.builder(config, queues)
              .function(AttemptFunction.NAME, attempts)
              .workers(workers)
              .serializer(redis.serializer())
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
  private static final class Ending implements CancelOnInterrupt.Work {
    private final RqWorkerPool pool;
    private final AtomicBoolean asked = new AtomicBoolean();

    Ending(RqWorkerPool pool) {
      this.pool = pool;
    }

    @Override
    public void end() {
      if (asked.compareAndSet(false, true)) {
        pool.shutdown();
      } else {
        pool.shutdownNow();
      }
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
      return pool.await(patience);
    }
  }
}
