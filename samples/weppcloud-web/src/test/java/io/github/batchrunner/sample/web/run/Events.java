package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.sample.web.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who listens to the events of a batch, as a browser does. */
final class Events implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One event. */
  record Event(String id, String name, JsonNode data) {}

  private final InputStream stream;
  private final int status;
  private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
  private final List<Event> seen = new ArrayList<>();
  private final Thread reader;
  private String lastId = "";

  private Events(HttpResponse<InputStream> response) {
    this.stream = response.body();
    this.status = response.statusCode();
    this.reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  static Events of(Client client, String batch) {
    return open(client, "/api/batches/" + batch + "/events", "");
  }

  static Events since(Client client, String batch, String position) {
    return open(client, "/api/batches/" + batch + "/events?since=" + position, "");
  }

  static Events after(Client client, String batch, String lastId) {
    return open(client, "/api/batches/" + batch + "/events", lastId);
  }

  private static Events open(Client client, String path, String lastId) {
    var request = client.request(path).timeout(PATIENCE).GET();
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      return new Events(client.http().send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError("the stream did not open", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  int status() {
    return status;
  }

  private void read() {
    Map<String, String> fields = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        } else if (line.isEmpty() && fields.containsKey("data")) {
          waiting.add(
              new Event(
                  fields.getOrDefault("id", ""),
                  fields.getOrDefault("event", "message"),
                  JSON.readTree(fields.get("data"))));
          fields.clear();
        }
      }
    } catch (IOException e) {
      // The stream was closed, by either side.
    }
    waiting.add(new Event("", "end", JSON.readTree("{}")));
  }

  /** Returns the next event. */
  Event next() {
    try {
      Event event = waiting.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event came; before: " + seen);
      }
      seen.add(event);
      if (!event.id().isEmpty()) {
        lastId = event.id();
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Reads until an event meets a condition, and returns it. */
  Event until(Predicate<Event> condition) {
    while (true) {
      Event event = next();
      if (condition.test(event)) {
        return event;
      }
      if (event.name().equals("end")) {
        throw new AssertionError("the stream ended after " + seen);
      }
    }
  }

  /**
   * Reads until the status says that the batch runs; only of use where something keeps it running.
   */
  Event untilRunning() {
    return until(
        event ->
            event.name().equals("status")
                && event.data().get("state").asString().equals("running")
                && !event.data().get("execution").isNull());
  }

  /**
   * Reads until the status is that after the end of an execution, and returns it.
   *
   * <p>Between two events a batch may begin and end: the history says that it has.
   */
  Event untilEnded(Client client, int execution) {
    String state = state(client);
    while (state.equals("running") || !hasEnded(client, execution)) {
      next();
      state = state(client);
    }
    String end = state;
    return latestStatus()
        .filter(event -> isEndIn(event, end))
        .orElseGet(() -> until(event -> isEndIn(event, end)));
  }

  private static String state(Client client) {
    return client.get(TestBatch.API + "/status").json().get("state").asString();
  }

  private static boolean hasEnded(Client client, int execution) {
    return client
        .get(TestBatch.API + "/executions")
        .json()
        .get("executions")
        .valueStream()
        .anyMatch(
            each -> each.get("number").asInt() == execution && !each.get("ended_at").isNull());
  }

  private Optional<Event> latestStatus() {
    return seen.stream()
        .filter(event -> event.name().equals("status"))
        .reduce((earlier, later) -> later);
  }

  private static boolean isEndIn(Event event, String state) {
    return event.name().equals("status")
        && event.data().get("state").asString().equals(state)
        && event.data().get("execution").isNull();
  }

  /** Returns all events that were read. */
  List<Event> seen() {
    return seen;
  }

  String lastId() {
    return lastId;
  }

  /** Returns the letters of each run as the changes that were read add up to. */
  Map<Integer, String> states(List<String> before) {
    Map<Integer, String> states = new TreeMap<>();
    for (int run = 0; run < before.size(); run++) {
      states.put(run, before.get(run));
    }
    for (Event event : seen) {
      if (event.name().equals("changes")) {
        event
            .data()
            .get("changes")
            .forEach(change -> states.put(change.get(0).asInt(), change.get(1).asString()));
      }
    }
    return states;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
