package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.TaskSelection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows and sets the check-boxes. */
@Command(
    name = "tasks",
    header = "Show the check-boxes, or set some.",
    description = "A task whose check-box is off is left as it is: what a run has of it is used.",
    sortOptions = false,
    footer = {"%nExample:", "  batchrunner tasks data/palouse --disable watar,omni"})
final class TasksCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(names = "--enable", paramLabel = "<a,b>", description = "Switch these on.")
  private String enable = "";

  @Option(names = "--disable", paramLabel = "<c>", description = "Switch these off.")
  private String disable = "";

  @Mixin private final PipelineOption pipeline = new PipelineOption();

  private final Terminal terminal;

  TasksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BatchRunner opened = batch.open();
    pipeline.apply(opened);
    Pipeline tasks = opened.pipeline();
    TaskSelection before = opened.selection();
    TaskSelection after =
        switched(
            switched(before, tasks, "--enable", enable, true), tasks, "--disable", disable, false);
    if (!after.asMap().equals(before.asMap())) {
      opened.select(after);
    }
    for (String group : tasks.groups()) {
      List<TaskDefinition> members =
          tasks.tasks().stream().filter(task -> task.group().equals(group)).toList();
      terminal.answer(
          "[%s] %-12s %s"
              .formatted(
                  after.enabled(group) ? "x" : " ",
                  group,
                  members.stream()
                      .map(
                          task ->
                              after.enabled(group) && !after.enabled(task)
                                  ? task.label() + " (off)"
                                  : task.label())
                      .collect(Collectors.joining(", "))));
    }
    return ExitCode.DONE;
  }

  private static TaskSelection switched(
      TaskSelection selection, Pipeline pipeline, String option, String groups, boolean on) {
    TaskSelection changed = selection;
    if (!groups.isEmpty()) {
      for (String group : Names.split(option, groups)) {
        changed = changed.with(pipeline, group, on);
      }
    }
    return changed;
  }
}
