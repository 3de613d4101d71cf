package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.spi.LogKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What the library brings into its host, and what it changes there. */
@Timeout(120)
class DependenciesTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*(?:<!--.*?-->\\s*)?<groupId>([^<]*)</groupId>\\s*<artifactId>([^<]*)</artifactId>(.*?)</dependency>",
          Pattern.DOTALL);

  @TempDir private Path root;

  /** Returns what a module hands on to its host. */
  private static Set<String> handedOn(String module) throws Exception {
    Set<String> found = new TreeSet<>();
    Matcher dependency = DEPENDENCY.matcher(Files.readString(Path.of("..", module, "pom.xml")));
    while (dependency.find()) {
      if (!dependency.group(3).contains("<scope>")
          && !dependency.group(3).contains("<optional>true")
          && !dependency.group(1).startsWith("io.github.batchrunner")) {
        found.add(dependency.group(2));
      }
    }
    return found;
  }

  @Test
  @DisplayName("D1 the page names the libraries that a host gets")
  void thePageNamesTheLibrariesThatAHostGets() throws Exception {
    for (String module :
        List.of(
            "batchrunner-spi",
            "batchrunner-core",
            "batchrunner-local-adapter",
            "batchrunner-rq-adapter")) {
      Matcher row =
          Pattern.compile("(?m)^\\| `" + module + "` \\| ([^|]*) \\|$").matcher(Page.text());
      assertThat(row.find()).as("a row for " + module).isTrue();
      Set<String> named = new TreeSet<>();
      Matcher name = Pattern.compile("`([^`]+)`").matcher(row.group(1));
      while (name.find()) {
        named.add(name.group(1));
      }
      assertThat(named).as(module).isEqualTo(handedOn(module));
    }
  }

  @Test
  @DisplayName("D2 Jackson 3 may stand beside the Jackson 2 of the library")
  void jackson3MayStandBesideJackson2() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    BatchStatus.Counts runs = batch.status().runs();
    assertThat(JsonMapper.builder().build().writeValueAsString(runs)).contains("\"total\":1");
  }

  @Test
  @DisplayName(
      "D3 logs go to SLF4J under the names of the library's packages, with the batch in the MDC")
  void logsGoToSlf4j() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.github.batchrunner");
    ListAppender<ILoggingEvent> lines =
        new ListAppender<>() {
          @Override
          protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // keeps the MDC of this thread
            super.append(event);
          }
        };
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    try (OpenExecutor executor = SmallBatches.executor(1, context -> {});
        BatchExecution execution =
            batch.start(
                batch.plan(),
                executor,
                ExecutionOptions.builder()
                    .listener(
                        event -> {
                          throw new IllegalStateException("of a listener");
                        })
                    .build())) {
      execution.await();
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
    assertThat(lines.list)
        .allMatch(line -> line.getLoggerName().startsWith("io.github.batchrunner."))
        .allMatch(line -> "palouse".equals(line.getMDCPropertyMap().get(LogKeys.BATCH)))
        .anyMatch(line -> line.getLevel() == Level.WARN)
        .anyMatch(line -> line.getLevel() == Level.INFO);
  }

  @Test
  @DisplayName("D4 without Micrometer on the class path everything but BatchMetrics works")
  void micrometerIsOptional() throws Exception {
    assertThatThrownBy(() -> Class.forName("io.micrometer.core.instrument.MeterRegistry"))
        .isInstanceOf(ClassNotFoundException.class);
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    try (OpenExecutor executor = SmallBatches.executor(1, context -> {});
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  @Test
  @DisplayName("D6 no value of a secret option stands in an exception")
  void noSecretStandsInAnException() {
    assertThatThrownBy(
            () -> Executors.open("rq", Map.of("redis", "redis://:hunter2@127.0.0.1:1/9")))
        .isInstanceOf(EngineUnavailableException.class)
        .satisfies(
            failure -> {
              StringWriter trace = new StringWriter();
              failure.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).contains("127.0.0.1").doesNotContain("hunter2");
            });
  }

  @Test
  @DisplayName("D7 nothing is printed, and of the process' own settings nothing is left changed")
  void nothingOfTheProcessIsLeftChanged() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream ours = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Properties before = (Properties) System.getProperties().clone();
    System.setOut(ours);
    System.setErr(ours);
    BatchRunner batch;
    try {
      batch = SmallBatches.create(root, "palouse", 2, SmallBatches.handled());
      try (OpenExecutor executor =
              SmallBatches.executor(
                  1,
                  context -> {
                    assertThat(System.getProperties().stringPropertyNames())
                        .anyMatch(name -> name.startsWith("io.github.batchrunner.owner:"));
                  });
          BatchExecution execution = batch.start(batch.plan(), executor)) {
        assertThat(execution.await().succeeded()).isTrue();
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(System.getProperties()).isEqualTo(before);
  }
}
