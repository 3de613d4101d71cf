package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.Callback;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.RetryPolicy;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a job's hash as a producer writes them, all but status and time of enqueuing.
 *
 * <p>What is not needed is left out: workers of some versions do not survive an empty number.
 */
public final class JobHash {

  private JobHash() {}

  /**
   * Returns fields and values in turn, text or bytes.
   *
   * @throws RqException if an argument or the metadata has no place in the format
   */
  public static List<Object> of(
      JobRequest request, String queue, Serializer serializer, Instant now) {
    List<Object> fields = new ArrayList<>(24);
    add(fields, "data", JobData.encode(request.call(), serializer));
    add(fields, "origin", queue);
    add(fields, "created_at", RqTime.format(now));
    add(fields, "description", request.description().orElseGet(() -> CallText.of(request.call())));
    add(fields, "timeout", request.timeout().toSeconds());
    request.resultTtl().ifPresent(time -> add(fields, "result_ttl", time.toSeconds()));
    request.failureTtl().ifPresent(time -> add(fields, "failure_ttl", time.toSeconds()));
    request.ttl().ifPresent(time -> add(fields, "ttl", time.toSeconds()));
    if (!request.meta().isEmpty()) {
      add(fields, "meta", serializer.dumps(request.meta()));
    }
    if (!request.dependsOn().isEmpty()) {
      Iterator<String> ids = request.dependsOn().iterator();
      add(fields, "dependency_id", ids.next());
      // Ids need no escapes in JSON.
      add(fields, "dependency_ids", "[\"" + String.join("\", \"", request.dependsOn()) + "\"]");
    }
    if (request.allowDependencyFailures()) {
      add(fields, "allow_dependency_failures", "1");
    }
    if (request.atFront()) {
      add(fields, "enqueue_at_front", "1");
    }
    request.retry().ifPresent(policy -> addRetry(fields, policy));
    addCallback(fields, "success", request.onSuccess().orElse(null));
    addCallback(fields, "failure", request.onFailure().orElse(null));
    addCallback(fields, "stopped", request.onStopped().orElse(null));
    request.group().ifPresent(group -> add(fields, "group_id", group));
    return fields;
  }

  private static void addRetry(List<Object> fields, RetryPolicy policy) {
    add(fields, "retries_left", policy.times());
    if (!policy.intervals().isEmpty()) {
      StringJoiner seconds = new StringJoiner(", ", "[", "]");
      policy.intervals().forEach(interval -> seconds.add(Long.toString(interval.toSeconds())));
      add(fields, "retry_intervals", seconds.toString());
    }
  }

  private static void addCallback(List<Object> fields, String when, @Nullable Callback callback) {
    if (callback != null) {
      add(fields, when + "_callback_name", callback.function());
      add(fields, when + "_callback_timeout", callback.timeout().toSeconds());
    }
  }

  private static void add(List<Object> fields, String name, Object value) {
    fields.add(name);
    fields.add(value);
  }
}
