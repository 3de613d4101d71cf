package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.rq.janitor.Finding;
import io.github.batchrunner.rq.janitor.FindingKind;
import io.github.batchrunner.rq.janitor.Janitor;
import io.github.batchrunner.rq.janitor.JanitorReport;
import io.github.batchrunner.rq.janitor.RepairReport;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds what RQ left behind in Redis, and repairs it when asked. */
@Command(
    name = "janitor",
    header = "Find what RQ leaves behind in Redis; repair it when asked.",
    description =
        "Looks twice where something may be on its way. Changes nothing without --repair. Exit "
            + "code 1 if something is wrong and was not repaired.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner janitor --redis redis://127.0.0.1:6379/9",
      "  batchrunner janitor --repair",
      "  batchrunner janitor --repair --also poison"
    })
final class JanitorCommand implements Callable<Integer> {

  private static final int SHOWN_OF_KIND = 5;
  private static final Duration LONGEST_PATIENCE = Duration.ofDays(1);
  private static final JsonFactory JSON = new JsonFactory();

  @Mixin private final RedisChoice redis = new RedisChoice();

  @Option(
      names = "--repair",
      description = "Repair what was found, but for kinds that must be asked for.")
  private boolean repair;

  @Option(
      names = "--also",
      paramLabel = "<kind>",
      split = ",",
      description =
          "With --repair: repair this kind too, which is left alone otherwise: poison, "
              + "abandoned-with-callback. May be repeated.")
  private List<String> also = List.of();

  @Option(
      names = "--patience",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description =
          "How long something must stay wrong where jobs pass by; 0s is right only while no worker "
              + "and no producer runs. Default: 60s")
  private Duration patience = Janitor.DEFAULT_PATIENCE;

  @Option(
      names = "--json",
      description = "Print the findings as JSON, as they were before any repair.")
  private boolean json;

  private final Terminal terminal;

  JanitorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Set<FindingKind> kinds = kinds();
    try (Janitor janitor = Janitor.open(redis.config(terminal), patience)) {
      JanitorReport report = settled(janitor);
      if (json) {
        write(report);
      } else {
        print(report);
      }
      if (!repair) {
        return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILURES;
      }
      RepairReport repaired = janitor.repair(report, kinds);
      terminal.say(
          "repaired %,d; %,d had changed meanwhile; %,d left as they are"
              .formatted(
                  repaired.repaired().size(), repaired.changed().size(), repaired.left().size()));
      return repaired.left().isEmpty() ? ExitCode.DONE : ExitCode.FAILURES;
    }
  }

  private void check() {
    if (!repair && !also.isEmpty()) {
      throw new InvalidInputException("--also says what to repair, so it needs --repair");
    }
    if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
      throw new InvalidInputException(
          "--patience takes 0s to %dd, but %s was given"
              .formatted(LONGEST_PATIENCE.toDays(), patience));
    }
  }

  private Set<FindingKind> kinds() {
    Set<FindingKind> kinds = EnumSet.allOf(FindingKind.class);
    kinds.removeIf(FindingKind::onlyWhenAsked);
    List<String> asked =
        EnumSet.allOf(FindingKind.class).stream()
            .filter(FindingKind::onlyWhenAsked)
            .map(JanitorCommand::word)
            .toList();
    for (String name : also) {
      if (!asked.contains(name)) {
        throw new InvalidInputException(
            "--also takes " + String.join(", ", asked) + ", but this is \"" + name + "\"");
      }
      kinds.add(FindingKind.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT)));
    }
    return kinds;
  }

  private static String word(FindingKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private JanitorReport settled(Janitor janitor) throws InterruptedException {
    JanitorReport first = janitor.examine();
    if (first.unsettled().isEmpty() || patience.isZero()) {
      return first;
    }
    terminal.say(
        "%,d %s; looking again in %s"
            .formatted(
                first.unsettled().size(),
                first.unsettled().size() == 1
                    ? "thing may be on its way"
                    : "things may be on their way",
                Durations.words(patience)));
    TimeUnit.NANOSECONDS.sleep(patience.plusSeconds(1).toNanos());
    return janitor.examine();
  }

  private void print(JanitorReport report) {
    report.sizes().forEach((what, count) -> terminal.say("%,10d  %s".formatted(count, what)));
    for (Map.Entry<FindingKind, Long> kind : report.counts().entrySet()) {
      terminal.answer(
          "%s: %,d; a repair %s"
              .formatted(word(kind.getKey()), kind.getValue(), kind.getKey().repair()));
      report.findings().stream()
          .filter(finding -> finding.kind() == kind.getKey())
          .limit(SHOWN_OF_KIND)
          .forEach(this::print);
    }
    if (report.findings().isEmpty()) {
      terminal.answer("nothing is wrong");
    }
  }

  private void print(Finding finding) {
    terminal.answer(
        "  %s%s: %s"
            .formatted(
                finding.queue().isEmpty() ? "" : finding.queue() + " ",
                finding.subject(),
                finding.why()));
  }

  private void write(JanitorReport report) throws IOException {
    try (JsonGenerator out =
        JSON.createGenerator(terminal.documentStream())
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      out.writeStartObject();
      out.writeStringField("examined_at", report.examinedAt().toString());
      out.writeObjectFieldStart("sizes");
      for (Map.Entry<String, Long> size : report.sizes().entrySet()) {
        out.writeNumberField(size.getKey(), size.getValue());
      }
      out.writeEndObject();
      out.writeArrayFieldStart("findings");
      for (Finding finding : report.findings()) {
        out.writeStartObject();
        out.writeStringField("kind", word(finding.kind()));
        out.writeStringField("queue", finding.queue());
        out.writeStringField("subject", finding.subject());
        out.writeStringField("entry", finding.entry());
        out.writeStringField("why", finding.why());
        out.writeStringField("repair", finding.repair());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    terminal.answer();
  }
}
