package io.github.batchrunner.rq.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JobGraphsTest {

  private static JobRequest job(String id, Set<String> needs) {
    return JobRequest.builder(Call.of("f")).id(id).dependsOn(needs).build();
  }

  private static List<JobRequest> randomJobs(Random random, int count) {
    List<JobRequest> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<String> needs = new HashSet<>();
      for (int n = random.nextInt(3); n > 0 && i > 0; n--) {
        needs.add("j" + random.nextInt(i));
      }
      if (random.nextInt(5) == 0) {
        needs.add("elsewhere");
      }
      jobs.add(job("j" + i, needs));
    }
    Collections.shuffle(jobs, random);
    return jobs;
  }

  @Property
  void everyJobStandsOnceAfterWhatItNeedsAndInTheGraphOfWhatItNeeds(
      @ForAll Random random, @ForAll @IntRange(min = 0, max = 60) int count) {
    List<JobRequest> jobs = randomJobs(random, count);

    List<List<JobRequest>> graphs = JobGraphs.of(jobs);

    Map<String, Integer> graphOf = new HashMap<>();
    for (int graph = 0; graph < graphs.size(); graph++) {
      for (JobRequest job : graphs.get(graph)) {
        for (String need : job.dependsOn()) {
          if (!need.equals("elsewhere")) {
            assertThat(graphOf).containsEntry(need, graph);
          }
        }
        assertThat(graphOf.put(job.id(), graph)).isNull();
      }
    }
    assertThat(graphOf).hasSize(count);
    assertThat(graphs).noneMatch(List::isEmpty);
  }

  @Property
  void graphsCannotBeTakenFurtherApart(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int count) {
    for (List<JobRequest> graph : JobGraphs.of(randomJobs(random, count))) {
      assertThat(JobGraphs.of(graph)).hasSize(1);
    }
  }

  @Property
  void aCircleAnywhereIsFound(
      @ForAll Random random, @ForAll @IntRange(min = 2, max = 40) int count) {
    List<JobRequest> jobs = randomJobs(random, count);
    int length = 1 + random.nextInt(5);
    for (int i = 0; i < length; i++) {
      jobs.add(job("circle" + i, Set.of("circle" + (i + 1) % length)));
    }
    Collections.shuffle(jobs, random);
    assertThatThrownBy(() -> JobGraphs.of(jobs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("circle");
  }
}
