package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.InvalidFieldException;
import io.github.batchrunner.sample.web.batch.Uploads;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Configures a batch: its watersheds, its run ids and its check-boxes. */
@RestController
@RequestMapping("/api/batches/{batch}")
@Tag(name = "setup", description = "What a batch needs before it can be run")
final class SetupController {

  private final Batches batches;
  private final BatchViews views;
  private final Uploads uploads;

  SetupController(Batches batches, BatchViews views, Uploads uploads) {
    this.batches = batches;
    this.views = views;
    this.uploads = uploads;
  }

  @GetMapping
  @Operation(summary = "Returns a batch as its page shows it")
  BatchView view(@PathVariable String batch) {
    return views.of(batches.get(batch));
  }

  @PutMapping(path = "/watersheds", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(summary = "Attaches a GeoJSON file of watersheds, instead of the one before")
  BatchView attach(
      @PathVariable String batch,
      @RequestPart("file") MultipartFile file,
      @Nullable Principal principal)
      throws IOException {
    BatchRunner opened = batches.get(batch);
    uploads.attach(opened, file, principal == null ? "" : principal.getName());
    return views.of(opened);
  }

  @PostMapping("/run-ids")
  @Operation(summary = "Makes the run ids from a template, and keeps nothing")
  ReportView check(@PathVariable String batch, @RequestBody RunIdsRequest request) {
    BatchRunner opened = batches.get(batch);
    String template = template(request.template());
    ReportViews.Show show = show(request.show());
    Optional<ReportView.TemplateProblem> problem = ReportViews.problem(template);
    return problem.isPresent()
        ? ReportViews.unusable(opened, template, problem.get())
        : ReportViews.of(
            opened, opened.checkRunIdTemplate(template), show, request.page(), request.size());
  }

  @PutMapping("/template")
  @Operation(summary = "Makes the run ids from a template, and keeps it")
  ReportView use(@PathVariable String batch, @RequestBody TemplateRequest request) {
    BatchRunner opened = batches.get(batch);
    return ReportViews.of(
        opened,
        opened.useRunIdTemplate(template(request.template())),
        ReportViews.Show.ALL,
        null,
        null);
  }

  private static String template(@Nullable String template) {
    if (template == null) {
      throw new InvalidFieldException(
          "template", "\"template\" is missing; give one such as {properties['HucName']}");
    }
    return template;
  }

  private static ReportViews.Show show(@Nullable String show) {
    return switch (show == null ? "all" : show) {
      case "all" -> ReportViews.Show.ALL;
      case "problems" -> ReportViews.Show.PROBLEMS;
      default ->
          throw new InvalidFieldException(
              "show", "\"%s\" cannot be shown; give \"all\" or \"problems\"".formatted(show));
    };
  }

  @PutMapping("/tasks")
  @Operation(summary = "Sets check-boxes")
  BatchView select(@PathVariable String batch, @RequestBody TasksRequest request) {
    BatchRunner opened = batches.get(batch);
    Map<String, Boolean> groups = request.groups();
    if (groups == null || groups.values().stream().anyMatch(Objects::isNull)) {
      throw new InvalidFieldException(
          "groups", "\"groups\" has to say true or false for each check-box to be set");
    }
    TaskSelection selection = opened.selection();
    for (Map.Entry<String, Boolean> group : groups.entrySet()) {
      selection = selection.with(opened.pipeline(), group.getKey(), group.getValue());
    }
    opened.select(selection);
    return views.of(opened);
  }
}
