package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.watershed.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which runs are planned, and what runs in any case. */
final class SelectionOptions {

  private static final String EVERYTHING = "*";

  @Option(
      names = "--force",
      arity = "0..1",
      paramLabel = "<task,...>",
      preprocessor = OnlyAttached.class,
      description =
          "Run everything that is selected, up to date or not; "
              + "--force=<task,...>: these tasks, or groups, and all that follows them.")
  private @Nullable String force;

  @Option(
      names = "--only",
      paramLabel = "<run-id-glob>",
      description = "Only runs whose id matches; * and ? are wildcards. May be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--bbox",
      paramLabel = "<w,s,e,n>",
      description =
          "Only watersheds that intersect this box, in the coordinates of the file, such as"
              + " -124.6,41.9,-116.4,46.3.")
  private @Nullable String box;

  /** Returns the options of a plan. */
  PlanOptions planOptions() {
    PlanOptions.Builder options = PlanOptions.builder();
    options.only(only.toArray(String[]::new));
    if (box != null) {
      options.box(BoundingBox.parse(box));
    }
    if (EVERYTHING.equals(force)) {
      options.forceAll();
    } else if (force != null) {
      options.force(Names.split("--force", force));
    }
    return options.build();
  }

  /**
   * Takes a value only from {@code --force=value}: what follows {@code --force} as an argument of
   * its own is not its value, but the next argument.
   */
  static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's interface
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        args.push(EVERYTHING);
      }
      return false;
    }
  }
}
