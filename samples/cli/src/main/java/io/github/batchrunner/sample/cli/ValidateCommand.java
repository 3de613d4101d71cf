package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.runid.ValidationReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the run ids from a template. */
@Command(
    name = "validate",
    header = "Make the run ids of all watersheds from a template, and check them.",
    description =
        "A template is text with Python expressions in braces over properties, feature, index "
            + "(from 0) and one_based_index; functions are slug, lower, upper, title, zfill, replace, "
            + "strip, str, int, float, round, len. Exit code 1 if a watershed has no usable run id of "
            + "its own.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner validate data/palouse --template \"{properties['HucName']}\"",
      "  batchrunner validate data/palouse --template "
          + "\"{slug(properties['name'])}-{one_based_index:04d}\""
    })
final class ValidateCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(
      names = "--template",
      required = true,
      paramLabel = "<template>",
      description = "The template.")
  private String template = "";

  @Option(names = "--json", description = "Print the whole report as JSON.")
  private boolean json;

  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    BatchRunner opened = batch.open();
    ValidationReport report = opened.useRunIdTemplate(template);
    if (json) {
      report.writeJson(terminal.documentStream());
      terminal.answer();
    } else {
      new ValidationSummary(terminal, opened).print(report);
      terminal.say(
          report.isValid()
              ? "next: " + Invocation.of("plan", batch.directory().toString())
              : "next: correct the template and validate again");
    }
    return report.isValid() ? ExitCode.DONE : ExitCode.FAILURES;
  }
}
