package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.sample.web.run.LiveBatch;
import io.github.batchrunner.sample.web.run.LiveStatus;
import io.github.batchrunner.sample.web.run.Position;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as text; the latest ones are kept, since most who look at a batch need the same
 * ones. Thread-safe.
 */
@Component
final class EventTexts {

  /** A line that browsers ignore; it shows proxies that the stream lives. */
  static final String HEARTBEAT = ":\n\n";

  private final JsonMapper json;
  private final AtomicReference<Changed> latestChanges = new AtomicReference<>();
  private final AtomicReference<Stated> latestStatus = new AtomicReference<>();

  EventTexts(JsonMapper json) {
    this.json = json;
  }

  private record Changed(Position from, Position to, String text) {}

  private record Stated(LiveStatus status, String json) {}

  /** What {@code changes} holds: the number of each run with its letters. */
  record ChangesView(String at, List<List<Object>> changes) {}

  /** Returns the event of what has changed since a position. */
  String changes(Position since, LiveBatch.Changes changes) {
    Changed known = latestChanges.get();
    if (known != null && known.from().equals(since) && known.to().equals(changes.at())) {
      return known.text();
    }
    List<List<Object>> rows =
        changes.runs().stream()
            .map(change -> List.<Object>of(change.run(), change.state()))
            .toList();
    String text =
        event(
            "changes",
            changes.at(),
            json.writeValueAsString(new ChangesView(changes.at().toString(), rows)));
    latestChanges.set(new Changed(since, changes.at(), text));
    return text;
  }

  /** Returns the event of a status, for somebody who knows the changes up to a position. */
  String status(Position known, LiveStatus status, Pipeline pipeline) {
    Stated latest = latestStatus.get();
    if (latest == null || !latest.status().equals(status)) {
      latest = new Stated(status, json.writeValueAsString(StatusView.of(status, pipeline, false)));
      latestStatus.set(latest);
    }
    return event("status", known, latest.json());
  }

  /** Returns the event that says that what is known is of no use. */
  String reset(Position now) {
    return event("reset", now, json.writeValueAsString(Map.of()));
  }

  private static String event(String name, Position id, String data) {
    return "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n";
  }
}
