package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.JobRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs that need each other, taken apart into graphs that have nothing to do with one another. Not
 * thread-safe.
 */
final class JobGraphs {

  private final List<JobRequest> requests;
  private final Map<String, Integer> indexes;
  private final int[] component;

  private JobGraphs(List<JobRequest> requests) {
    this.requests = requests;
    this.indexes = new HashMap<>(requests.size() * 2);
    this.component = new int[requests.size()];
    for (int i = 0; i < component.length; i++) {
      component[i] = i;
      if (indexes.put(requests.get(i).id(), i) != null) {
        throw new IllegalArgumentException("two jobs have the id \"" + requests.get(i).id() + "\"");
      }
    }
  }

  /**
   * Returns the graphs in the order of their first jobs; in each a job stands after those it needs.
   *
   * @throws IllegalArgumentException if two jobs have one id, or if they wait for each other in a
   *     circle
   */
  static List<List<JobRequest>> of(List<JobRequest> requests) {
    return new JobGraphs(requests).graphs();
  }

  private List<List<JobRequest>> graphs() {
    int[] order = inOrderOfNeeds();
    int[] graphOfRoot = new int[component.length];
    List<List<JobRequest>> graphs = new ArrayList<>();
    for (int i = 0; i < component.length; i++) {
      if (root(i) == i) {
        graphOfRoot[i] = graphs.size();
        graphs.add(new ArrayList<>());
      }
    }
    for (int i : order) {
      graphs.get(graphOfRoot[root(i)]).add(requests.get(i));
    }
    return graphs;
  }

  private int[] inOrderOfNeeds() {
    int count = requests.size();
    int[] open = new int[count];
    List<List<Integer>> dependents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      dependents.add(List.of());
    }
    for (int i = 0; i < count; i++) {
      for (String id : requests.get(i).dependsOn()) {
        Integer need = indexes.get(id);
        if (need != null) {
          open[i]++;
          if (dependents.get(need).isEmpty()) {
            dependents.set(need, new ArrayList<>(4));
          }
          dependents.get(need).add(i);
          join(i, need);
        }
      }
    }
    int[] order = new int[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (open[i] == 0) {
        order[found++] = i;
      }
    }
    for (int next = 0; next < found; next++) {
      for (int dependent : dependents.get(order[next])) {
        if (--open[dependent] == 0) {
          order[found++] = dependent;
        }
      }
    }
    if (found < count) {
      throw circle(open);
    }
    return order;
  }

  private IllegalArgumentException circle(int[] open) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < open.length && some.size() < 10; i++) {
      if (open[i] > 0) {
        some.add("\"" + requests.get(i).id() + "\"");
      }
    }
    long all = Arrays.stream(open).filter(needs -> needs > 0).count();
    return new IllegalArgumentException(
        "jobs wait for each other in a circle; "
            + all
            + " jobs are in it or wait for it, such as "
            + String.join(", ", some));
  }

  /** The smaller index becomes the root, so that graphs keep the order of their first jobs. */
  private void join(int one, int other) {
    int first = root(one);
    int second = root(other);
    component[Math.max(first, second)] = Math.min(first, second);
  }

  private int root(int i) {
    int at = i;
    while (component[at] != at) {
      component[at] = component[component[at]];
      at = component[at];
    }
    return at;
  }
}
