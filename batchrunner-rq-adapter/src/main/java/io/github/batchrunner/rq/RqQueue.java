package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.JobWriter;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One queue. Thread-safe; throws as {@link Rq} does. */
public final class RqQueue {

  /** A script blocks the server for all others, so it has an end. */
  private static final int JOBS_IN_SCRIPT = 100;

  private final RqLink link;
  private final JobWriter writer;
  private final String name;
  private final Serializer serializer;

  RqQueue(RqLink link, String name, Serializer serializer) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a queue has a name");
    }
    this.link = link;
    this.writer = new JobWriter(link.redis(), link.keys(), link.clock());
    this.name = name;
    this.serializer = serializer;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns how many jobs wait in it. */
  public long size() {
    return Replies.number(link.redis().call(Command.of("LLEN", link.keys().queue(name))));
  }

  /** Puts a job into the queue, with RQ's defaults, and returns its id. */
  public String enqueue(Call call) {
    JobRequest request = JobRequest.of(call);
    writer.enqueuePlain(List.of(request), name, serializer);
    return request.id();
  }

  /** Puts a job into the queue, or lets it wait for what it needs; says which. */
  public Enqueued enqueue(JobRequest request) {
    return enqueueAll(List.of(request)).get(0);
  }

  /**
   * Puts many jobs into the queue in few round trips, and says for each, in their order, what
   * became of it.
   *
   * <p>Jobs may need each other, in any order, and jobs that are there already. A job that is not
   * there any more counts as met, as in RQ.
   *
   * @throws IllegalArgumentException if two have one id, or if they wait for each other in a circle
   */
  public List<Enqueued> enqueueAll(List<JobRequest> requests) {
    if (requests.stream().allMatch(JobWriter::isPlain)) {
      writer.enqueuePlain(requests, name, serializer);
      return requests.stream()
          .map(request -> new Enqueued(request.id(), Enqueued.Outcome.QUEUED, ""))
          .toList();
    }
    List<List<JobWriter.Target>> graphs = new ArrayList<>();
    for (JobRequest request : inOrderOfNeeds(requests)) {
      if (graphs.isEmpty() || graphs.get(graphs.size() - 1).size() == JOBS_IN_SCRIPT) {
        graphs.add(new ArrayList<>());
      }
      graphs.get(graphs.size() - 1).add(new JobWriter.Target(request, name, serializer));
    }
    Map<String, Enqueued> answers = new HashMap<>();
    writer
        .enqueueGraphs(graphs, false)
        .forEach(graph -> graph.forEach(answer -> answers.put(answer.id(), answer)));
    return requests.stream()
        .map(request -> Objects.requireNonNull(answers.get(request.id())))
        .toList();
  }

  private static List<JobRequest> inOrderOfNeeds(List<JobRequest> requests) {
    Map<String, JobRequest> byId = new LinkedHashMap<>();
    Map<String, List<String>> dependents = new HashMap<>();
    Map<String, Integer> open = new HashMap<>();
    for (JobRequest request : requests) {
      if (byId.put(request.id(), request) != null) {
        throw new IllegalArgumentException("two jobs have the id \"" + request.id() + "\"");
      }
    }
    Deque<String> free = new ArrayDeque<>();
    for (JobRequest request : requests) {
      int needs = 0;
      for (String need : request.dependsOn()) {
        if (byId.containsKey(need)) {
          needs++;
          dependents.computeIfAbsent(need, id -> new ArrayList<>()).add(request.id());
        }
      }
      open.put(request.id(), needs);
      if (needs == 0) {
        free.add(request.id());
      }
    }
    List<JobRequest> ordered = new ArrayList<>(requests.size());
    while (!free.isEmpty()) {
      String id = free.remove();
      ordered.add(Objects.requireNonNull(byId.get(id)));
      for (String dependent : dependents.getOrDefault(id, List.of())) {
        if (open.merge(dependent, -1, Integer::sum) == 0) {
          free.add(dependent);
        }
      }
    }
    if (ordered.size() < requests.size()) {
      List<String> circle =
          open.entrySet().stream().filter(e -> e.getValue() > 0).map(Map.Entry::getKey).toList();
      throw new IllegalArgumentException("these jobs wait for each other: " + circle);
    }
    return ordered;
  }
}
