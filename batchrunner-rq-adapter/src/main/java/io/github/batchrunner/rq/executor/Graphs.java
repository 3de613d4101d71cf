package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The submissions of one request as graphs: those connected by what they need, each after those it
 * needs.
 *
 * @param graphs the graphs, in the order of their first submissions
 * @param circular what waits for itself and can never start
 */
record Graphs(List<List<Submission>> graphs, Set<AttemptToken> circular) {

  /** Puts submissions with different tokens into graphs. */
  static Graphs of(Collection<Submission> submissions) {
    List<Submission> ordered = inOrderOfNeeds(submissions);
    Map<AttemptToken, Submission> placed = new LinkedHashMap<>();
    ordered.forEach(submission -> placed.put(submission.token(), submission));
    Map<AttemptToken, AttemptToken> leaders = new HashMap<>();
    for (Submission submission : ordered) {
      for (AttemptToken need : submission.needs()) {
        if (placed.containsKey(need)) {
          leaders.put(leader(leaders, submission.token()), leader(leaders, need));
        }
      }
    }
    Map<AttemptToken, List<Submission>> graphs = new LinkedHashMap<>();
    for (Submission submission : ordered) {
      graphs
          .computeIfAbsent(leader(leaders, submission.token()), token -> new ArrayList<>())
          .add(submission);
    }
    Set<AttemptToken> circular =
        submissions.stream()
            .map(Submission::token)
            .filter(token -> !placed.containsKey(token))
            .collect(Collectors.toSet());
    return new Graphs(List.copyOf(graphs.values()), circular);
  }

  private static AttemptToken leader(Map<AttemptToken, AttemptToken> leaders, AttemptToken token) {
    AttemptToken at = token;
    AttemptToken next = leaders.get(at);
    while (next != null && !next.equals(at)) {
      at = next;
      next = leaders.get(at);
    }
    if (!at.equals(token)) {
      leaders.put(token, at);
    }
    return at;
  }

  /** Leaves out what is in a circle or behind one. */
  private static List<Submission> inOrderOfNeeds(Collection<Submission> submissions) {
    Map<AttemptToken, Submission> byToken = new HashMap<>();
    submissions.forEach(submission -> byToken.put(submission.token(), submission));
    Map<AttemptToken, List<Submission>> dependents = new HashMap<>();
    Map<AttemptToken, Integer> open = new HashMap<>();
    Deque<Submission> free = new ArrayDeque<>();
    for (Submission submission : submissions) {
      int needs = 0;
      for (AttemptToken need : Set.copyOf(submission.needs())) {
        if (byToken.containsKey(need)) {
          needs++;
          dependents.computeIfAbsent(need, token -> new ArrayList<>()).add(submission);
        }
      }
      open.put(submission.token(), needs);
      if (needs == 0) {
        free.add(submission);
      }
    }
    List<Submission> ordered = new ArrayList<>(submissions.size());
    while (!free.isEmpty()) {
      Submission next = free.remove();
      ordered.add(next);
      for (Submission dependent : dependents.getOrDefault(next.token(), List.of())) {
        int left = Objects.requireNonNull(open.get(dependent.token())) - 1;
        open.put(dependent.token(), left);
        if (left == 0) {
          free.add(dependent);
        }
      }
    }
    return ordered;
  }
}
