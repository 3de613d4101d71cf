package io.github.batchrunner.tck;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A process of its own that opens an executor, submits one command that blocks, and never closes:
 * the suite kills it.
 */
final class ContractHost {

  private static final String PROVIDER = "provider";
  private static final String TOKEN = "token";
  private static final String WD = "wd";
  private static final String PROBE = "probe";
  private static final String OPTION = "option.";

  private ContractHost() {}

  /** Starts the process; the options, which may be secret, go through its standard input. */
  static Process start(
      TaskExecutorProvider provider,
      Map<String, String> options,
      Submission submission,
      Probe probe)
      throws IOException {
    Properties order = new Properties();
    order.setProperty(PROVIDER, provider.getClass().getName());
    order.setProperty(TOKEN, submission.token().value());
    order.setProperty(WD, submission.wd().toString());
    order.setProperty(PROBE, probe.directory().toString());
    options.forEach((name, value) -> order.setProperty(OPTION + name, value));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ContractHost.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream input = process.getOutputStream()) {
      order.store(input, null);
    }
    return process;
  }

  /** Called in that process. */
  public static void main(String[] arguments) throws Exception {
    Properties order = new Properties();
    order.load(System.in);
    TaskExecutorProvider provider =
        Class.forName(order.getProperty(PROVIDER))
            .asSubclass(TaskExecutorProvider.class)
            .getConstructor()
            .newInstance();
    Map<String, String> options =
        order.stringPropertyNames().stream()
            .filter(name -> name.startsWith(OPTION))
            .collect(Collectors.toMap(name -> name.substring(OPTION.length()), order::getProperty));
    TaskExecutor executor =
        provider.open(
            ExecutorContext.builder(
                    ExecutorOptions.parse(provider.id(), provider.options(), options))
                .handlers(ContractHandler.ALL)
                .build());
    executor.submit(
        new SubmitRequest(
            List.of(
                Submission.builder(
                        new AttemptToken(order.getProperty(TOKEN)),
                        new TaskRef("contract", "run", "task", 1),
                        new CommandKit().blocking(new Probe(Path.of(order.getProperty(PROBE)))),
                        Path.of(order.getProperty(WD)))
                    .build())));
    Thread.currentThread().join(); // until it is killed
  }
}
