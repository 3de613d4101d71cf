package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.sample.web.base.BaseControls;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.PlanPreview;
import io.github.batchrunner.sample.web.batch.PlanRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what would run before anything does. */
@RestController
@RequestMapping("/api/batches/{batch}")
@Tag(name = "plan", description = "What would run, and why")
final class PlanController {

  private final Batches batches;
  private final BaseControls controls;

  PlanController(Batches batches, BaseControls controls) {
    this.batches = batches;
    this.controls = controls;
  }

  @PostMapping("/plan")
  @Operation(summary = "Plans what would run with these options, and touches nothing")
  PlanView plan(@PathVariable String batch, @RequestBody PlanRequest request) {
    BatchRunner opened = batches.get(batch);
    PlanPreview preview =
        PlanPreview.of(opened, request, controls.preview(opened, request.forms()));
    return PlanViews.of(preview, request.page(), request.size());
  }
}
