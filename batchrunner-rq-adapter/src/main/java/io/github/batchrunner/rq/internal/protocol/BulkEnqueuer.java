package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.Enqueued;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.Serializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Enqueues any number of jobs, which may need each other, in one round trip, and in several if a
 * graph is too large for one script. Thread-safe.
 */
public final class BulkEnqueuer {

  /** Small graphs share a script. */
  private static final int JOBS_IN_SHARED_SCRIPT = 100;

  /** A script blocks the server for all others: graphs above this size are enqueued in pieces. */
  private static final int JOBS_IN_SCRIPT = 500;

  private final JobWriter writer;
  private final String queue;
  private final Serializer serializer;

  /** Makes one for a queue. */
  public BulkEnqueuer(JobWriter writer, String queue, Serializer serializer) {
    this.writer = writer;
    this.queue = queue;
    this.serializer = serializer;
  }

  /**
   * Enqueues jobs and says what became of each, in their order.
   *
   * @throws IllegalArgumentException if two jobs have one id, or if they wait for each other in a
   *     circle
   */
  public List<Enqueued> enqueue(List<JobRequest> requests) {
    Map<String, Enqueued> answers = new HashMap<>(requests.size() * 2);
    Set<String> refused = new HashSet<>();
    for (List<List<JobRequest>> round : rounds(JobGraphs.of(requests))) {
      List<List<JobWriter.Target>> scripts = new ArrayList<>(round.size());
      for (List<JobRequest> script : round) {
        scripts.add(withoutRefused(script, refused, answers));
      }
      for (List<Enqueued> script : writer.enqueueGraphs(scripts, false)) {
        for (Enqueued answer : script) {
          answers.put(answer.id(), answer);
          if (!answer.there()) {
            refused.add(answer.id());
          }
        }
      }
    }
    List<Enqueued> inOrder = new ArrayList<>(requests.size());
    requests.forEach(request -> inOrder.add(Objects.requireNonNull(answers.get(request.id()))));
    return inOrder;
  }

  /** What goes to Redis together, script by script; the pieces of large graphs one by one. */
  private static List<List<List<JobRequest>>> rounds(List<List<JobRequest>> graphs) {
    List<List<List<JobRequest>>> rounds = new ArrayList<>();
    List<JobRequest> shared = new ArrayList<>();
    for (List<JobRequest> graph : graphs) {
      if (graph.size() > JOBS_IN_SHARED_SCRIPT) {
        for (int from = 0; from < graph.size(); from += JOBS_IN_SCRIPT) {
          round(rounds, from / JOBS_IN_SCRIPT)
              .add(graph.subList(from, Math.min(graph.size(), from + JOBS_IN_SCRIPT)));
        }
      } else {
        if (shared.isEmpty() || shared.size() + graph.size() > JOBS_IN_SHARED_SCRIPT) {
          shared = new ArrayList<>();
          round(rounds, 0).add(shared);
        }
        shared.addAll(graph);
      }
    }
    return rounds;
  }

  private static List<List<JobRequest>> round(List<List<List<JobRequest>>> rounds, int number) {
    while (rounds.size() <= number) {
      rounds.add(new ArrayList<>());
    }
    return rounds.get(number);
  }

  /** A script knows what it refused itself, but not what was refused in an earlier round. */
  private List<JobWriter.Target> withoutRefused(
      List<JobRequest> requests, Set<String> refused, Map<String, Enqueued> answers) {
    List<JobWriter.Target> targets = new ArrayList<>(requests.size());
    for (JobRequest request : requests) {
      String need = "";
      if (!refused.isEmpty()) {
        need = request.dependsOn().stream().filter(refused::contains).findFirst().orElse("");
      }
      if (need.isEmpty()) {
        targets.add(new JobWriter.Target(request, queue, serializer));
      } else {
        refused.add(request.id());
        answers.put(request.id(), new Enqueued(request.id(), Enqueued.Outcome.NEED_FAILED, need));
      }
    }
    return targets;
  }
}
