package io.github.batchrunner.core;

import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.watershed.AttachedWatersheds;
import io.github.batchrunner.core.watershed.Attachment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code batch_runner.nodb}: what is configured of a batch, in the shape in which WEPPcloud's
 * {@code BatchRunner} keeps it.
 *
 * <p>Attributes WEPPcloud does not know are gathered in one, {@code _batchrunner}; those of
 * WEPPcloud that we do not know stay as they are. Each change reads the file, edits it and replaces
 * it at once. Thread-safe within the process.
 */
final class BatchRecord {

  private static final String OWN = "_batchrunner";
  private static final String ISSUES = "issues";
  private static final int VERSION = 1;

  /**
   * WEPPcloud's own tasks, which one of our check-boxes stands for each; those of its order come
   * first.
   */
  private static final Map<String, List<String>> WEPPCLOUD_TASKS = weppcloudTasks();

  private final Path path;

  private BatchRecord(Path path) {
    this.path = path;
  }

  private static Map<String, List<String>> weppcloudTasks() {
    Map<String, List<String>> tasks = new LinkedHashMap<>();
    tasks.put(
        "delineation",
        List.of(
            "fetch_dem",
            "build_channels",
            "find_outlet",
            "build_subcatchments",
            "abstract_watershed"));
    tasks.put("landuse", List.of("build_landuse"));
    tasks.put("soils", List.of("build_soils"));
    tasks.put("climate", List.of("build_climate", "build_rap_ts", "build_openet_ts"));
    tasks.put("wepp", List.of("run_wepp_hillslopes", "run_wepp_watershed"));
    tasks.put("watar", List.of("run_watar"));
    tasks.put("omni", List.of("run_omni_scenarios", "run_omni_contrasts"));
    return tasks;
  }

  /** Writes the record of a new batch. */
  static BatchRecord create(
      Path path, Path wd, Path baseWd, BaseConfig config, BatchLayout layout, Instant now) {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("wd", wd.toString());
    state.put("_config", "batch/default_batch.cfg");
    state.put("_mods", List.of());
    state.put("commit_hash", "unknown");
    state.put("_base_config", config.fileName());
    state.put("_geojson_state", null);
    state.put("_runid_template_state", null);
    state.put("_base_wd", baseWd.toString());
    state.put("_sbs_map", null);
    state.put("_sbs_map_metadata", null);
    state.put("_run_directives", directives(TaskSelection.all()));
    state.put("_rq_job_ids", Map.of());
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("version", VERSION);
    own.put("layout", layout.toString());
    own.put("created_at", now.toString());
    own.put("tasks", Map.of());
    state.put(OWN, own);
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("py/object", "wepppy.nodb.batch_runner.BatchRunner");
    root.put("py/state", state);
    NoDbFile.create(
        path,
        NoDbDocument.parse(
            path.toString(), PythonJson.dumps(root).getBytes(StandardCharsets.US_ASCII)));
    return new BatchRecord(path);
  }

