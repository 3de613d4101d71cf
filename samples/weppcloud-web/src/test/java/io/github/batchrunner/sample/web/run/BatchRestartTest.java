package io.github.batchrunner.sample.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that are killed or stopped in the middle of a batch, and started again. */
@Timeout(240)
class BatchRestartTest {

  private static final String API = TestBatch.API;
  private static final int RUNS = 8;

  @TempDir Path data;

  /** Each command writes itself into a ledger; odd runs then wait for a file "go". */
  private String pipeline() throws IOException {
    return TestBatch.pipeline(
        data,
        """
        {"id": "ledger", "tasks": [
         {"id": "first", "work": {"command": ["/bin/sh", "-c",
          "echo $0 first >> '%1$s/ledger'; if test $1 = True; then until test -e '%1$s/go'; do sleep 0.1; done; fi",
          "{run_id}", "{properties['odd']}"]}},
         {"id": "second", "needs": ["first"], "work": {"command": ["/bin/sh", "-c",
          "echo $0 second >> '%1$s/ledger'", "{run_id}"]}}]}
        """
            .formatted(data));
  }

  private Map<String, Integer> ledger() throws IOException {
    Map<String, Integer> times = new TreeMap<>();
    Files.readAllLines(data.resolve("ledger")).forEach(line -> times.merge(line, 1, Integer::sum));
    return times;
  }

  @Test
  void whatWasKilledGoesOnByItselfAndRunsEachCommandOnce() throws Exception {
    TestBatch.squares(data, RUNS);
    String pipeline = pipeline();
    interrupt(pipeline, "{}", false);

    String output = goOn(pipeline);

    assertThat(ledger()).hasSize(2 * RUNS).containsValue(1);
    assertThat(ledger().values()).containsOnly(1);
    assertThat(output).contains("goes on with what admin asked for");
  }

  @Test
  void whatWasShutDownInOrderGoesOnByItself() throws Exception {
    TestBatch.squares(data, RUNS);
    String pipeline = pipeline();
    interrupt(pipeline, "{}", true);

    goOn(pipeline);

    assertThat(ledger().values()).hasSize(2 * RUNS).containsOnly(1);
  }

  @Test
  void whatWasForcedIsContinuedAndNotRestarted() throws Exception {
    TestBatch.squares(data, RUNS);
    String pipeline = pipeline();
    Files.createFile(data.resolve("go"));
    try (ServiceProcess service = ServiceProcess.start(data, pipeline)) {
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        assertThat(admin.post(API + "/executions", "{}").status()).isEqualTo(202);
        events.untilEnded(admin, 1);
      }
      service.stop();
    }
    Files.delete(data.resolve("go"));
    interrupt(pipeline, "{\"force\":\"all\"}", false);

    goOn(pipeline);

    assertThat(ledger().values()).hasSize(2 * RUNS).containsOnly(2);
  }

  @Test
  void whatWasCancelledDoesNotGoOn() throws Exception {
    TestBatch.squares(data, RUNS);
    String pipeline = pipeline();
    try (ServiceProcess service = ServiceProcess.start(data, pipeline)) {
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        admin.post(API + "/executions", "{}");
        events.untilRunning();
        assertThat(admin.post(API + "/cancel", "").status()).isEqualTo(202);
        events.untilEnded(admin, 1);
      }
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(data, pipeline)) {
      Client admin = service.admin();
      assertThat(admin.get(API + "/status").json().get("state").asString()).isEqualTo("cancelled");
      assertThat(admin.get(API + "/executions").json().get("executions")).hasSize(1);
    }
  }

  /** Starts an execution in a service of its own, and ends that while odd runs wait. */
  private void interrupt(String pipeline, String request, boolean inOrder) throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, pipeline)) {
      Client admin = service.admin();
      List<String> states = new ArrayList<>();
      admin.get(API + "/runs").json().get("states").forEach(state -> states.add(state.asString()));
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        Client.Response started = admin.post(API + "/executions", request);
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        events.untilRunning();
        while (!events.states(states).containsValue("rw")) {
          events.next();
        }
        if (inOrder) {
          service.stop();
          events.until(event -> event.name().equals("end"));
        } else {
          service.kill();
        }
      }
    }
  }

  /** Starts the service again, and returns what it printed until the batch had ended. */
  private String goOn(String pipeline) throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, pipeline)) {
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        int execution = events.untilRunning().data().get("execution").asInt();
        Files.createFile(data.resolve("go"));
        assertThat(events.untilEnded(admin, execution).data().get("state").asString())
            .isEqualTo("succeeded");
      }
      var history = admin.get(API + "/executions").json().get("executions");
      assertThat(history.get(0).get("asked_by").asString()).isEqualTo("admin");
      assertThat(history.get(0).get("ending").asString()).isEqualTo("completed");
      assertThat(data.resolve("host/executions/sample.json")).content().contains("\"open\":null");
      service.stop();
      return service.output();
    }
  }
}
