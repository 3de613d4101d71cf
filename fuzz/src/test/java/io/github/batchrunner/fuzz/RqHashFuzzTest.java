package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobResult;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.WorkerInfo;
import io.github.batchrunner.rq.internal.protocol.JobData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

@OnlyWhereJazzerLoads
class RqHashFuzzTest {

  private static final String[] NAMES = {
    "data",
    "meta",
    "status",
    "origin",
    "created_at",
    "enqueued_at",
    "started_at",
    "timeout",
    "result_ttl",
    "dependency_ids",
    "dependency_id",
    "retries_left",
    "type",
    "return_value",
    "exc_string",
    "execution_started_at",
    "birth",
    "queues",
    "total_working_time",
    "successful_job_count",
    "pid"
  };

  /** Whatever Redis holds as the hash of a job, a result or a worker, it is read or refused. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/pickle.dict")
  void anyHashIsReadOrRefused(FuzzedDataProvider data) {
    Serializer serializer = data.pickValue(Serializer.values());
    Map<String, byte[]> hash = new LinkedHashMap<>();
    while (data.remainingBytes() > 0) {
      hash.put(data.pickValue(NAMES), data.consumeBytes(data.consumeInt(0, 400)));
    }
    job(new RqJob("fuzz", hash, serializer), serializer);
    result(new JobResult("fuzz", "1-0", hash, serializer));
    worker(new WorkerInfo("fuzz", hash));
  }

  private static void job(RqJob job, Serializer serializer) {
    all(job.status(), job.createdAt(), job.enqueuedAt(), job.startedAt(), job.timeout());
    all(job.resultTtl(), job.dependencyIds(), job.retriesLeft(), job.toString());
    orRefused(() -> all(job.meta().toString()));
    orRefused(
        () -> {
          Call call = job.call();
          all(call.toString());
          byte[] again = JobData.encode(call, serializer);
          String function = JobData.decode(again, serializer).function();
          if (!function.equals(call.function())) {
            throw new IllegalStateException("another function: " + function);
          }
        });
  }

  private static void result(JobResult result) {
    all(result.type(), result.createdAt(), result.executionStartedAt(), result.toString());
    orRefused(() -> all(String.valueOf(result.returnValue())));
    orRefused(() -> all(result.traceback()));
  }

  private static void worker(WorkerInfo worker) {
    all(worker.birth(), worker.queues(), worker.pid(), worker.successfulJobs());
    all(worker.totalWorkingTime(), worker.toString());
  }

  /** Takes what has been read: none of it is null. */
  private static void all(Object... values) {
    for (Object value : values) {
      Objects.requireNonNull(value, "value");
    }
  }

  private static void orRefused(Runnable reading) {
    try {
      reading.run();
    } catch (RqException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("no message", e);
      }
    }
  }
}
