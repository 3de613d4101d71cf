package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.sample.web.batch.PlanPreview;
import io.github.batchrunner.sample.web.batch.PlanPreview.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the view of a plan: counts its decisions and shows one page of them. */
final class PlanViews {

  private static final Comparator<Map.Entry<Decision, Long>> MOST_FREQUENT_FIRST =
      Comparator.comparing((Map.Entry<Decision, Long> counted) -> !runs(counted))
          .thenComparing(Map.Entry.<Decision, Long>comparingByValue().reversed())
          .thenComparing(counted -> counted.getKey().sentence());

  private PlanViews() {}

  static PlanView of(PlanPreview preview, @Nullable Integer number, @Nullable Integer size) {
    BatchPlan plan = preview.plan();
    Page page = Page.of(number, size, plan.tasks());
    List<Map<Decision, Long>> counts = counts(preview);
    Map<Decision, Long> all = new HashMap<>();
    counts.forEach(task -> task.forEach((decision, n) -> all.merge(decision, n, Long::sum)));
    return new PlanView(
        plan.runs().size(),
        plan.tasks(),
        plan.toRun(),
        all.entrySet().stream().sorted(MOST_FREQUENT_FIRST).map(PlanViews::reason).toList(),
        byTask(plan.pipeline(), counts),
        preview.edits(),
        page,
        page.onIt().mapToObj(row -> item(preview, row)).toList());
  }

  private static List<Map<Decision, Long>> counts(PlanPreview preview) {
    BatchPlan plan = preview.plan();
    List<Map<Decision, Long>> counts = new ArrayList<>();
    for (int task = 0; task < plan.pipeline().size(); task++) {
      Map<Decision, Long> count = new HashMap<>();
      for (int run = 0; run < plan.runs().size(); run++) {
        count.merge(preview.decision(run, task), 1L, Long::sum);
      }
      counts.add(count);
    }
    return counts;
  }

  private static boolean runs(Map.Entry<Decision, Long> counted) {
    return counted.getKey().reason().runs();
  }

  private static String action(Reason reason) {
    return reason.action().name().toLowerCase(Locale.ROOT);
  }

  private static PlanView.ReasonCount reason(Map.Entry<Decision, Long> counted) {
    Decision decision = counted.getKey();
    return new PlanView.ReasonCount(
        decision.reason().name(),
        action(decision.reason()),
        decision.sentence(),
        counted.getValue());
  }

  private static List<PlanView.TaskCount> byTask(
      Pipeline pipeline, List<Map<Decision, Long>> counts) {
    List<PlanView.TaskCount> tasks = new ArrayList<>();
    for (int task = 0; task < counts.size(); task++) {
      Map<Decision, Long> count = counts.get(task);
      long run =
          count.entrySet().stream().filter(PlanViews::runs).mapToLong(Map.Entry::getValue).sum();
      long all = count.values().stream().mapToLong(Long::longValue).sum();
      tasks.add(
          new PlanView.TaskCount(
              pipeline.task(task).id(),
              pipeline.task(task).label(),
              run,
              all - run,
              count.entrySet().stream()
                  .sorted(MOST_FREQUENT_FIRST)
                  .map(
                      counted ->
                          new PlanView.SentenceCount(
                              counted.getKey().sentence(), counted.getValue()))
                  .toList()));
    }
    return tasks;
  }

  private static PlanView.Item item(PlanPreview preview, int row) {
    BatchPlan plan = preview.plan();
    int run = row / plan.pipeline().size();
    int task = row % plan.pipeline().size();
    Decision decision = preview.decision(run, task);
    return new PlanView.Item(
        plan.runs().id(run),
        plan.pipeline().task(task).id(),
        action(decision.reason()),
        decision.sentence());
  }
}
