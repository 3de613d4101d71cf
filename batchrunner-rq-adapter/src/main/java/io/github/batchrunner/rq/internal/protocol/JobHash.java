package io.github.batchrunner.rq.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.batchrunner.rq.Callback;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.RetryPolicy;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a job's hash as a producer does, all but status and time of enqueuing. For
 * one queue and one moment; thread-safe.
 *
 * <p>What is not needed is left out: workers of some versions do not survive an empty number.
 */
final class JobHash {

  private static final byte[] DATA = bytes("data");
  private static final byte[] ORIGIN = bytes("origin");
  private static final byte[] CREATED_AT = bytes("created_at");
  private static final byte[] DESCRIPTION = bytes("description");
  private static final byte[] TIMEOUT = bytes("timeout");
  private static final byte[] RESULT_TTL = bytes("result_ttl");
  private static final byte[] FAILURE_TTL = bytes("failure_ttl");
  private static final byte[] TTL = bytes("ttl");
  private static final byte[] META = bytes("meta");
  private static final byte[] DEPENDENCY_ID = bytes("dependency_id");
  private static final byte[] DEPENDENCY_IDS = bytes("dependency_ids");
  private static final byte[] GROUP_ID = bytes("group_id");
  private static final byte[] TRUE = bytes("1");
  private static final byte[] DEFAULT_TIMEOUT =
      bytes(Long.toString(JobRequest.DEFAULT_TIMEOUT.toSeconds()));

  private final Serializer serializer;
  private final byte[] queue;
  private final byte[] now;

  /**
   * Makes a writer.
   *
   * @param now the time as RQ writes it
   */
  JobHash(String queue, Serializer serializer, byte[] now) {
    this.serializer = serializer;
    this.queue = bytes(queue);
    this.now = now;
  }

  /**
   * Returns fields and values in turn.
   *
   * @throws RqException if an argument or the metadata has no place in the format
   */
  List<byte[]> fields(JobRequest request) {
    List<byte[]> fields = new ArrayList<>(24);
    add(fields, DATA, JobData.encode(request.call(), serializer));
    add(fields, ORIGIN, queue);
    add(fields, CREATED_AT, now);
    add(
        fields,
        DESCRIPTION,
        bytes(request.description().orElseGet(() -> CallText.of(request.call()))));
    add(
        fields,
        TIMEOUT,
        request.timeout().equals(JobRequest.DEFAULT_TIMEOUT)
            ? DEFAULT_TIMEOUT
            : seconds(request.timeout()));
    request.resultTtl().ifPresent(time -> add(fields, RESULT_TTL, seconds(time)));
    request.failureTtl().ifPresent(time -> add(fields, FAILURE_TTL, seconds(time)));
    request.ttl().ifPresent(time -> add(fields, TTL, seconds(time)));
    if (!request.meta().isEmpty()) {
      add(fields, META, serializer.dumps(request.meta()));
    }
    if (!request.dependsOn().isEmpty()) {
      Iterator<String> ids = request.dependsOn().iterator();
      add(fields, DEPENDENCY_ID, bytes(ids.next()));
      // Ids need no escapes in JSON.
      add(
          fields,
          DEPENDENCY_IDS,
          bytes("[\"" + String.join("\", \"", request.dependsOn()) + "\"]"));
    }
    if (request.allowDependencyFailures()) {
      add(fields, bytes("allow_dependency_failures"), TRUE);
    }
    if (request.atFront()) {
      add(fields, bytes("enqueue_at_front"), TRUE);
    }
    request.retry().ifPresent(policy -> addRetry(fields, policy));
    addCallback(fields, "success", request.onSuccess().orElse(null));
    addCallback(fields, "failure", request.onFailure().orElse(null));
    addCallback(fields, "stopped", request.onStopped().orElse(null));
    request.group().ifPresent(group -> add(fields, GROUP_ID, bytes(group)));
    return fields;
  }

  private static void addRetry(List<byte[]> fields, RetryPolicy policy) {
    add(fields, bytes("retries_left"), bytes(Integer.toString(policy.times())));
    if (!policy.intervals().isEmpty()) {
      StringJoiner seconds = new StringJoiner(", ", "[", "]");
      for (Duration interval : intervals(policy)) {
        seconds.add(Long.toString(interval.toSeconds()));
      }
      add(fields, bytes("retry_intervals"), bytes(seconds.toString()));
    }
  }

  /**
   * RQ counts intervals from the end: of a list that is too short it would repeat the first one,
   * and of one that is too long leave out the first ones.
   */
  private static List<Duration> intervals(RetryPolicy policy) {
    List<Duration> given = policy.intervals();
    if (given.size() == 1) {
      return given;
    }
    List<Duration> exact = new ArrayList<>(policy.times());
    for (int i = 0; i < policy.times(); i++) {
      exact.add(given.get(Math.min(i, given.size() - 1)));
    }
    return exact;
  }

  private static void addCallback(List<byte[]> fields, String when, @Nullable Callback callback) {
    if (callback != null) {
      add(fields, bytes(when + "_callback_name"), bytes(callback.function()));
      add(fields, bytes(when + "_callback_timeout"), seconds(callback.timeout()));
    }
  }

  private static void add(List<byte[]> fields, byte[] name, byte[] value) {
    fields.add(name);
    fields.add(value);
  }

  private static byte[] seconds(Duration time) {
    return bytes(Long.toString(time.toSeconds()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
