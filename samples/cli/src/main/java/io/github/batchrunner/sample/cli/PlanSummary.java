package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan for a person: the counts, the reasons, the first runs. */
final class PlanSummary {

  private static final int SHOWN_RUNS = 10;
  private static final int SHOWN_REASONS = 30;

  private PlanSummary() {}

  /** Returns one line with the counts. */
  static String counts(BatchPlan plan) {
    long others =
        plan.tasks() - plan.toRun() - plan.count(Reason.UP_TO_DATE) - plan.count(Reason.DISABLED);
    return "%s of %s: %s to run in %s, %,d up to date, %,d disabled%s"
        .formatted(
            Names.count(plan.runs().size(), "run"),
            Names.count(plan.pipeline().size(), "task"),
            Names.count(plan.toRun(), "task"),
            Names.count(runsToRun(plan), "run"),
            plan.count(Reason.UP_TO_DATE),
            plan.count(Reason.DISABLED),
            others == 0 ? "" : ", %,d not asked for".formatted(others));
  }

  private static long runsToRun(BatchPlan plan) {
    long runs = 0;
    for (int run = 0; run < plan.runs().size(); run++) {
      runs += plan.runs(run) ? 1 : 0;
    }
    return runs;
  }

  /** Returns the whole summary. */
  static List<String> lines(String batch, BatchPlan plan, Lowering lowering) {
    List<String> lines = new ArrayList<>();
    lines.add("Plan of batch \"" + batch + "\"");
    lines.add(counts(plan));
    lines.add("The largest watersheds go first.");
    lines.add("dependencies: " + lowering);
    lines.add("");
    addReasons(plan, lines);
    if (plan.toRun() > 0) {
      lines.add("");
      addRuns(plan, lines);
    }
    return lines;
  }

  private static void addReasons(BatchPlan plan, List<String> lines) {
    Pipeline pipeline = plan.pipeline();
    TextTable table = new TextTable(3, "task", "", "why", "count");
    int rows = 0;
    for (int task = 0; task < pipeline.size(); task++) {
      for (Map.Entry<Why, Long> entry : reasons(plan, task).entrySet()) {
        if (rows++ < SHOWN_REASONS) {
          table.row(
              pipeline.task(task).id(),
              entry.getKey().runs() ? "run" : "skip",
              entry.getKey().text(),
              "%,d".formatted(entry.getValue()));
        }
      }
    }
    lines.addAll(table.lines());
    if (rows > SHOWN_REASONS) {
      lines.add("and %,d more reasons; --json shows all".formatted(rows - SHOWN_REASONS));
    }
  }

  private record Why(boolean runs, String text) {}

  private static Map<Why, Long> reasons(BatchPlan plan, int task) {
    Map<Why, Long> counts = new LinkedHashMap<>();
    for (int run = 0; run < plan.runs().size(); run++) {
      counts.merge(new Why(plan.runs(run, task), plan.explain(run, task)), 1L, Long::sum);
    }
    return counts;
  }

  private static void addRuns(BatchPlan plan, List<String> lines) {
    TextTable table = new TextTable(2, "run", "tasks that run", "area km²");
    int rows = 0;
    for (int run = 0; run < plan.runs().size(); run++) {
      if (plan.runs(run) && rows++ < SHOWN_RUNS) {
        table.row(
            plan.runs().id(run), tasks(plan, run), "%,.1f".formatted(plan.runs().area(run) / 1e6));
      }
    }
    lines.addAll(table.lines());
    if (rows > SHOWN_RUNS) {
      lines.add("and %,d more runs; --json shows all".formatted(rows - SHOWN_RUNS));
    }
  }

  private static String tasks(BatchPlan plan, int run) {
    List<String> tasks = new ArrayList<>();
    for (int task = 0; task < plan.pipeline().size(); task++) {
      if (plan.runs(run, task)) {
        tasks.add(plan.pipeline().task(task).id());
      }
    }
    return tasks.size() == plan.pipeline().size() && tasks.size() > 1
        ? "all " + tasks.size()
        : String.join(", ", tasks);
  }
}
