package io.github.batchrunner.rq.faults;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.worker.JobContext;
import io.github.batchrunner.rq.worker.RqWorkerPool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same as {@code batchtasks.py}, for Java workers. */
final class BatchTasks {

  private BatchTasks() {}

  /** Starts workers that know the function. */
  static RqWorkerPool workers(URI redis, int count) {
    RqWorkerPool pool =
        RqWorkerPool.builder(RqConfig.parse(redis.toString()), FaultyBatch.QUEUE)
            .workers(count)
            .function(FaultyBatch.FUNCTION, BatchTasks::step)
            .build();
    pool.start();
    return pool;
  }

  private static @Nullable Object step(JobContext job) throws IOException {
    List<@Nullable Object> args = job.args();
    Path file = Path.of(String.valueOf(args.get(0)));
    Path gate = Path.of(String.valueOf(args.get(1)));
    long free = ((Number) java.util.Objects.requireNonNull(args.get(2))).longValue();
    String rest = " " + args.get(3) + " " + args.get(4) + " " + args.get(5) + "\n";
    note(file, "begin" + rest);
    Await.until("the gate is open", () -> !Files.exists(gate) || file.toFile().length() <= free);
    note(file, "end" + rest);
    return null;
  }

  private static void note(Path file, String line) throws IOException {
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
