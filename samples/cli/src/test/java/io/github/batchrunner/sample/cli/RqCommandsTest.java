package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for RQ in this process: what they refuse, find and show. */
@ExtendWith(RedisExtension.class)
class RqCommandsTest {

  private static final String PASSWORD = "xyzzy-plugh-42";

  @TempDir Path root;
  private final RedisFixture redis;

  RqCommandsTest(RedisFixture redis) {
    this.redis = redis;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worker --workers 0           | --workers takes 1 to 1,000, but 0",
        "worker --workers 1001        | --workers takes 1 to 1,000, but 1001",
        "worker --workers many        | --workers",
        "worker --grace PT-1S         | --grace takes 0s to 30d",
        "worker --grace 999999d       | --grace takes 0s to 30d",
        "worker --grace soon          | \"soon\" is not a duration",
        "worker --queue a,b           | no commas",
        "worker --queue=              | queue",
        "worker --serializer MARSHAL  | MARSHAL",
        "janitor --also poison        | needs --repair",
        "janitor --repair --also lost | --also takes abandoned-with-callback, poison, but this is \"lost\"",
        "janitor --patience PT-1S     | --patience takes 0s to 1d",
        "janitor --patience 999d      | --patience takes 0s to 1d"
      })
  void badOptionsAreNamed(String arguments, String said) {
    Cli.Outcome outcome = Cli.run((Object[]) (arguments + " --redis " + redis.uri()).split(" +"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(said).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "worker --redis http://:%s@127.0.0.1/9",
        "worker --redis redis://:%s@127.0.0.1:port/9",
        "worker --redis redis://:%s/x@127.0.0.1/9",
        "janitor --redis http://:%s@127.0.0.1/9",
        "worker redis://:%s@127.0.0.1/9",
        "worker --rediss=redis://:%s@127.0.0.1/9",
        "worker --rediss=%s",
        "janitor --patience redis://:%s@127.0.0.1/9",
        "redis://:%s@127.0.0.1/9"
      })
  void anAddressThatCannotBeUsedIsNotShown(String line) {
    Object[] arguments = (line.formatted(PASSWORD) + " --debug").split(" ");

    Cli.Outcome outcome = Cli.run(arguments);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out() + outcome.err()).contains("error: ").doesNotContain(PASSWORD);
  }

  @Test
  void aBadAddressOfTheExecutorIsBadInputAndNotShown() throws Exception {
    Path batch = SampleBatch.validated(root);

    Cli.Outcome outcome =
        Cli.run(
            "run", batch, "--executor", "rq", "-O", "redis=http://:" + PASSWORD + "@h", "--debug");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out() + outcome.err()).contains("error: ").doesNotContain(PASSWORD);
  }

  @Test
  void aRedisThatIsAwayIsExitCodeThree() throws Exception {
    Path batch = SampleBatch.validated(root);
    redis.kill();

    for (Cli.Outcome outcome :
        List.of(
            Cli.run("worker", "--redis", redis.uri()),
            Cli.run("janitor", "--redis", redis.uri()),
            Cli.run("run", batch, "--executor", "rq", "-O", "redis=" + redis.uri()))) {
      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
      assertThat(outcome.err())
          .contains("error: ", "127.0.0.1:" + redis.port())
          .doesNotContain("\tat ", "warning");
    }
  }

  @Test
  void aWrongPasswordIsExitCodeThreeAndNotShown() throws Exception {
    Path batch = SampleBatch.validated(root);
    try (RedisFixture locked = RedisFixture.options().password("right").start()) {
      String wrong = "redis://:" + PASSWORD + "@127.0.0.1:" + locked.port() + "/0";
      for (Cli.Outcome outcome :
          List.of(
              Cli.run("worker", "--redis", wrong, "--debug"),
              Cli.run("janitor", "--redis", wrong, "--debug"),
              Cli.run("run", batch, "--executor", "rq", "-O", "redis=" + wrong, "--debug"))) {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err())
            .contains("error: ", "warning: everybody on this machine", "BATCHRUNNER_REDIS in the");
        assertThat(outcome.out() + outcome.err()).doesNotContain(PASSWORD);
      }
    }
  }

  @Test
  void aPasswordThatIsRightIsNotShownEither() {
    try (RedisFixture locked = RedisFixture.options().password(PASSWORD).start()) {
      Cli.Outcome worker = Cli.run("worker", "--burst", "--redis", locked.uri());
      Cli.Outcome janitor = Cli.run("janitor", "--redis", locked.uri());

      assertThat(worker.exitCode()).as(worker.err()).isZero();
      assertThat(janitor.exitCode()).as(janitor.err()).isZero();
      assertThat(worker.err() + worker.out() + janitor.err() + janitor.out())
          .contains("BATCHRUNNER_REDIS", "nothing is wrong")
          .doesNotContain(PASSWORD);
    }
  }

  @Test
  @Timeout(60)
  void anotherProcessMayAskTheQueueWhyATaskWaits() throws Exception {
    Path batch = SampleBatch.validated(root);
    Path pipeline = SampleBatch.pipeline(root, SampleBatch.MIXED_PIPELINE);
    String address = "redis=" + redis.uri();
    CompletableFuture<Cli.Outcome> host =
        CompletableFuture.supplyAsync(
            () ->
                Cli.run(
                    "run",
                    batch,
                    "--pipeline",
                    pipeline,
                    "--executor",
                    "rq",
                    "-O",
                    address,
                    "-O",
                    "workers=java"));
    Await.until(
        "all runs are queued",
        Duration.ofSeconds(30),
        () -> redis.number("LLEN", "rq:queue:batch") == 4);

    Cli.Outcome first =
        Cli.run("explain", batch, "cedar", "first", "--executor", "rq", "-O", address);
    Cli.Outcome second =
        Cli.run("explain", batch, "cedar", "second", "--executor", "rq", "-O", address);
    Cli.Outcome notAsked = Cli.run("explain", batch, "cedar", "first");
    Cli.run("cancel", batch);

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("first of run \"cedar\": running", "is submitted to executor \"rq\" as ")
        .contains("no worker listens to queue \"batch\": start one");
    assertThat(second.out()).contains("does not run yet: waits for cedar first");
    assertThat(notAsked.out())
        .contains("; the output of process " + ProcessHandle.current().pid() + " on ");
    assertThat(host.get().exitCode()).isEqualTo(130);
  }

  @Test
  void aBurstEndsWhenTheQueuesAreEmptyAndLeavesNothing() {
    Path alive = root.resolve("alive");

    Cli.Outcome outcome =
        Cli.run(
            "worker",
            "--burst",
            "--redis",
            redis.uri(),
            "--queue",
            "high",
            "--queue",
            "low",
            "--workers",
            "1",
            "--alive-file",
            alive);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("1 worker of queue high, low at redis://127.0.0.1", "0 jobs finished, 0 failed")
        .doesNotContain("warning");
    assertThat(alive).doesNotExist();
    assertThat(redis.texts("SMEMBERS", "rq:workers")).isEmpty();
  }

  @Test
  void anAliveFileThatCannotBeWrittenIsFoundAtOnce() {
    Cli.Outcome outcome =
        Cli.run("worker", "--redis", redis.uri(), "--alive-file", root.resolve("no/such"));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot read or write", "no/such");
    assertThat(redis.texts("SMEMBERS", "rq:workers")).isEmpty();
  }

  @Test
  void aPlanSaysWhoKeepsTheDependenciesWithoutRedis() throws Exception {
    Path batch = SampleBatch.validated(root);
    redis.kill();
    String address = "redis=" + redis.uri();

    Cli.Outcome plan = Cli.run("plan", batch, "--executor", "rq", "-O", address);
    JsonNode json =
        Cli.run("plan", batch, "--executor", "rq", "-O", address, "--json").json().get("lowering");

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("native").contains("rq");
    assertThat(json.get("mode").asText()).isEqualTo("native");
    assertThat(
            Cli.run("plan", batch, "--executor", "rq", "-O", "dependencies=held", "--json")
                .json()
                .at("/lowering/mode")
                .asText())
        .isEqualTo("held");
  }

  @Test
  void theExecutorIsListedWithItsOptions() {
    JsonNode rq =
        StreamSupport.stream(
                Cli.run("executors", "--json").json().get("executors").spliterator(), false)
            .filter(executor -> executor.get("id").asText().equals("rq"))
            .findFirst()
            .orElseThrow();

    assertThat(rq.get("options").findValuesAsText("name"))
        .contains("redis", "queue", "workers", "dependencies");
    assertThat(rq.at("/options/0/name").asText()).isEqualTo("redis");
    assertThat(rq.at("/options/0/secret").asBoolean()).isTrue();
    assertThat(Cli.run("executors").out()).contains("rq: ", "-O queue=");
  }

  @Test
  void theJanitorFindsAndRepairsAndIsContentThen() {
    redis.command("SADD", "rq:queues", "rq:queue:batch");
    redis.command("RPUSH", "rq:queue:batch", "ghost");
    redis.command("HSET", "rq:job:bad", "status", "queued", "origin", "batch", "data", "x");
    redis.command("RPUSH", "rq:queue:batch", "bad", "bad");

    Cli.Outcome looked = Cli.run("janitor", "--redis", redis.uri(), "--patience", "0s");
    Cli.Outcome document = Cli.run("janitor", "--redis", redis.uri(), "--patience", "0s", "--json");

    assertThat(looked.exitCode()).as(looked.err()).isEqualTo(1);
    assertThat(looked.out()).contains("no-such-job: 1; a repair takes the entry out", "ghost");
    assertThat(document.exitCode()).isEqualTo(1);
    assertThat(document.json().get("findings").findValuesAsText("kind"))
        .contains("no-such-job", "duplicate");
    assertThat(redis.number("LLEN", "rq:queue:batch")).as("looking changes nothing").isEqualTo(3);

    Cli.Outcome repaired =
        Cli.run(
            "janitor", "--redis", redis.uri(), "--patience", "0s", "--repair", "--also", "poison");
    assertThat(repaired.exitCode()).as(repaired.err()).isZero();
    assertThat(repaired.err()).contains("repaired ").contains("0 left as they are");
    assertThat(redis.texts("LRANGE", "rq:queue:batch", 0, -1)).doesNotContain("ghost");
    assertThat(Cli.run("janitor", "--redis", redis.uri(), "--patience", "0s").out())
        .contains("nothing is wrong");
  }

  @Test
  void secretsAreHiddenWhereverAnAddressStands() {
    assertThat(Secrets.hidden("see redis://u:p@q r@host/9\nand rediss://:x@h, now"))
        .isEqualTo("see redis://***@host/9\nand rediss://***@h, now");
    assertThat(Secrets.hidden("redis://host:1/9 and\na@b")).isEqualTo("redis://host:1/9 and\na@b");
    assertThat(Secrets.revealing("redis://host/9")).isFalse();
    assertThat(Secrets.revealing("redis://:x@host/9")).isTrue();
    assertThat(Secrets.revealing("hunter2")).isTrue();
    assertThat(Secrets.revealing("")).isFalse();
  }
}
