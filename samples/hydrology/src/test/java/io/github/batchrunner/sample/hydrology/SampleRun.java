package io.github.batchrunner.sample.hydrology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** A run's directory and the handlers found for it, without a batch around them. */
public final class SampleRun {
  /** In an order that has each task after what it needs. */
  public static final List<String> TASKS =
      List.of("delineation", "landuse", "soils", "climate", "wepp", "watar", "omni");

  private static final Map<String, TaskHandler> HANDLERS = handlers();

  private final String runId;
  private final Path wd;
  private final StringWriter log = new StringWriter();
  private boolean cancelled;

  public SampleRun(Path wd, String runId, String feature) throws IOException {
    this.runId = runId;
    this.wd = wd;
    Files.createDirectories(wd);
    Files.writeString(wd.resolve("feature.geojson"), feature);
  }

  private static Map<String, TaskHandler> handlers() {
    Map<String, TaskHandler> handlers = new TreeMap<>();
    ServiceLoader.load(TaskHandler.class).forEach(h -> handlers.put(h.name(), h));
    return handlers;
  }

  /** Returns the features of a collection, each as a text of its own. */
  public static List<String> features(String collection) throws IOException {
    List<String> features = new ArrayList<>();
    for (JsonNode feature : new JsonMapper().readTree(collection).path("features")) {
      features.add(feature.toString());
    }
    return features;
  }

  public Path wd() {
    return wd;
  }

  public String log() {
    return log.toString();
  }

  public void cancel() {
    cancelled = true;
  }

  /** Runs all seven tasks and reads what they made. */
  public WatershedSummary runAll() throws Exception {
    for (String task : TASKS) {
      run(task);
    }
    return WatershedSummary.read(wd);
  }

  public void run(String task) throws Exception {
    try (PrintWriter writer = new PrintWriter(log)) {
      Objects.requireNonNull(HANDLERS.get(task), task)
          .run(new Context(new TaskRef("batch", runId, task, 1), writer));
    }
  }

  private final class Context implements HandlerContext {
    private final TaskRef task;
    private final PrintWriter writer;

    private Context(TaskRef task, PrintWriter writer) {
      this.task = task;
      this.writer = writer;
    }

    @Override
    public TaskRef task() {
      return task;
    }

    @Override
    public Path wd() {
      return wd;
    }

    @Override
    public Path baseWd() {
      return wd.resolveSibling("_base");
    }

    @Override
    public Path featureFile() {
      return wd.resolve("feature.geojson");
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of();
    }

    @Override
    public PrintWriter log() {
      return writer;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }
}
