package io.github.batchrunner.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.github.batchrunner.spi.Work;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Dispatch of handlers that do nothing, with the state kept on disk, beside db-scheduler with its
 * state in H2: on disk as ours, and in memory.
 */
final class DispatchBenchmark implements Benchmark {

  private static final int RUNS = 100_000;
  private static final int TASKS = 7;
  private static final int PEER_TASKS = 40_000;
  private static final int ROUNDS = 3;

  @Override
  public void run(Report report) throws Exception {
    double[] ours = new double[ROUNDS];
    double[] onDisk = new double[ROUNDS];
    double[] inMemory = new double[ROUNDS];
    Work noop = new Work.Handler("noop", Map.of());
    try (Scratch scratch = new Scratch()) {
      for (int round = 0; round < ROUNDS; round++) {
        double seconds =
            Dispatching.seconds(
                scratch.path("round-" + round),
                Fixtures.chain(TASKS),
                Fixtures.runs(RUNS),
                8192,
                (run, task) -> noop);
        ours[round] = RUNS * TASKS / seconds;
        onDisk[round] =
            PEER_TASKS
                / dbScheduler("jdbc:h2:file:" + scratch.path("h2-" + round).toAbsolutePath());
        inMemory[round] = PEER_TASKS / dbScheduler("jdbc:h2:mem:round" + round);
        System.err.printf(
            "  ours %,.0f/s, db-scheduler on disk %,.0f/s, in memory %,.0f/s%n",
            ours[round], onDisk[round], inMemory[round]);
      }
    }
    double our = Report.median(ours);
    String what = "dispatch 700,000 no-op handlers, journal on disk";
    String peer = "db-scheduler 16 on H2 %s, 40,000 tasks: %s";
    double disk = Report.median(onDisk);
    report.row(
        what,
        Report.perSecond(our),
        peer.formatted("on disk", Report.perSecond(disk)),
        Report.ratio(our / disk),
        ">= 20");
    double memory = Report.median(inMemory);
    report.row(
        what,
        Report.perSecond(our),
        peer.formatted("in memory", Report.perSecond(memory)),
        Report.ratio(our / memory),
        ">= 20");
  }

  private static double dbScheduler(String url) throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url + ";DB_CLOSE_DELAY=-1");
    source.setLogWriter(new PrintWriter(java.io.Writer.nullWriter()));
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table scheduled_tasks (task_name varchar(100), task_instance varchar(100), task_data blob,"
              + " execution_time timestamp with time zone, picked boolean, picked_by varchar(50),"
              + " last_success timestamp with time zone, last_failure timestamp with time zone,"
              + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint,"
              + " priority smallint, state varchar(50), primary key (task_name, task_instance))");
      statement.execute("create index by_time on scheduled_tasks (execution_time)");
    }
    CountDownLatch done = new CountDownLatch(PEER_TASKS);
    OneTimeTask<Void> task =
        Tasks.oneTime("noop", Void.class).execute((instance, context) -> done.countDown());
    Scheduler scheduler =
        Scheduler.create(source, task)
            .threads(20)
            .pollUsingFetch(1.0, 6.0)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    List<TaskInstance<?>> instances = new ArrayList<>();
    for (int i = 0; i < PEER_TASKS; i++) {
      instances.add(task.instance(String.valueOf(i)));
    }
    scheduler.scheduleBatch(instances, Instant.now());
    long start = System.nanoTime();
    scheduler.start();
    if (!done.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("db-scheduler did not finish");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    scheduler.stop();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown");
    }
    return seconds;
  }
}
