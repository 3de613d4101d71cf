package io.github.batchrunner.sample.web.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as its page shows it.
 *
 * @param name its name
 * @param config the config of its base project
 * @param state where it stands, in one word
 * @param executor id of the executor that runs its tasks
 * @param pipeline id of its pipeline
 * @param watersheds what is attached to it; null if nothing is
 * @param template the template of its run ids
 * @param tasks its check-boxes, in the order of the pipeline
 * @param pipelineTasks the tasks of its pipeline, each after those it needs
 * @param running who runs it; null if nobody does
 * @param ready whether it can be run
 */
record BatchView(
    String name,
    String config,
    String state,
    String executor,
    String pipeline,
    @Nullable Watersheds watersheds,
    TemplateView template,
    List<CheckBox> tasks,
    List<PipelineTask> pipelineTasks,
    @Nullable Running running,
    Ready ready) {

  /**
   * The attached file.
   *
   * @param filename what the uploader calls it; data, not a path
   * @param uploadedAt when it was uploaded; null if that is not known
   * @param uploadedBy who uploaded it; empty if that is not known
   * @param features how many features it has
   * @param bounds west, south, east, north in its coordinates; empty if it has no position
   * @param crs its coordinate system, such as {@code EPSG:4326}
   * @param sizeBytes its length as compact JSON
   * @param properties the properties of its features
   * @param issues what a person should know about it
   */
  record Watersheds(
      String filename,
      @Nullable Instant uploadedAt,
      String uploadedBy,
      long features,
      List<Double> bounds,
      String crs,
      long sizeBytes,
      List<Property> properties,
      List<Issue> issues) {}

  /**
   * A property of features.
   *
   * @param name its name
   * @param type its JSON type, or {@code mixed}
   * @param example its value in one of the first features as text, shortened; null if these have
   *     none
   */
  record Property(String name, String type, @Nullable String example) {}

  /**
   * What a person should know about an upload.
   *
   * @param severity {@code error} or {@code warning}
   * @param message what it is, and where
   */
  record Issue(String severity, String message) {}

  /**
   * The template that the run ids were last made from.
   *
   * @param source its text; empty if there is none
   * @param status {@code none}, {@code ok}, {@code invalid} or {@code stale}: other watersheds were
   *     attached since
   * @param summary what came of it; null unless it is {@code ok} or {@code invalid}
   */
  record TemplateView(String source, String status, @Nullable SummaryView summary) {}

  /**
   * A check-box.
   *
   * @param group the group of tasks that it stands for
   * @param label what people call it
   * @param enabled whether it is checked
   * @param taskIds ids of the tasks of the group
   */
  record CheckBox(String group, String label, boolean enabled, List<String> taskIds) {}

  /**
   * A task of the pipeline.
   *
   * @param id its id
   * @param label what people call it
   * @param group the check-box it belongs to
   * @param needs ids of the tasks that must have succeeded before it
   */
  record PipelineTask(String id, String label, String group, List<String> needs) {}

  /**
   * Who runs the batch.
   *
   * @param execution number of the execution; null if it is not known
   * @param here whether it is this service
   * @param owner which process it is
   * @param startedAt when it took the batch
   */
  record Running(@Nullable Integer execution, boolean here, String owner, Instant startedAt) {}

  /**
   * Whether the batch can be run.
   *
   * @param ok whether it can
   * @param reasons what has to be done before
   */
  record Ready(boolean ok, List<String> reasons) {}
}
