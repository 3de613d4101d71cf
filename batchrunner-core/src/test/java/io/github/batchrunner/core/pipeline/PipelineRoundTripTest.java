package io.github.batchrunner.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class PipelineRoundTripTest {

  private static final List<String> TEXTS =
      List.of("", "x", "{wd}/a", "{{literal}}", "\"\\\u0001\n", "日本 \ud83c\udf0a", "{run_id!s:>9}");

  @Property(tries = 300)
  void readingWhatWasWrittenGivesTheSame(@ForAll long seed) {
    Pipeline pipeline = pipeline(new Random(seed));
    Pipeline read = PipelineJson.parse(PipelineJson.write(pipeline));
    assertThat(read.id()).isEqualTo(pipeline.id());
    assertThat(read.size()).isEqualTo(pipeline.size());
    for (int number = 0; number < read.size(); number++) {
      TaskDefinition expected = pipeline.task(number);
      TaskDefinition task = read.task(number);
      assertThat(task).usingRecursiveComparison().ignoringFields("work").isEqualTo(expected);
      assertThat(PipelineJson.write(task.work())).isEqualTo(PipelineJson.write(expected.work()));
      assertThat(task.work().kind()).isEqualTo(expected.work().kind());
      assertThat(read.needs(number)).isEqualTo(pipeline.needs(number));
      assertThat(read.dependents(number)).isEqualTo(pipeline.dependents(number));
    }
  }

  @Property(tries = 200)
  void eachTaskComesAfterThoseItNeedsInWhateverOrderTheyAreGiven(@ForAll long seed) {
    Pipeline pipeline = pipeline(new Random(seed));
    for (int task = 0; task < pipeline.size(); task++) {
      for (int need : pipeline.needs(task)) {
        assertThat(need).isLessThan(task);
        assertThat(pipeline.dependents(need)).contains(task);
      }
    }
  }

  private static Pipeline pipeline(Random random) {
    int size = 1 + random.nextInt(8);
    List<TaskDefinition.Builder> tasks = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      TaskDefinition.Builder task = TaskDefinition.builder("t." + number, work(random));
      for (int need = 0; need < number; need++) {
        if (random.nextInt(3) == 0) {
          task.needs("t." + need);
        }
      }
      decorate(task, random);
      tasks.add(task);
    }
    Pipeline.Builder pipeline = Pipeline.builder("p_" + size);
    while (!tasks.isEmpty()) {
      pipeline.task(tasks.remove(random.nextInt(tasks.size())));
    }
    return pipeline.build();
  }

  private static void decorate(TaskDefinition.Builder task, Random random) {
    if (random.nextBoolean()) {
      task.label(text(random)).group("g" + random.nextInt(3));
    }
    if (random.nextBoolean()) {
      task.timeout(Duration.ofMillis(1 + random.nextInt(1_000_000)));
      task.resources(new Resources(1 + random.nextInt(64), random.nextInt(100_000)));
      task.retry(retry(random));
    }
    if (random.nextBoolean()) {
      task.log(new LogRules(patterns(random), patterns(random), patterns(random)));
    }
    if (random.nextBoolean()) {
      task.inputs("climate.nodb", "soils/*.sol", "a?[b]{c}");
      task.outputs("out/" + random.nextInt());
      task.hint("slurm.partition", text(random)).hint("x", "");
    }
  }

  private static RetryPolicy retry(Random random) {
    RetryPolicy.Builder retry =
        RetryPolicy.builder()
            .maxAttempts(1 + random.nextInt(100))
            .maxLosses(random.nextInt(101))
            .delay(Duration.ofNanos(random.nextInt()).abs())
            .delayFactor(1 + random.nextDouble() * 99)
            .jitter(random.nextDouble());
    if (random.nextBoolean()) {
      retry.maxDelay(Duration.ofSeconds(3 + random.nextInt(1_000_000)));
    }
    if (random.nextBoolean()) {
      retry.memoryFactor(1.1 + random.nextDouble());
      retry.maxMemoryMb(random.nextBoolean() ? 0 : 100_000 + random.nextInt(100_000));
    }
    return retry.build();
  }

  private static List<String> patterns(Random random) {
    List<String> patterns = List.of("Pipeline FAILED", "\\bOOM\\b|\"é\"", "(?<=a)b{2,3}");
    return patterns.subList(0, random.nextInt(patterns.size() + 1));
  }

  private static WorkDefinition work(Random random) {
    return switch (random.nextInt(3)) {
      case 0 ->
          random.nextBoolean()
              ? WorkDefinition.handler("日本 handler")
              : new WorkDefinition.Handler(
                  "h", Map.of("argument", WorkDefinition.template(text(random))));
      case 1 -> call(random);
      default -> command(random);
    };
  }

  private static WorkDefinition call(Random random) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    kwargs.put("k \" \u0000", WorkDefinition.templates(List.of(argument(random, 3))).get(0));
    kwargs.put("nothing", null);
    return new WorkDefinition.Call(
        "module.function",
        WorkDefinition.templates(List.of(argument(random, 4), argument(random, 2))),
        kwargs,
        List.of(FailsWhen.values()).get(random.nextInt(FailsWhen.values().length)));
  }

  private static WorkDefinition command(Random random) {
    WorkDefinition.Command command = WorkDefinition.command("program", text(random));
    command = random.nextBoolean() ? command.withEnvironment("É_X", text(random)) : command;
    return random.nextBoolean() ? command.withEnvScript("{wd}/env.sh") : command;
  }

  private static Object argument(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 8 : 5);
    return switch (kind) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300.0);
      case 4, 5 -> text(random);
      case 6 -> List.of(argument(random, depth - 1), argument(random, depth - 1));
      default -> Map.of("k" + random.nextInt(), argument(random, depth - 1));
    };
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
