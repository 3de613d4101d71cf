package io.github.batchrunner.sample.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Executions over HTTP: started, watched, cancelled, retried, explained. */
@Timeout(180)
class ExecutionsTest {

  private static final String API = TestBatch.API;

  @TempDir Path data;

  /** Two tasks in a row; the first fails for odd runs as long as there is no file "mended". */
  private String failing() throws IOException {
    return TestBatch.pipeline(
        data,
        """
        {"id": "failing", "tasks": [
         {"id": "first", "label": "First step", "work": {"command": ["/bin/sh", "-c",
          "echo Wetter: ☔☔☔; if test ! -e '%s/mended' -a $1 = True; then echo no weather >&2; exit 3; fi",
          "{run_id}", "{properties['odd']}"]}},
         {"id": "second", "needs": ["first"], "work": {"command": ["/bin/sh", "-c", "exit 0"]}}]}
        """
            .formatted(data));
  }

  /** One task that waits for a file "go". */
  private String waiting() throws IOException {
    return TestBatch.pipeline(
        data,
        """
        {"id": "waiting", "tasks": [
         {"id": "wait", "work": {"command": ["/bin/sh", "-c",
          "until test -e '%s/go'; do sleep 0.1; done"]}}]}
        """
            .formatted(data));
  }

  @Test
  void failuresAreExplainedAndRetriedByTheirSignature() throws Exception {
    TestBatch.squares(data, 6);
    try (Service service = Service.start(data, failing())) {
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        assertThat(admin.post(API + "/executions", "{}").json().get("to_run").asInt())
            .isEqualTo(12);
        assertThat(events.untilEnded(admin, 1).data().get("state").asString()).isEqualTo("failed");

        JsonNode status = admin.get(API + "/status").json();
        assertThat(status.at("/runs/failed").asInt()).isEqualTo(3);
        assertThat(status.at("/tasks/skipped").asInt()).isEqualTo(3);
        assertThat(status.get("failures_total").asInt()).isEqualTo(1);
        JsonNode failure = status.at("/failures/0");
        assertThat(failure.get("count").asInt()).isEqualTo(3);
        assertThat(failure.get("label").asString()).isEqualTo("First step");
        assertThat(failure.get("runs").get(0).asString()).isEqualTo("run-1");
        String signature = failure.get("signature").asString();
        List<String> states = strings(admin.get(API + "/runs").json().get("states"));
        assertThat(states).containsExactly("fk", "ss", "fk", "ss", "fk", "ss");
        JsonNode failed = admin.get(API + "/failures/" + signature + "/runs").json();
        assertThat(failed.get("runs").toString()).isEqualTo("[0,2,4]");

        explainsAndShowsOutput(admin);
        reports(admin);

        assertThat(admin.post(API + "/executions", "{\"retry\":\"deadbeef\"}").json().get("detail"))
            .asString()
            .contains("deadbeef");
        Files.createFile(data.resolve("mended"));
        Client.Response retried =
            admin.post(API + "/executions", "{\"retry\":\"%s\"}".formatted(signature));
        assertThat(retried.json().get("to_run").asInt()).as(retried.body()).isEqualTo(6);
        assertThat(events.untilEnded(admin, 2).data().get("state").asString())
            .isEqualTo("succeeded");
        assertThat(events.states(List.of("ww", "ww", "ww", "ww", "ww", "ww")).values())
            .containsOnly("ss");
        assertThat(admin.get(API + "/failures/" + signature + "/runs").status()).isEqualTo(404);
        assertThat(strings(admin.get(API + "/executions").json().get("executions"), "number"))
            .containsExactly("2", "1");
      }
    }
  }

  private static void explainsAndShowsOutput(Client admin) {
    JsonNode run = admin.get(API + "/runs/run-1").json();
    assertThat(run.get("state").asString()).isEqualTo("failed");
    assertThat(run.at("/properties/name").asString()).isEqualTo("run-1");
    assertThat(run.at("/tasks/0/latest/kind").asString()).isEqualTo("EXIT_CODE");
    assertThat(run.at("/tasks/0/latest/evidence").toString()).contains("no weather");
    assertThat(run.at("/tasks/0/outlook").asString()).startsWith("run it (");
    assertThat(run.at("/tasks/1/sentence").asString()).contains("first failed");
    assertThat(admin.get(API + "/runs/run-99").status()).isEqualTo(404);
    assertThat(admin.get(API + "/runs/run-1/tasks/nope/log").status()).isEqualTo(404);
    assertThat(admin.get(API + "/runs/..%2F..%2Fhost/tasks/first/log").status())
        .isBetween(400, 404);

    String log = API + "/runs/run-1/tasks/first/log";
    JsonNode whole = admin.get(log).json();
    assertThat(whole.get("text").asString()).contains("☔☔☔\n", "no weather");
    assertThat(whole.get("done").asBoolean()).isTrue();
    assertThat(whole.get("attempts").asInt()).isEqualTo(1);
    StringBuilder pieces = new StringBuilder();
    long from = 0;
    while (from < whole.get("size").asLong()) {
      JsonNode piece = admin.get(log + "?max=16&from=" + from).json();
      assertThat(piece.get("from").asLong()).isEqualTo(from);
      assertThat(piece.get("to").asLong()).isGreaterThan(from);
      pieces.append(piece.get("text").asString());
      from = piece.get("to").asLong();
    }
    assertThat(pieces).hasToString(whole.get("text").asString());
    assertThat(admin.get(log + "?from=-11").json().get("text").asString())
        .isEqualTo("no weather\n");
    assertThat(admin.get(log + "?attempt=2").status()).isEqualTo(400);
    assertThat(admin.get(log + "?max=99999999").status()).isEqualTo(400);
    Client.Response file = admin.get(log + "/file");
    assertThat(file.body()).isEqualTo(whole.get("text").asString());
    assertThat(file.header("Content-Disposition")).startsWith("attachment");
    assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  private static void reports(Client admin) throws Exception {
    var response =
        admin.http().send(admin.request(API + "/report").GET().build(), BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/zip");
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(response.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names).contains("sample-report/report.html", "sample-report/runs.csv");
  }

  @Test
  void aLinkOutOfTheRunIsNotFollowed() throws Exception {
    BatchRunner batch = TestBatch.squares(data, 2);
    try (Service service = Service.start(data, failing())) {
      Client admin = service.admin();
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        admin.post(API + "/executions", "{}");
        events.untilEnded(admin, 1);
      }
      Path secret = Files.writeString(data.resolve("secret"), "hunter2");
      Path log = batch.logFile("run-2", "first", 1);
      Files.delete(log);
      Files.createSymbolicLink(log, secret);
      Client.Response link = admin.get(API + "/runs/run-2/tasks/first/log");
      assertThat(link.json().get("text").asString()).isEmpty();
      assertThat(admin.get(API + "/runs/run-2/tasks/first/log/file").status()).isEqualTo(404);

      Files.delete(log);
      FileSystemUtils.deleteRecursively(log.getParent());
      Files.createSymbolicLink(log.getParent(), data);
      Files.writeString(data.resolve("first.1.log"), "hunter2");
      assertThat(admin.get(API + "/runs/run-2/tasks/first/log").body()).doesNotContain("hunter2");
    }
  }

  @Test
  void ofTwoWhoStartAtOnceOneWinsAndEitherCanCancel() throws Exception {
    TestBatch.squares(data, 4);
    try (Service service = Service.start(data, waiting())) {
      Client admin = service.admin();
      assertThat(admin.post(API + "/cancel", "").status()).isEqualTo(409);
      try (Events events = Events.of(admin, TestBatch.NAME)) {
        List<CompletableFuture<Client.Response>> both =
            IntStream.range(0, 2)
                .mapToObj(
                    each ->
                        CompletableFuture.supplyAsync(
                            () -> admin.post(API + "/executions", "{\"force\":\"all\"}")))
                .toList();
        List<Integer> answers = both.stream().map(each -> each.join().status()).sorted().toList();
        assertThat(answers).containsExactly(202, 409);
        Client.Response third = admin.post(API + "/executions", "{}");
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.json().get("detail").asString()).contains("for admin since");

        events.untilRunning();
        assertThat(service.viewer().post(API + "/cancel", "").status()).isEqualTo(403);
        assertThat(admin.post(API + "/cancel", "").status()).isEqualTo(202);
        assertThat(events.untilEnded(admin, 1).data().get("state").asString())
            .isEqualTo("cancelled");
      }
      assertThat(admin.get(API + "/executions").json().at("/executions/0/ending").asString())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void whoComesBackMissesNothingAndIsToldWhenNothingIsKnown() throws Exception {
    TestBatch.squares(data, 40);
    String lastId;
    String pipeline = failing();
    try (Service service = Service.start(data, pipeline)) {
      Client admin = service.admin();
      List<String> before = strings(admin.get(API + "/runs").json().get("states"));
      Events first = Events.of(admin, TestBatch.NAME);
      admin.post(API + "/executions", "{}");
      first.until(event -> event.name().equals("changes"));
      first.close();
      try (Events other = Events.of(admin, TestBatch.NAME)) {
        other.untilEnded(admin, 1);
      }
      try (Events again = Events.after(admin, TestBatch.NAME, first.lastId())) {
        Events.Event missed = again.next();
        assertThat(missed.name()).isEqualTo("changes");
        List<String> known = new ArrayList<>(first.states(before).values());
        assertThat(again.states(known).values())
            .containsExactlyElementsOf(strings(admin.get(API + "/runs").json().get("states")));
        lastId = again.lastId();
      }
      try (Events nonsense = Events.after(admin, TestBatch.NAME, "x-999999")) {
        assertThat(nonsense.next().name()).isEqualTo("reset");
        assertThat(nonsense.next().name()).isEqualTo("status");
      }
      assertThat(admin.get("/api/batches/nope/events").status()).isEqualTo(404);
      assertThat(service.anonymous().get(API + "/events").status()).isEqualTo(401);
    }
    try (Service service = Service.start(data, pipeline);
        Events afterRestart = Events.after(service.admin(), TestBatch.NAME, lastId)) {
      assertThat(afterRestart.next().name()).isEqualTo("reset");
    }
  }

  @Test
  void aServiceThatStopsEndsItsStreamsAtOnce() throws Exception {
    TestBatch.squares(data, 2);
    Service service = Service.start(data, waiting());
    try (Events events = Events.of(service.admin(), TestBatch.NAME)) {
      events.next();
      service.close();
      events.until(event -> event.name().equals("end"));
    }
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.asString()));
    return strings;
  }

  private static List<String> strings(JsonNode array, String field) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.get(field).asString()));
    return strings;
  }
}