  /** Returns the record in this file. */
  static BatchRecord open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(
          "\"%s\" is not a batch: it has no batch_runner.nodb; create one first"
              .formatted(path.getParent()));
    }
    return new BatchRecord(path);
  }

  BatchLayout layout() {
    Object layout = own().get("layout");
    // A batch that WEPPcloud made has no attribute of ours.
    return layout instanceof String name ? BatchLayout.named(name) : BatchLayout.RUNS;
  }

  BaseConfig baseConfig() {
    return BaseConfig.named(document().string("_base_config"));
  }

  Optional<Map<String, @Nullable Object>> geoJsonState() {
    return map("_geojson_state");
  }

  Optional<Map<String, @Nullable Object>> templateState() {
    return map("_runid_template_state");
  }

  /**
   * Returns the check-boxes. Of WEPPcloud's tasks its own directives say it: somebody may have
   * changed these in WEPPcloud since.
   */
  TaskSelection selection() {
    Map<String, Boolean> selected = new LinkedHashMap<>();
    if (own().get("tasks") instanceof Map<?, ?> tasks) {
      tasks.forEach((group, enabled) -> selected.put((String) group, Boolean.TRUE.equals(enabled)));
    }
    map("_run_directives").ifPresent(directives -> follow(directives, selected));
    return TaskSelection.of(selected);
  }

  /**
   * A check-box of ours is on if any of WEPPcloud's tasks behind it is; those of them that are not
   * are off by themselves.
   */
  private static void follow(
      Map<String, @Nullable Object> directives, Map<String, Boolean> selected) {
    WEPPCLOUD_TASKS.forEach(
        (group, slugs) -> {
          selected.keySet().removeAll(slugs);
          List<String> off =
              slugs.stream().filter(slug -> Boolean.FALSE.equals(directives.get(slug))).toList();
          boolean on = off.size() < slugs.size();
          if (on != selected.getOrDefault(group, true)) {
            selected.put(group, on);
          }
          if (on) {
            off.forEach(slug -> selected.put(slug, false));
          }
        });
  }

  /** Returns what is kept of the attached file; empty if there is none. */
  Optional<Attachment> attachment() {
    return geoJsonState().map(state -> Attachment.of(state, own().get(ISSUES)));
  }

  /** Keeps what attaching a file gave; a stored validation is stale from now on. */
  synchronized void attached(AttachedWatersheds attached) {
    NoDbFile file = NoDbFile.read(path);
    Map<String, @Nullable Object> own = ownWithVersion();
    own.put(ISSUES, Attachment.toState(attached.issues()));
    NoDbDocument changed =
        file.document().with("_geojson_state", attached.toState()).with(OWN, own);
    Optional<Map<String, @Nullable Object>> template = templateState();
    if (template.isPresent()) {
      changed = changed.with("_runid_template_state", stale(template.get()));
    }
    file.write(changed);
  }

  private static Map<String, @Nullable Object> stale(Map<String, @Nullable Object> template) {
    Map<String, @Nullable Object> stale = new LinkedHashMap<>(template);
    stale.put("status", "stale");
    if (template.get("summary") instanceof Map<?, ?> summary) {
      Map<String, @Nullable Object> invalid = new LinkedHashMap<>();
      summary.forEach((key, value) -> invalid.put((String) key, value));
      invalid.put("is_valid", false);
      stale.put("summary", invalid);
    }
    return stale;
  }

  synchronized void validated(Map<String, @Nullable Object> templateState) {
    NoDbFile file = NoDbFile.read(path);
    file.write(file.document().with("_runid_template_state", templateState));
  }

  synchronized void select(TaskSelection selection) {
    NoDbFile file = NoDbFile.read(path);
    Map<String, @Nullable Object> own = ownWithVersion();
    own.put("tasks", selection.asMap());
    Map<String, @Nullable Object> directives = new LinkedHashMap<>();
    map("_run_directives").ifPresent(directives::putAll);
    directives(selection)
        .forEach(
            (slug, enabled) -> {
              if (!slug.equals("rmtree")) {
                directives.put(slug, enabled);
              }
            });
    file.write(file.document().with("_run_directives", directives).with(OWN, own));
  }

  private static Map<String, @Nullable Object> directives(TaskSelection selection) {
    Map<String, @Nullable Object> directives = new LinkedHashMap<>();
    directives.put("rmtree", false);
    WEPPCLOUD_TASKS.forEach(
        (group, slugs) ->
            slugs.forEach(
                slug -> directives.put(slug, selection.enabled(group) && selection.enabled(slug))));
    return directives;
  }

  private NoDbDocument document() {
    return NoDbFile.read(path).document();
  }

  /** Returns a copy of our attribute, to be changed. */
  private Map<String, @Nullable Object> ownWithVersion() {
    Map<String, @Nullable Object> own = new LinkedHashMap<>(own());
    own.putIfAbsent("version", VERSION);
    return own;
  }

  private Map<String, @Nullable Object> own() {
    return map(OWN).orElseGet(Map::of);
  }

  private Optional<Map<String, @Nullable Object>> map(String attribute) {
    NoDbDocument document = document();
    if (!document.has(attribute) || !(document.value(attribute) instanceof Map<?, ?> found)) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    found.forEach((key, value) -> map.put((String) key, value));
    return Optional.of(map);
  }
}
