package io.github.batchrunner.rq.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Resources;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubmissionCodecTest {

  private static final List<Work> ALL_WORK =
      List.of(
          new Work.Handler("soils", Map.of("depth", "3 µm", "empty", "")),
          Work.Command.of(List.of("wepp", "", "a b\n'"), Map.of("OMP_NUM_THREADS", "1")),
          Work.Command.of(List.of("wepp"), Map.of()).withEnvScript(Path.of("/opt/env.sh")),
          new Work.Call(
              "wepppy.rq.run",
              Arrays.asList("x", 1L, 2.5, true, null, List.of(Map.of("a", 1L))),
              Map.of("k", "v"),
              FailsWhen.FIRST_IS_FALSE));

  private static Submission.Builder submission(Work work) {
    return Submission.builder(
            new AttemptToken("t.1"),
            new TaskRef("demo", "OR-20", "climate", 2),
            work,
            Path.of("/w"))
        .baseWd(Path.of("/base"))
        .featureFile(Path.of("/w/feature ü.geojson"))
        .logFile(Path.of("/w/logs/x.log"))
        .resources(new Resources(4, 8192))
        .hints(Map.of("slurm.partition", "main"));
  }

  @ParameterizedTest
  @EnumSource
  void everySubmissionComesBackAsItWas(Serializer serializer) {
    for (Work work : ALL_WORK) {
      for (Submission given :
          List.of(
              submission(work).build(), submission(work).timeout(Duration.ofMillis(1)).build())) {
        byte[] bytes = serializer.dumps(SubmissionCodec.encode(given));
        Submission read = SubmissionCodec.decode(serializer.loads(bytes));
        assertThat(SubmissionCodec.encode(read)).isEqualTo(SubmissionCodec.encode(given));
        assertThat(read.timeout()).isEqualTo(given.timeout());
        assertThat(read.resources()).isEqualTo(given.resources());
        assertThat(read.work().kind()).isEqualTo(work.kind());
      }
    }
  }

  @Test
  void anotherVersionIsRefusedWithTheRemedy() {
    Map<String, Object> data =
        new HashMap<>(SubmissionCodec.encode(submission(ALL_WORK.get(0)).build()));
    data.put("version", 2L);
    assertThatThrownBy(() -> SubmissionCodec.decode(data))
        .isInstanceOf(RqException.class)
        .hasMessageContaining("version \"2\"")
        .hasMessageContaining("both sides");
  }

  @Test
  void dataThatIsNoSubmissionIsRefusedByNameOfWhatIsWrong() {
    Map<String, Object> data =
        new HashMap<>(SubmissionCodec.encode(submission(ALL_WORK.get(0)).build()));
    for (String member : List.of("token", "work", "wd", "hints", "attempt", "cpus")) {
      Map<String, Object> broken = new HashMap<>(data);
      broken.put(member, List.of());
      assertThatThrownBy(() -> SubmissionCodec.decode(broken))
          .isInstanceOf(RqException.class)
          .hasMessageContaining(member);
    }
    assertThatThrownBy(() -> SubmissionCodec.decode(null)).isInstanceOf(RqException.class);
    data.put("token", "../x");
    assertThatThrownBy(() -> SubmissionCodec.decode(data)).isInstanceOf(RqException.class);
  }
}
