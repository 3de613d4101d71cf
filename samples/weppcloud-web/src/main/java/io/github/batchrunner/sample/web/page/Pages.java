package io.github.batchrunner.sample.web.page;

import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.batch.Batches;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The pages of seed 000's routes; what they show comes through the API. */
@Controller
final class Pages {

  private final Batches batches;
  private final HostSettings settings;

  Pages(Batches batches, HostSettings settings) {
    this.batches = batches;
    this.settings = settings;
  }

  @GetMapping("/")
  String start() {
    return "redirect:/batch/";
  }

  @GetMapping("/batch/")
  String list() {
    return "batches";
  }

  @GetMapping("/batch/create/")
  String create() {
    return "create";
  }

  @GetMapping("/batch/{name}/")
  String batch(@PathVariable String name, Model model) {
    model.addAttribute("batch", batches.get(name).name());
    model.addAttribute("tiles", settings.tiles());
    model.addAttribute("maxUploadBytes", settings.maxUploadBytes());
    return "batch";
  }
}
