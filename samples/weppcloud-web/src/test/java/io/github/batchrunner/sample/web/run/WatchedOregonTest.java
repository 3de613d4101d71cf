package io.github.batchrunner.sample.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.SharedData;
import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** 192 real watersheds through the service, with people who look. */
class WatchedOregonTest {

  @TempDir Path data;

  @Test
  void twoWhoWatchSeeTheSameUntilAllIsGreen() throws Exception {
    TestBatch.of(
        data,
        SharedData.file("oregon-drinking-watersheds.geojson"),
        "{slug(properties['WATER_PROV'])}-{one_based_index:03d}");
    try (Service service = Service.start(data)) {
      Client admin = service.admin();
      Client viewer = service.viewer();
      JsonNode before = viewer.get(TestBatch.API + "/runs").json();
      List<String> states = new ArrayList<>();
      before.get("states").forEach(state -> states.add(state.asString()));
      assertThat(states).hasSize(192).containsOnly("wwwwwww");
      assertThat(before.get("areas").get(0).asDouble()).isPositive();

      try (Events one = Events.since(admin, TestBatch.NAME, before.get("at").asString());
          Events other = Events.since(viewer, TestBatch.NAME, before.get("at").asString())) {
        assertThat(one.next().name()).isEqualTo("status");
        Client.Response started = admin.post(TestBatch.API + "/executions", "{}");
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        assertThat(started.json().get("execution").asInt()).isEqualTo(1);
        assertThat(started.json().get("to_run").asInt()).isEqualTo(192 * 7);

        Events.Event end = one.untilEnded(admin, 1);
        Events.Event otherEnd = other.untilEnded(viewer, 1);

        assertThat(end.data().get("state").asString()).isEqualTo("succeeded");
        assertThat(end.data()).isEqualTo(otherEnd.data());
        assertThat(one.states(states)).isEqualTo(other.states(states));
        assertThat(one.states(states).values()).containsOnly("sssssss");
        assertThat(one.seen().stream().filter(event -> event.name().equals("status")))
            .anyMatch(event -> event.data().at("/runs/running").asInt() > 0);
      }
      JsonNode after = viewer.get(TestBatch.API + "/runs").json();
      after.get("states").forEach(state -> assertThat(state.asString()).isEqualTo("sssssss"));
      JsonNode status = viewer.get(TestBatch.API + "/status").json();
      assertThat(status.at("/runs/succeeded").asInt()).isEqualTo(192);
      assertThat(status.at("/tasks/succeeded").asInt()).isEqualTo(192 * 7);
      JsonNode history = viewer.get(TestBatch.API + "/executions").json().get("executions");
      assertThat(history.get(0).get("asked_by").asString()).isEqualTo("admin");
      assertThat(history.get(0).get("ending").asString()).isEqualTo("completed");

      Client.Response again = admin.post(TestBatch.API + "/executions", "{}");
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().get("execution").isNull()).isTrue();
      assertThat(viewer.post(TestBatch.API + "/executions", "{}").status()).isEqualTo(403);
    }
  }
}
