package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.runid.RunIdTemplate;
import io.github.batchrunner.core.watershed.Attachment;
import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.batch.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the views of batches. */
@Component
final class BatchViews {

  private static final int LONGEST_EXAMPLE = 80;

  private final HostSettings settings;

  BatchViews(HostSettings settings) {
    this.settings = settings;
  }

  BatchView of(BatchRunner batch) {
    Standing standing = Standing.of(batch);
    Pipeline pipeline = batch.pipeline();
    return new BatchView(
        batch.name(),
        batch.config().name(),
        standing.state(),
        settings.executor(),
        pipeline.id(),
        batch.attachment().map(BatchViews::watersheds).orElse(null),
        batch
            .runIdTemplate()
            .map(template -> template(batch, template))
            .orElseGet(() -> new BatchView.TemplateView("", "none", null)),
        checkBoxes(pipeline, batch.selection()),
        pipeline.tasks().stream().map(BatchViews::task).toList(),
        standing.owner().map(owner -> running(owner, standing)).orElse(null),
        new BatchView.Ready(
            standing.obstacles().isEmpty(),
            standing.obstacles().stream().map(settings::withoutPlace).toList()));
  }

  private static BatchView.Watersheds watersheds(Attachment attached) {
    return new BatchView.Watersheds(
        attached.originalName(),
        attached.uploadedAt().equals(Instant.EPOCH) ? null : attached.uploadedAt(),
        attached.uploadedBy(),
        attached.features(),
        attached.bounds(),
        attached.epsg(),
        attached.sizeBytes(),
        attached.properties().stream().map(BatchViews::property).toList(),
        attached.issues().stream()
            .map(
                issue ->
                    new BatchView.Issue(
                        issue.severity().name().toLowerCase(Locale.ROOT), issue.message()))
            .toList());
  }

  private static BatchView.Property property(Attachment.Property property) {
    return new BatchView.Property(
        property.name(),
        property.type(),
        property.example().map(value -> Texts.shortened(value, LONGEST_EXAMPLE)).orElse(null));
  }

  private static BatchView.TemplateView template(BatchRunner batch, RunIdTemplate template) {
    return new BatchView.TemplateView(
        template.source(),
        template.status().name().toLowerCase(Locale.ROOT),
        template.status() == RunIdTemplate.Status.STALE ? null : summary(batch, template));
  }

  private static @Nullable SummaryView summary(BatchRunner batch, RunIdTemplate template) {
    try {
      return SummaryView.of(batch.checkRunIdTemplate(template.source()).summary());
    } catch (InvalidInputException e) {
      // The file is gone; that is among the reasons why the batch cannot be run.
      return null;
    }
  }

  private static List<BatchView.CheckBox> checkBoxes(Pipeline pipeline, TaskSelection selection) {
    return pipeline.groups().stream()
        .map(
            group -> {
              List<TaskDefinition> tasks =
                  pipeline.tasks().stream().filter(task -> task.group().equals(group)).toList();
              return new BatchView.CheckBox(
                  group,
                  label(group, tasks),
                  selection.enabled(group),
                  tasks.stream().map(TaskDefinition::id).toList());
            })
        .toList();
  }

  /** The task's own if it is the only one; else what the seven tasks of WEPP call the group. */
  private static String label(String group, List<TaskDefinition> tasks) {
    return Stream.concat(
            Pipelines.wepp().tasks().stream().filter(task -> task.id().equals(group)),
            tasks.size() == 1 ? tasks.stream() : Stream.of())
        .reduce((known, own) -> own)
        .map(TaskDefinition::label)
        .orElse(group);
  }

  private static BatchView.PipelineTask task(TaskDefinition task) {
    return new BatchView.PipelineTask(task.id(), task.label(), task.group(), task.needs());
  }

  private static BatchView.Running running(BatchOwner owner, Standing standing) {
    return new BatchView.Running(
        standing.executions() > 0 ? standing.executions() : null,
        Processes.isThisOne(owner),
        owner.toString(),
        owner.since());
  }
}
