package io.github.batchrunner.core.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what is different for a run from what it was at the latest attempt of a task. */
final class Changes {

  private static final long MOST_BYTES_OF_FEATURE = 64 << 20;

  /** As wide as what this library writes itself. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNumberLength(1_100)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final BatchState state;
  private final BatchPlan plan;
  private final Surroundings surroundings;
  private final PastPipelines past;
  private final int known;

  /**
   * Prepares the comparison.
   *
   * @param plan of this one run
   */
  Changes(BatchState state, BatchPlan plan, Surroundings surroundings, PastPipelines past) {
    this.state = state;
    this.plan = plan;
    this.surroundings = surroundings;
    this.past = past;
    this.known = state.runNumber(plan.runs().id(0));
  }

  /** Returns what has changed for a task since its latest attempt; none if there was none. */
  List<Change> of(int task) {
    Pipeline pipeline = plan.pipeline();
    TaskDefinition definition = pipeline.task(task);
    BatchState.TaskView view = state.task(definition.id());
    List<Change> changes = new ArrayList<>();
    if (view.status(known) == TaskStatus.NEW) {
      return changes;
    }
    TaskVersion then = view.version(known);
    TaskVersion now = plan.versions().get(task);
    if (!then.definition().equals(now.definition())) {
      changes.add(ofDefinition(definition, then.definition()));
    }
    addInputs(then.inputs(), now.inputs(), changes);
    if (view.feature(known) != plan.runs().featureHash(0)) {
      changes.add(ofFeature());
    }
    if (view.status(known) == TaskStatus.SUCCEEDED) {
      addNeeds(task, view.order(known), changes);
      String directory = surroundings.directory().toString();
      definition.outputs().stream()
          .filter(output -> !FilePattern.matches(directory, output))
          .forEach(output -> changes.add(new Change.OfOutput(output)));
    }
    return changes;
  }

  private void addNeeds(int task, int order, List<Change> changes) {
    for (int need : plan.pipeline().needs(task)) {
      String id = plan.pipeline().task(need).id();
      BatchState.TaskView view = state.task(id);
      if (view.status(known) == TaskStatus.SUCCEEDED && view.order(known) > order) {
        changes.add(new Change.OfNeed(id));
      }
    }
  }

  private static void addInputs(
      Map<String, String> then, Map<String, String> now, List<Change> changes) {
    Set<String> patterns = new TreeSet<>(then.keySet());
    patterns.addAll(now.keySet());
    for (String pattern : patterns) {
      if (!then.containsKey(pattern)) {
        changes.add(new Change.OfInput(pattern, Change.OfInput.How.DECLARED));
      } else if (!now.containsKey(pattern)) {
        changes.add(new Change.OfInput(pattern, Change.OfInput.How.NOT_DECLARED));
      } else if (!then.get(pattern).equals(now.get(pattern))) {
        changes.add(new Change.OfInput(pattern, Change.OfInput.How.CONTENT));
      }
    }
  }

  // The journal keeps of a definition only its hash, but each execution's whole pipeline.

  private Change ofDefinition(TaskDefinition now, String hashThen) {
    return past.task(now.id(), then -> hashOf(then).equals(hashThen))
        .map(then -> ofDefinition(then, now))
        .orElseGet(() -> new Change.OfDefinition(List.of(), 0));
  }

  private static Change.OfDefinition ofDefinition(TaskDefinition then, TaskDefinition now) {
    ValueDiff diff =
        ValueDiff.of(
            "work", tree(PipelineJson.write(then.work())), tree(PipelineJson.write(now.work())));
    return new Change.OfDefinition(diff.values(), diff.more());
  }

  private static String hashOf(TaskDefinition task) {
    return TaskVersion.hashOf(PipelineJson.write(task.work()));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON cannot be read", e);
    }
  }

  // The journal keeps of a feature only its hash, but the run has its own copy.

  private Change ofFeature() {
    JsonNode then = copy(surroundings.featureFile());
    if (then.isMissingNode()) {
      return new Change.OfFeature(List.of(), 0, false);
    }
    JsonNode now = tree(PythonJson.dumps(surroundings.feature()));
    ValueDiff properties = ValueDiff.of("", then.path("properties"), now.path("properties"));
    return new Change.OfFeature(
        properties.values(),
        properties.more(),
        !withoutProperties(then).equals(withoutProperties(now)));
  }

  private static JsonNode withoutProperties(JsonNode feature) {
    JsonNode copy = feature.deepCopy();
    return copy instanceof ObjectNode object ? object.without("properties") : copy;
  }

  /** A copy that is not there, or that a task has made something else of, tells nothing. */
  private static JsonNode copy(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES_OF_FEATURE) {
        return MissingNode.getInstance();
      }
      JsonNode read = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
      return read.isObject() ? read : MissingNode.getInstance();
    } catch (JsonProcessingException | CharacterCodingException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new BatchRunnerException("cannot read \"%s\": %s".formatted(file, e), e);
    }
  }
}
