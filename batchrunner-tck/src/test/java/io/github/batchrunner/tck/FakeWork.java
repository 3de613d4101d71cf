package io.github.batchrunner.tck;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does the work of a {@link FakeExecutor}'s attempts on the calling thread. */
final class FakeWork {

  private final Map<String, TaskHandler> handlers;
  private final Sabotage sabotage;

  FakeWork(List<TaskHandler> handlers, Sabotage sabotage) {
    this.handlers =
        handlers.stream().collect(Collectors.toMap(TaskHandler::name, Function.identity()));
    this.sabotage = sabotage;
  }

  private boolean is(Sabotage suspected) {
    return sabotage == suspected;
  }

  /** Says why this work can never run. */
  Optional<String> refusal(Work work) {
    if (work instanceof Work.Call) {
      return Optional.of("no calls here");
    }
    if (work instanceof Work.Handler handler
        && !handlers.containsKey(handler.name())
        && !is(Sabotage.SUCCEEDS_WITHOUT_A_HANDLER)) {
      return Optional.of("no handler " + handler.name());
    }
    return Optional.empty();
  }

  /** Returns null for a good end. */
  @Nullable Failure run(Submission submission) {
    if (submission.work() instanceof Work.Command command) {
      return runCommand(submission, command);
    }
    Work.Handler work = (Work.Handler) submission.work();
    TaskHandler handler = handlers.get(work.name());
    return handler == null ? null : runHandler(submission, work, handler);
  }

  private @Nullable Failure runHandler(
      Submission submission, Work.Handler work, TaskHandler handler) {
    StringWriter printed = new StringWriter();
    try {
      handler.run(new Context(submission, arguments(work), new PrintWriter(printed, true)));
      log(submission, printed.toString());
      return null;
    } catch (Throwable thrown) {
      if (is(Sabotage.DIES_OF_ERRORS) && thrown instanceof Error error) {
        throw error;
      }
      boolean memory =
          thrown instanceof OutOfMemoryError && !is(Sabotage.DOES_NOT_KNOW_OUT_OF_MEMORY);
      Failure failure =
          Failure.of(
              memory ? FailureKind.OUT_OF_MEMORY : FailureKind.EXCEPTION,
              String.valueOf(thrown.getMessage()));
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      return is(Sabotage.HIDES_STACK_TRACES) ? failure : failure.withDetail(trace.toString());
    }
  }

  private Map<String, String> arguments(Work.Handler work) {
    return is(Sabotage.FORGETS_THE_ARGUMENTS)
        ? Map.of(
            ContractHandler.PROBE_ARGUMENT,
            work.arguments().getOrDefault(ContractHandler.PROBE_ARGUMENT, ""))
        : work.arguments();
  }

  private void log(Submission submission, String text) throws IOException {
    if (!text.isEmpty()) {
      Files.createDirectories(submission.logFile().getParent());
      Files.writeString(
          submission.logFile(), is(Sabotage.OVERWRITES_LOGS) ? text : earlier(submission) + text);
    }
  }

  private static String earlier(Submission submission) throws IOException {
    return Files.exists(submission.logFile()) ? Files.readString(submission.logFile()) : "";
  }

  private @Nullable Failure runCommand(Submission submission, Work.Command command) {
    Process process;
    try {
      Files.createDirectories(submission.logFile().getParent());
      process = start(submission, command);
    } catch (IOException e) {
      return Failure.of(FailureKind.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
    return await(process);
  }

  private Process start(Submission submission, Work.Command command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                is(Sabotage.USES_A_SHELL)
                    ? List.of("sh", "-c", String.join(" ", command.argv()))
                    : command.argv())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(submission.logFile().toFile()));
    if (!is(Sabotage.RUNS_SOMEWHERE_ELSE)) {
      builder.directory(submission.wd().toFile());
    }
    builder.environment().putAll(command.environment());
    return builder.start();
  }

  private @Nullable Failure await(Process process) {
    try {
      int status = process.waitFor();
      if (status == 0) {
        return null;
      }
      Failure failure = Failure.of(FailureKind.EXIT_CODE, "status " + status);
      return status > 128 && !is(Sabotage.TAKES_SIGNALS_FOR_CODES)
          ? failure.withSignal(status - 128)
          : failure.withExitCode(status);
    } catch (InterruptedException e) {
      kill(process);
      return Failure.of(FailureKind.EXIT_CODE, "killed");
    }
  }

  private void kill(Process process) {
    boolean whole =
        !is(Sabotage.LEAVES_GRANDCHILDREN) && !is(Sabotage.LEAVES_GRANDCHILDREN_AFTER_TIMEOUTS);
    List<ProcessHandle> family =
        Stream.concat(whole ? process.descendants() : Stream.empty(), Stream.of(process.toHandle()))
            .toList();
    if (!whole) {
      process.descendants().forEach(Leaked.OBJECTS::add);
    }
    family.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }

  /** What a handler is given. */
  private record Context(Submission submission, Map<String, String> arguments, PrintWriter log)
      implements HandlerContext {
    @Override
    public TaskRef task() {
      return submission.task();
    }

    @Override
    public Path wd() {
      return submission.wd();
    }

    @Override
    public Path baseWd() {
      return submission.baseWd();
    }

    @Override
    public Path featureFile() {
      return submission.featureFile();
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
