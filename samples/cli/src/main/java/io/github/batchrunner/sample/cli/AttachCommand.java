package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.core.watershed.AttachedWatersheds;
import io.github.batchrunner.core.watershed.InputIssue;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Attaches watersheds. */
@Command(
    name = "attach",
    header = "Attach a GeoJSON file of watersheds.",
    description =
        "The file is checked and copied into the batch. Run ids validated before are out of date "
            + "then.",
    sortOptions = false,
    footer = {"%nExample:", "  batchrunner attach data/palouse watersheds.geojson"})
final class AttachCommand implements Callable<Integer> {

  private static final int SHOWN_ISSUES = 10;
  private static final long MOST_MEGABYTES = 1L << 20;

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Parameters(index = "1", paramLabel = "<file.geojson>", description = "A FeatureCollection.")
  private Path file = Path.of("");

  @Option(
      names = "--max-mb",
      paramLabel = "<MiB>",
      defaultValue = "30",
      description = "Refuse a larger file; default: 30, as in WEPPcloud.")
  private long maxMegabytes;

  private final Terminal terminal;

  AttachCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (maxMegabytes < 1 || maxMegabytes > MOST_MEGABYTES) {
      throw new InvalidInputException(
          "--max-mb is 1 to %d, but \"%d\" was given".formatted(MOST_MEGABYTES, maxMegabytes));
    }
    BatchRunner opened = batch.open();
    AttachedWatersheds attached =
        opened.attachWatersheds(file, AttachOptions.builder().maxBytes(maxMegabytes << 20).build());
    WatershedCollection watersheds = attached.watersheds();
    double area =
        IntStream.range(0, watersheds.count()).mapToDouble(watersheds::areaSquareMetres).sum();
    terminal.answer(
        String.format(
            Locale.ROOT,
            "attached %,d watersheds of %,.1f km² in all, %s, as %s",
            watersheds.count(),
            area / 1e6,
            watersheds.coordinateSystem().epsg(),
            attached.fileName()));
    terminal.answer("properties: " + String.join(", ", watersheds.analysis().propertyNames()));
    attached.issues().stream().limit(SHOWN_ISSUES).forEach(this::warn);
    if (attached.issues().size() > SHOWN_ISSUES) {
      terminal.say("and %,d more warnings".formatted(attached.issues().size() - SHOWN_ISSUES));
    }
    terminal.say(
        "next: "
            + Invocation.of("validate", batch.directory().toString(), "--template", "<template>"));
    return ExitCode.DONE;
  }

  private void warn(InputIssue issue) {
    terminal.say("warning: " + issue);
  }
}
