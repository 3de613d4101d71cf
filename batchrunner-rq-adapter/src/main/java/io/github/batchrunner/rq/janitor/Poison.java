package io.github.batchrunner.rq.janitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a waiting job Python's workers do not survive: those whose reading raises in some
 * version of RQ from 1.13 on, outside of what a worker catches.
 */
final class Poison {

  /** The pseudo field of an id that is unfit. */
  static final String ID = "(id)";

  static final List<String> TIMES =
      List.of("created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat");

  /** Numbers that may be empty. */
  static final List<String> NUMBERS =
      List.of(
          "timeout",
          "result_ttl",
          "failure_ttl",
          "ttl",
          "retries_left",
          "number_of_retries",
          "repeats_left",
          "allow_dependency_failures");

  /** Numbers that may be absent, but not empty. */
  static final List<String> FULL_NUMBERS =
      List.of(
          "enqueue_at_front",
          "enqueue_at_front_on_retry",
          "success_callback_timeout",
          "failure_callback_timeout",
          "stopped_callback_timeout");

  static final List<String> LISTS =
      List.of("dependency_ids", "retry_intervals", "repeat_intervals");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9]{1,18}\\s*");
  private static final Pattern SIX_DIGITS = Pattern.compile("[^.]*(?:\\.\\d{1,6})?Z");

  private Poison() {}

  /**
   * Returns the unfit fields of a job that has data, each with why.
   *
   * @param meta the metadata, null if it was not read
   */
  static Map<String, String> unfit(String id, Map<String, String> fields, byte @Nullable [] meta) {
    Map<String, String> unfit = new LinkedHashMap<>();
    if (!JobRequest.isId(id)) {
      unfit.put(ID, "has characters outside A-Z a-z 0-9 _ -");
    }
    String status = fields.getOrDefault("status", "");
    if (!status.isEmpty() && JobStatus.of(status) == JobStatus.UNKNOWN) {
      unfit.put("status", "is no status of RQ");
    }
    if (fields.getOrDefault("origin", "").isEmpty()) {
      unfit.put("origin", "is missing");
    }
    for (String field : TIMES) {
      String text = fields.getOrDefault(field, "");
      if (!text.isEmpty()
          && (RqTime.parse(text).isEmpty() || !SIX_DIGITS.matcher(text).matches())) {
        unfit.put(field, "is no time of the form 2026-01-02T03:04:05.000001Z");
      }
    }
    for (String field : NUMBERS) {
      String text = fields.getOrDefault(field, "");
      if (!text.isEmpty() && !NUMBER.matcher(text).matches()) {
        unfit.put(field, "is no whole number");
      }
    }
    for (String field : FULL_NUMBERS) {
      String text = fields.get(field);
      if (text != null && !NUMBER.matcher(text).matches()) {
        unfit.put(field, text.isEmpty() ? "is empty" : "is no whole number");
      }
    }
    for (String field : LISTS) {
      String text = fields.getOrDefault(field, "");
      if (!text.isEmpty() && !isList(text)) {
        unfit.put(field, "is no JSON list");
      }
    }
    if (status.equals("deferred")
        && fields.getOrDefault("dependency_ids", "").isEmpty()
        && fields.getOrDefault("dependency_id", "").isEmpty()) {
      unfit.put("dependency_ids", "is missing, which fails the job it waits for");
    }
    if (meta != null && meta.length > 0 && !isDict(meta)) {
      unfit.put("meta", "is no pickled or JSON dict");
    }
    return unfit;
  }

  private static boolean isList(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node != null && node.isArray();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isDict(byte[] meta) {
    try {
      Serializer serializer = meta[0] == '{' ? Serializer.JSON : Serializer.PICKLE;
      return serializer.loads(meta) instanceof Map;
    } catch (RqException e) {
      return false;
    }
  }
}
