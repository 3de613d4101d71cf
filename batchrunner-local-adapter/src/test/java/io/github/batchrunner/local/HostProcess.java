package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A host in a process of its own, which tests kill: it submits what it is told, and waits. */
final class HostProcess implements AutoCloseable {

  private static final String HANDLER = "handler:";
  private static final String TAB = "\t";

  private final Process process;

  private HostProcess(Process process) {
    this.process = process;
  }

  /** Collects attempts for a host to submit, all at once. */
  static final class Order {
    private final Path wd;
    private final int threads;
    private final List<String> lines = new ArrayList<>();

    Order(Path wd, int threads) {
      this.wd = wd;
      this.threads = threads;
    }

    Order submit(AttemptToken token, Work work) {
      return submit(token, Duration.ZERO, work);
    }

    Order submit(AttemptToken token, Duration timeout, Work work) {
      List<String> fields = new ArrayList<>(List.of(token.value(), "" + timeout.toMillis()));
      if (work instanceof Work.Command command) {
        fields.addAll(command.argv());
      } else if (work instanceof Work.Handler handler) {
        fields.add(HANDLER + handler.name());
      }
      lines.add(String.join(TAB, fields));
      return this;
    }

    HostProcess start() throws IOException {
      return new HostProcess(
          new ProcessBuilder(command())
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }

    /** Returns the command that starts the host. */
    List<String> command() throws IOException {
      Path file = Files.createTempFile(wd, "order", ".txt");
      Files.write(file, lines);
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .filter(entry -> !entry.isEmpty())
              .reduce((a, b) -> a + File.pathSeparator + b)
              .orElseThrow(),
          HostProcess.class.getName(),
          wd.toString(),
          String.valueOf(threads),
          file.toString());
    }
  }

  /** Kills the host, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Called in that process. */
  public static void main(String[] arguments) throws Exception {
    Path wd = Path.of(arguments[0]);
    LocalExecutorProvider provider = new LocalExecutorProvider();
    Map<String, String> options = Map.of("threads", arguments[1], "grace_period", "500ms");
    TaskExecutor executor =
        provider.open(
            ExecutorContext.builder(
                    ExecutorOptions.parse(provider.id(), provider.options(), options))
                .handlers(List.of(new HalfDone(), new Lasting()))
                .build());
    List<Submission> submissions = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[2]))) {
      List<String> fields = List.of(line.split(TAB, -1));
      List<String> argv = fields.subList(2, fields.size());
      long timeout = Long.parseLong(fields.get(1));
      Submission.Builder submission =
          Submission.builder(
                  new AttemptToken(fields.get(0)),
                  new TaskRef("batch", "run", "task", 1),
                  argv.get(0).startsWith(HANDLER)
                      ? new Work.Handler(argv.get(0).substring(HANDLER.length()), Map.of())
                      : Work.Command.of(argv, Map.of()),
                  wd)
              .logFile(wd.resolve("logs/" + fields.get(0) + ".log"));
      if (timeout > 0) {
        submission.timeout(Duration.ofMillis(timeout));
      }
      submissions.add(submission.build());
    }
    executor.submit(new SubmitRequest(submissions));
    Thread.currentThread().join(); // until it is killed
  }

  /** Takes a while, then appends a line. */
  static final class Lasting implements TaskHandler {
    static final String OUTPUT = "lasting.txt";

    @Override
    public String name() {
      return "lasting";
    }

    @Override
    public void run(HandlerContext context) throws Exception {
      new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
      Files.writeString(
          context.wd().resolve(OUTPUT),
          "done\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** Writes the first half of its output, says so, and waits for the end. */
  static final class HalfDone implements TaskHandler {
    static final String NAME = "half-done";
    static final String OUTPUT = "output";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void run(HandlerContext context) throws Exception {
      Path output = context.wd().resolve(OUTPUT);
      boolean first = !Files.exists(output);
      Files.writeString(
          output, "first half\n", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      if (first) {
        Thread.currentThread().join();
      }
      Files.writeString(output, "second half\n", StandardOpenOption.APPEND);
    }
  }
}
