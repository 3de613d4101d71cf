package io.github.batchrunner.core.explain;

import java.util.List;
import java.util.stream.Collectors;

/** Something that is different from what it was at the latest attempt of a task. */
public sealed interface Change {

  /** Returns it as a sentence. */
  String sentence();

  /**
   * A value that is another one now.
   *
   * @param name where it is, such as {@code work.command[2]}
   * @param before as JSON, shortened if it is long, {@code ***} if it looks secret; empty if it was
   *     not there
   * @param now likewise
   */
  record Value(String name, String before, String now) {

    /** Returns it as {@code name: before -> now}. */
    public String sentence() {
      if (before.isEmpty()) {
        return name + ": " + now + " is new";
      }
      return name + ": " + (now.isEmpty() ? before + " is gone" : before + " -> " + now);
    }
  }

  /**
   * The task does something else.
   *
   * @param values what differs in its definition; empty if the earlier definition is not on record
   * @param more how many further values differ
   */
  record OfDefinition(List<Value> values, int more) implements Change {
    /** Copies the list. */
    public OfDefinition {
      values = List.copyOf(values);
    }

    @Override
    public String sentence() {
      return values.isEmpty()
          ? "its definition, of which the earlier one is not on record"
          : "its definition: " + listed(values, more);
    }
  }

  /**
   * An input in the base project is another.
   *
   * @param pattern the input, as the task declares it
   * @param how what has happened to it
   */
  record OfInput(String pattern, How how) implements Change {

    /** What has happened to an input. */
    public enum How {
      /** The files that match have other content, or are others. */
      CONTENT,
      /** The task did not declare it. */
      DECLARED,
      /** The task does not declare it any more. */
      NOT_DECLARED
    }

    @Override
    public String sentence() {
      return "its input %s%s"
          .formatted(
              pattern,
              switch (how) {
                case CONTENT -> " in the base project";
                case DECLARED -> ", which it did not have";
                case NOT_DECLARED -> ", which it has no more";
              });
    }
  }

  /**
   * The feature is another.
   *
   * @param properties those that differ
   * @param more how many further ones differ
   * @param elsewhere whether it differs outside of its properties, as in its geometry
   */
  record OfFeature(List<Value> properties, int more, boolean elsewhere) implements Change {
    /** Copies the list. */
    public OfFeature {
      properties = List.copyOf(properties);
    }

    /** Tells whether it is known what differs: the run's own copy of the feature may be newer. */
    public boolean known() {
      return elsewhere || !properties.isEmpty();
    }

    @Override
    public String sentence() {
      if (!known()) {
        return "the feature: its properties or its geometry";
      }
      String geometry = properties.isEmpty() ? "its geometry" : "; and its geometry";
      return "the feature: " + listed(properties, more) + (elsewhere ? geometry : "");
    }
  }

  /**
   * A declared output is not there.
   *
   * @param pattern the output, as the task declares it
   */
  record OfOutput(String pattern) implements Change {
    @Override
    public String sentence() {
      return "its output %s is gone".formatted(pattern);
    }
  }

  /**
   * A task that it needs has succeeded since.
   *
   * @param taskId the task
   */
  record OfNeed(String taskId) implements Change {
    @Override
    public String sentence() {
      return taskId + " has run since";
    }
  }

  private static String listed(List<Value> values, int more) {
    return values.stream().map(Value::sentence).collect(Collectors.joining("; "))
        + (more == 0 ? "" : "; and %,d more".formatted(more));
  }
}
