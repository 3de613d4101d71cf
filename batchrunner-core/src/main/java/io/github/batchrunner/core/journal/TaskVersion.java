package io.github.batchrunner.core.journal;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What decides, besides the feature, what a task produces: its definition and its inputs in the
 * base project.
 *
 * <p>It is the same for every run, so that a task's fingerprint is this and the hash of the
 * feature. The fingerprints of the tasks it needs are not part of it: the order in which tasks
 * ended tells whether one of them has run since.
 *
 * @param task id of the task
 * @param definition hash of what the task does
 * @param inputs hash of each declared input in the base project, by its pattern
 * @param hash hash of all of these, 32 hexadecimal digits
 */
public record TaskVersion(String task, String definition, Map<String, String> inputs, String hash) {

  /** Copies the inputs, sorted. */
  public TaskVersion {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /** Returns the version made of these parts. */
  public static TaskVersion of(String task, String definition, Map<String, String> inputs) {
    return new TaskVersion(
        task,
        definition,
        inputs,
        hashOf(List.of(task, definition, new TreeMap<>(inputs)).toString()));
  }

  /** Returns 32 hexadecimal digits that stand for a text. */
  public static String hashOf(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString().substring(0, 32);
  }
}
