package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar in processes of its own; runs after packaging. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunnableJarTest {

  private static final Path JAR = Path.of("target", "batchrunner.jar").toAbsolutePath();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Says that it runs by opening a pipe, and then sleeps. */
  private static final String SLEEPER =
      """
      {"id": "sleeper", "tasks": [
       {"id": "sleep", "work": {"command": ["/bin/sh", "-c", "%s echo started > '%s'; sleep 600 & wait; wait"]}},
       {"id": "after", "needs": ["sleep"], "work": {"command": ["/bin/sh", "-c", "exit 0"]}}]}
      """;

  private static final String QUICK = SLEEPER.replace("sleep 600 & wait; wait", "exit 0");

  @TempDir Path root;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(root.toFile()).start();
  }

  private static Cli.Outcome end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Cli.Outcome(process.waitFor(), out, err);
  }

  private Path pipe() throws Exception {
    Path pipe = root.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** Starts to run one watershed that sleeps, and returns once it does. */
  private Process sleeping(Path batch, String trap) throws Exception {
    Path pipe = pipe();
    Path pipeline = SampleBatch.pipeline(root, SLEEPER.formatted(trap, pipe));
    Process process =
        start(
            "run",
            batch.toString(),
            "--pipeline",
            pipeline.toString(),
            "--only",
            "cedar",
            "-O",
            "grace_period=1h");
    assertThat(Files.readString(pipe)).isEqualTo("started\n");
    return process;
  }

  private static void interrupt(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor())
        .isZero();
  }

  private static List<ProcessHandle> childrenOf(Process process) {
    return process.descendants().toList();
  }

  /** Waits for the system to take note that a process has ended. */
  private static void assertAllEnd(List<ProcessHandle> processes) {
    assertThat(processes)
        .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30)));
  }

  @Test
  void holdsEveryPluginOfItsPartsAndNoModuleOrSignature() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names)
          .contains(
              "META-INF/services/io.github.batchrunner.spi.TaskExecutorProvider",
              "META-INF/services/io.github.batchrunner.spi.TaskHandler",
              "META-INF/LICENSE")
          .noneMatch(name -> name.endsWith("module-info.class") || name.endsWith(".SF"))
          .doesNotHaveDuplicates();
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(Main.class.getName());
    }
    assertThat(end(start("--version")).out().strip()).matches("batchrunner \\d.*");
  }

  @Test
  void doesTheMainJobAndNamesItselfInTheCommandsItShows() throws Exception {
    Cli.Outcome demo = end(start("demo", "--watersheds", "4"));

    assertThat(demo.exitCode()).as(demo.err()).isZero();
    assertThat(demo.out()).contains("28 tasks to run", "all 4");
    assertThat(root.resolve("batchrunner-demo/report/report.html")).exists();
    Cli.Outcome plan = end(start("plan", "batchrunner-demo/demo", "--force"));
    assertThat(plan.err()).contains("next: java -jar " + JAR + " run batchrunner-demo/demo");
    Cli.Outcome json = end(start("status", "batchrunner-demo/demo", "--json"));
    assertThat(json.json().get("state").asText()).isEqualTo("succeeded");
    assertThat(json.err()).isEmpty();
  }

  @Test
  void takesPluginsFromTheClassPath() throws Exception {
    Path plugins = root.resolve("plugins");
    new PluginFolder(plugins, UnreachableExecutorProvider.class.getName(), "no.such.Plugin")
        .close();
    Process process =
        new ProcessBuilder(
                JAVA.toString(),
                "-cp",
                String.join(
                    File.pathSeparator,
                    JAR.toString(),
                    plugins.toString(),
                    Path.of("target", "test-classes").toAbsolutePath().toString()),
                Main.class.getName(),
                "executors",
                "--json")
            .start();

    Cli.Outcome outcome = end(process);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().at("/executors").findValuesAsText("id"))
        .containsExactly("local", "rq", "unreachable");
    assertThat(outcome.json().at("/issues").size()).isEqualTo(1);
  }

  @Test
  void ctrlCEndsWhatRunsAndTheNextRunGoesOn() throws Exception {
    Requirement.interrupts();
    Path batch = SampleBatch.validated(root);
    Process process = sleeping(batch, "");
    List<ProcessHandle> children = childrenOf(process);
    assertThat(children).isNotEmpty();

    interrupt(process);
    Cli.Outcome outcome = end(process);

    assertThat(outcome.exitCode()).isEqualTo(130);
    assertThat(outcome.err()).contains("interrupted: ending what runs", "next: ");
    assertAllEnd(children);
    assertThat(Cli.run("status", batch, "--json").json().get("state").asText())
        .isEqualTo("cancelled");
    Path pipeline = SampleBatch.pipeline(root, QUICK.formatted("", root.resolve("started.txt")));
    Cli.Outcome next = Cli.run("run", batch, "--pipeline", pipeline, "--only", "cedar");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.out()).containsPattern("tasks +2 +2 +0 +0 +0");
  }

  @Test
  void aSecondCtrlCForcesWhatDoesNotEnd() throws Exception {
    Requirement.interrupts();
    Path batch = SampleBatch.validated(root);
    Process process = sleeping(batch, "trap : TERM INT;");
    List<ProcessHandle> children = childrenOf(process);

    interrupt(process);
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    assertThat(err.lines().anyMatch(line -> line.startsWith("interrupted: "))).isTrue();
    interrupt(process);

    assertThat(process.waitFor()).isEqualTo(130);
    assertAllEnd(children);
  }

  @Test
  void whileOneProcessRunsABatchOthersSeeItAndCanCancelIt() throws Exception {
    Path batch = SampleBatch.validated(root);
    Process process = sleeping(batch, "");

    Cli.Outcome busy = Cli.run("run", batch, "--only", "birch");
    assertThat(busy.exitCode()).isEqualTo(2);
    assertThat(busy.err()).contains("is being run by process " + process.pid());
    assertThat(Cli.run("status", batch, "--json").json().get("state").asText())
        .isEqualTo("running");
    Cli.Outcome cancel = Cli.run("cancel", batch);
    assertThat(cancel.exitCode()).isZero();
    assertThat(cancel.err()).contains("process " + process.pid());
    assertThat(cancel.out()).contains("has ended");

    Cli.Outcome outcome = end(process);
    assertThat(outcome.exitCode()).isEqualTo(130);
    assertThat(outcome.out()).contains("cancelled");
  }

  @Test
  void anEndFromOutsideEndsItsChildrenToo() throws Exception {
    Path batch = SampleBatch.validated(root);
    Process process = sleeping(batch, "");
    List<ProcessHandle> children = childrenOf(process);

    process.toHandle().destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertAllEnd(children);
    assertThat(Cli.run("status", batch, "--json").json().get("state").asText())
        .isEqualTo("cancelled");
  }
}
