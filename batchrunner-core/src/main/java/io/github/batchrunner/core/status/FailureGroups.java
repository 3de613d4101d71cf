package io.github.batchrunner.core.status;

import io.github.batchrunner.core.failure.FailureSignature;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects failures by their signature; a run costs four bytes in its group. */
final class FailureGroups {

  private final Pipeline pipeline;
  private final RunTable runs;
  private final long[] ended;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  FailureGroups(Pipeline pipeline, RunTable runs) {
    this.pipeline = pipeline;
    this.runs = runs;
    this.ended = new long[pipeline.size()];
  }

  private static final class Group {
    private final int task;
    private final TaskFailure example;
    private int[] members = new int[1];
    private int size;
    private long first = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    Group(int task, TaskFailure example) {
      this.task = task;
      this.example = example;
    }

    void add(int run, long at) {
      if (size == members.length) {
        members = Arrays.copyOf(members, size * 2);
      }
      members[size++] = run;
      first = Math.min(first, at);
      latest = Math.max(latest, at);
    }
  }

  /** Counts a task of a run that ended well. */
  void succeeded(int task) {
    ended[task]++;
  }

  /**
   * Adds a task of a run that failed.
   *
   * @param at when, in milliseconds since the epoch
   */
  void failed(int run, int task, TaskFailure failure, long at) {
    ended[task]++;
    groups.computeIfAbsent(failure.signature(), value -> new Group(task, failure)).add(run, at);
  }

  List<FailureGroup> mostFrequentFirst() {
    return groups.values().stream()
        .sorted(Comparator.comparingInt((Group group) -> -group.size))
        .map(this::finished)
        .toList();
  }

  private FailureGroup finished(Group group) {
    TaskFailure example = group.example;
    return new FailureGroup(
        example.signature(),
        example.pattern(),
        example.failure().kind().name(),
        pipeline.task(group.task).id(),
        runs.id(group.members[0]),
        example.failure().message(),
        FailureSignature.evidence(example.failure()),
        example.failure().detail(),
        Instant.ofEpochMilli(group.first),
        Instant.ofEpochMilli(group.latest),
        ended[group.task],
        new Ids(runs, Arrays.copyOf(group.members, group.size)));
  }

  /** The ids of some runs. */
  private static final class Ids extends AbstractList<String> {
    private final RunTable runs;
    private final int[] members;

    Ids(RunTable runs, int[] members) {
      this.runs = runs;
      this.members = members;
    }

    @Override
    public String get(int index) {
      return runs.id(members[Objects.checkIndex(index, members.length)]);
    }

    @Override
    public int size() {
      return members.length;
    }
  }
}
