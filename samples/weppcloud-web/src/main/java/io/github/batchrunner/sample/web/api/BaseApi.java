package io.github.batchrunner.sample.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.sample.web.base.BaseControls;
import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import io.github.batchrunner.sample.web.base.Choice;
import io.github.batchrunner.sample.web.base.ControlState;
import io.github.batchrunner.sample.web.base.FieldState;
import io.github.batchrunner.sample.web.base.SbsRaster;
import io.github.batchrunner.sample.web.base.ScenarioParameter;
import io.github.batchrunner.sample.web.base.ScenarioType;
import io.github.batchrunner.sample.web.base.ShownWhen;
import io.github.batchrunner.sample.web.batch.Batches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The controls of the base project over HTTP. */
@RestController
@RequestMapping("/api/batches/{batch}/base")
@Tag(name = "Base project", description = "What every run of a batch is configured with.")
@ApiResponse(responseCode = "404", description = "There is no such batch.")
final class BaseApi {

  private final Batches batches;
  private final BaseControls controls;
  private final SbsRaster raster;

  BaseApi(Batches batches, BaseControls controls, SbsRaster raster) {
    this.batches = batches;
    this.controls = controls;
    this.raster = raster;
  }

  /** The controls of a base project. */
  record BaseView(List<ControlView> controls) {}

  /** What has changed, and the controls as they are now. */
  record BaseEdited(List<Edit> edits, List<ControlView> controls) {}

  /** New values, by control and field; what is left out stays as it is. */
  record BaseForms(@Nullable Map<String, @Nullable Map<String, @Nullable Object>> controls) {}

  /** A control, and why it cannot be used if it is not available. */
  record ControlView(
      String id, String title, boolean available, String reason, List<FieldView> fields) {

    static ControlView of(ControlState control) {
      return new ControlView(
          control.id(),
          control.title(),
          control.available(),
          control.reason(),
          control.fields().stream().map(FieldView::of).toList());
    }
  }

  /** A field of a control, with its value. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record FieldView(
      String name,
      String label,
      String help,
      String type,
      @Nullable Object value,
      String unit,
      @Nullable Double min,
      @Nullable Double max,
      List<Choice> choices,
      @Nullable ShownWhen shownWhen,
      List<ScenarioTypeView> scenarioTypes) {

    static FieldView of(FieldState field) {
      return new FieldView(
          field.name(),
          field.label(),
          field.help(),
          lower(field.type()),
          field.value(),
          field.unit(),
          field.least(),
          field.most(),
          field.choices(),
          field.shownWhen(),
          field.scenarioTypes().stream().map(ScenarioTypeView::of).toList());
    }
  }

  /** A kind of scenario; one that is not offered can only be kept. */
  record ScenarioTypeView(
      String value, String label, boolean offered, List<ScenarioParameterView> parameters) {

    static ScenarioTypeView of(ScenarioType type) {
      return new ScenarioTypeView(
          type.value(),
          type.label(),
          type.offered(),
          type.parameters().stream().map(ScenarioParameterView::of).toList());
    }
  }

  /** What is said about a scenario: one of its choices, any of them, or a number. */
  record ScenarioParameterView(
      String name,
      String label,
      String type,
      boolean required,
      int min,
      int max,
      List<Choice> choices) {

    static ScenarioParameterView of(ScenarioParameter parameter) {
      return new ScenarioParameterView(
          parameter.name(),
          parameter.label(),
          lower(parameter.type()),
          parameter.required(),
          parameter.least(),
          parameter.most(),
          parameter.choices());
    }
  }

  @GetMapping
  @Operation(summary = "The controls of the base project, in the order of the page")
  BaseView base(@PathVariable String batch) {
    return new BaseView(views(batches.get(batch)));
  }

  @PutMapping
  @Operation(
      summary = "Set options of the base project",
      description = "All of them or, if one cannot be taken, none.")
  @ApiResponse(responseCode = "200", description = "What has changed, and all options as they are.")
  @ApiResponse(
      responseCode = "400",
      description = "Options that cannot be taken, each in \"errors\" as {field, detail}.")
  @ApiResponse(
      responseCode = "409",
      description = "The batch is being run, or somebody else has locked a file.")
  BaseEdited set(@PathVariable String batch, @RequestBody BaseForms forms) {
    BatchRunner runner = batches.get(batch);
    if (forms.controls() == null) {
      throw new InvalidInputException(
          "the options are missing; send {\"controls\": {\"climate\": {\"input_years\": 30}}}");
    }
    return edited(runner, controls.apply(runner, forms.controls()));
  }

  @PutMapping(path = "/sbs", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(summary = "Upload the map of soil burn severities, a .tif or .img raster")
  @ApiResponse(responseCode = "200", description = "What has changed, and all options as they are.")
  @ApiResponse(responseCode = "400", description = "It is no such raster.")
  @ApiResponse(
      responseCode = "409",
      description = "The batch is being run, or somebody else has locked disturbed.nodb.")
  @ApiResponse(responseCode = "413", description = "It has more than 100 MiB.")
  BaseEdited upload(@PathVariable String batch, @RequestPart("file") MultipartFile file) {
    BatchRunner runner = batches.get(batch);
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    try (InputStream content = file.getInputStream()) {
      return edited(runner, raster.put(runner, name, content));
    } catch (IOException e) {
      throw new BatchRunnerException("the upload cannot be read: " + e, e);
    }
  }

  @DeleteMapping("/sbs")
  @Operation(summary = "Remove the map of soil burn severities")
  @ApiResponse(responseCode = "200", description = "What has changed, and all options as they are.")
  @ApiResponse(
      responseCode = "409",
      description = "The batch is being run, or somebody else has locked disturbed.nodb.")
  BaseEdited remove(@PathVariable String batch) {
    BatchRunner runner = batches.get(batch);
    return edited(runner, raster.remove(runner));
  }

  private BaseEdited edited(BatchRunner batch, List<Edit> edits) {
    return new BaseEdited(edits, views(batch));
  }

  private List<ControlView> views(BatchRunner batch) {
    return controls.view(batch).stream().map(ControlView::of).toList();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
