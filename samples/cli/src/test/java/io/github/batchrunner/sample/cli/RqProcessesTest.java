package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts and workers as processes of their own, with a Redis that wants a password; runs after
 * packaging.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RqProcessesTest {

  private static final Path JAR = Path.of("target", "batchrunner.jar").toAbsolutePath();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String PASSWORD = "xyzzy-plugh-42";

  /** Every task leaves a mark; the first of run "cedar" says that it runs and waits for a word. */
  private static final String GATED =
      """
      {"id": "gated", "tasks": [
       {"id": "gate", "work": {"command": ["/bin/sh", "-c",
        "echo $0.gate >> '%1$s/marks'; if test $0 = cedar; then echo runs > '%1$s/runs'; cat '%1$s/go'; fi", "{run_id}"]}},
       {"id": "left", "needs": ["gate"], "work": {"command": ["/bin/sh", "-c", "echo $0.left >> '%1$s/marks'", "{run_id}"]}},
       {"id": "right", "needs": ["gate"], "work": {"command": ["/bin/sh", "-c", "echo $0.right >> '%1$s/marks'", "{run_id}"]}},
       {"id": "last", "needs": ["left", "right"], "work":
        {"command": ["/bin/sh", "-c", "echo $0.last >> '%1$s/marks'", "{run_id}"]}}]}
      """;

  private static final int MARKS = 16;

  @TempDir Path root;
  private final List<Child> children = new ArrayList<>();
  private RedisFixture redis;

  @BeforeEach
  void startRedis() {
    redis = RedisFixture.options().password(PASSWORD).appendOnly().start();
  }

  @AfterEach
  void endAll() {
    for (Child child : children) {
      child.process.descendants().forEach(ProcessHandle::destroyForcibly);
      child.process.destroyForcibly();
    }
    redis.close();
  }

  /** A process of the jar with its output in files. */
  private record Child(Process process, Path out, Path err) {

    String said() {
      return read(out) + read(err);
    }

    /** Waits until it has said something. */
    void says(String text) {
      Await.until(
          "it says \"" + text + "\"",
          Duration.ofSeconds(60),
          () -> {
            if (said().contains(text)) {
              return true;
            }
            if (!process.isAlive()) {
              throw new AssertionError("it ended:\n" + said());
            }
            return false;
          });
    }

    /** Waits for its end, and returns the exit code. */
    int end() throws InterruptedException {
      int exitCode = process.waitFor();
      assertThat(said()).doesNotContain(PASSWORD, "\tat ", "should not have happened");
      return exitCode;
    }

    void signal(String name) throws Exception {
      assertThat(
              new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                  .start()
                  .waitFor())
          .isZero();
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Child start(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = Files.createTempFile(root, "out", ".txt");
    Path err = Files.createTempFile(root, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("BATCHRUNNER_REDIS", redis.uri().toString());
    Child child = new Child(builder.start(), out, err);
    children.add(child);
    return child;
  }

  private Child worker(Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of("worker", "--workers", "2"));
    all.addAll(List.of(arguments));
    Child worker = start(all.toArray());
    worker.says("2 workers of queue batch");
    return worker;
  }

  private Child run(Path batch) throws IOException {
    return start(
        "run",
        batch,
        "--pipeline",
        pipeline(),
        "--executor",
        "rq",
        "-O",
        "workers=java",
        "-O",
        "poll_interval=100ms");
  }

  private Path pipeline() throws IOException {
    return SampleBatch.pipeline(root, GATED.formatted(root));
  }

  private Path gatedBatch() throws Exception {
    for (String pipe : List.of("runs", "go")) {
      assertThat(new ProcessBuilder("mkfifo", root.resolve(pipe).toString()).start().waitFor())
          .isZero();
    }
    return SampleBatch.validated(root);
  }

  private void awaitGate() throws IOException {
    assertThat(Files.readString(root.resolve("runs"))).isEqualTo("runs\n");
  }

  private void openGate() throws IOException {
    Files.writeString(root.resolve("go"), "go\n");
  }

  private void assertEveryTaskRanOnce(Path batch) throws IOException {
    assertThat(Files.readAllLines(root.resolve("marks"))).hasSize(MARKS).doesNotHaveDuplicates();
    assertThat(Cli.run("status", batch, "--json").json().at("/tasks/succeeded").asInt())
        .isEqualTo(MARKS);
  }

  private String state(Path batch) {
    return Cli.run("status", batch, "--json").json().get("state").asText();
  }

  @Test
  void theDemoRunsOnJavaWorkers() throws Exception {
    Child demo = start("demo", "--watersheds", "3");
    assertThat(demo.end()).as(demo.said()).isZero();
    Child worker = worker("--alive-file", root.resolve("alive"));
    assertThat(root.resolve("alive")).isNotEmptyFile();

    Child run =
        start("run", "batchrunner-demo/demo", "--force", "--executor", "rq", "-O", "workers=java");

    assertThat(run.end()).as(run.said()).isZero();
    assertThat(run.said())
        .contains("executor \"rq\"", "dependencies: native")
        .containsPattern("tasks +21 +21 +0 +0 +0")
        .doesNotContain("warning");
    worker.process.destroy();
    assertThat(worker.end()).as(worker.said()).isEqualTo(143);
    assertThat(worker.said()).contains("21 jobs finished, 0 failed");
    assertThat(root.resolve("alive")).doesNotExist();
    assertThat(redis.texts("SMEMBERS", "rq:workers")).isEmpty();
  }

  @Test
  void aHostThatWasKilledIsFollowedByAnotherThatRunsNothingTwice() throws Exception {
    Path batch = gatedBatch();
    worker();
    Child killed = run(batch);
    awaitGate();

    killed.signal("KILL");
    assertThat(killed.end()).isEqualTo(137);
    openGate();
    Child next = run(batch);

    assertThat(next.end()).as(next.said()).isZero();
    assertEveryTaskRanOnce(batch);
  }

  @Test
  void aWorkerThatIsAskedToEndFinishesItsJobAndTheHostSaysWhatIsMissing() throws Exception {
    Path batch = gatedBatch();
    Child worker = worker("--grace", "1h");
    Child run = run(batch);
    awaitGate();

    worker.signal("TERM");
    Await.until(
        "the worker that is free has left",
        () -> redis.texts("SMEMBERS", "rq:workers").size() == 1);
    assertThat(worker.process.isAlive()).isTrue();
    openGate();
    assertThat(worker.end()).isEqualTo(143);
    run.says("no worker listens to queue \"batch\": start one");
    worker();

    assertThat(run.end()).as(run.said()).isZero();
    assertEveryTaskRanOnce(batch);
  }

  @Test
  void aSecondCtrlCInterruptsTheJob() throws Exception {
    Requirement.interrupts();
    Path batch = gatedBatch();
    Child worker = worker("--grace", "1h");
    Child run = run(batch);
    awaitGate();

    worker.signal("INT");
    worker.says("interrupted: ending what runs");
    worker.signal("INT");

    assertThat(worker.end()).isEqualTo(130);
    run.says("no worker listens to queue");
    assertThat(Cli.run("cancel", batch).exitCode()).isZero();
    assertThat(run.end()).isEqualTo(130);
  }

  @Test
  void anotherProcessCancelsABatch() throws Exception {
    Path batch = gatedBatch();
    Child worker = worker();
    Child run = run(batch);
    awaitGate();
    List<ProcessHandle> commands = worker.process.descendants().toList();
    assertThat(commands).isNotEmpty();

    Cli.Outcome cancel = Cli.run("cancel", batch);

    assertThat(cancel.exitCode()).as(cancel.err()).isZero();
    assertThat(run.end()).isEqualTo(130);
    assertThat(commands)
        .allSatisfy(one -> assertThat(one.onExit()).succeedsWithin(Duration.ofSeconds(30)));
    assertThat(worker.process.isAlive()).isTrue();
    assertThat(state(batch)).isEqualTo("cancelled");
    assertThat(redis.texts("LRANGE", "rq:queue:batch", 0, -1)).isEmpty();
  }

  @Test
  void workersAndHostOutliveARedisThatIsAway() throws Exception {
    Path batch = gatedBatch();
    Child worker = worker();
    Child run = run(batch);
    awaitGate();

    redis.stop();
    openGate();
    redis.restart();

    assertThat(run.end()).as(run.said()).isZero();
    assertThat(worker.process.isAlive()).isTrue();
    assertEveryTaskRanOnce(batch);
  }

  @Test
  void theJanitorBringsBackJobsThatFellOutOfTheirQueue() throws Exception {
    Path batch = gatedBatch();
    Child run = run(batch);
    Await.until(
        "every run has its first job in the queue",
        () -> redis.number("LLEN", "rq:queue:batch") == 4);
    Child calm = start("janitor", "--repair", "--patience", "0s");
    assertThat(calm.end()).as(calm.said()).isZero();
    assertThat(calm.said()).as("a batch that goes on is in order").contains("nothing is wrong");
    run.signal("KILL");
    run.end();
    redis.command("DEL", "rq:queue:batch");

    Child janitor = start("janitor", "--repair", "--patience", "0s");

    assertThat(janitor.end()).as(janitor.said()).isZero();
    assertThat(janitor.said())
        .contains(
            "lost: 4; a repair puts the job at the front",
            "repaired 5; 0 had changed meanwhile; 0 left as they are");
    worker();
    Child next = run(batch);
    awaitGate();
    openGate();
    assertThat(next.end()).as(next.said()).isZero();
    assertEveryTaskRanOnce(batch);
  }

  @Test
  void ctrlCEndsAJanitorThatWaits() throws Exception {
    Requirement.interrupts();
    redis.command("SADD", "rq:queues", "rq:queue:batch");
    redis.command("RPUSH", "rq:queue:batch", "ghost");
    Child janitor = start("janitor", "--patience", "1h");
    janitor.says("1 thing may be on its way; looking again in 1:00:00");

    janitor.signal("INT");

    assertThat(janitor.end()).isEqualTo(130);
  }
}
