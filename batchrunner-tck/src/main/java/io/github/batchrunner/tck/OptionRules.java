package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chapter 2: options and opening. */
interface OptionRules extends Rules {

  @Test
  default void r2_1_everyOptionHasItsOwnNameAndADescription() {
    List<OptionSpec> options = bench().provider().options();
    assertThat(options).extracting(OptionSpec::name).doesNotHaveDuplicates();
    assertThat(options).allSatisfy(spec -> assertThat(spec.description()).isNotBlank());
  }

  @Test
  default void r2_1_theProviderUsesOnlyOptionsItDeclares() {
    bench().provider().capabilities(bench().options());
    Session session = bench().open();
    Probe probe = bench().probe();
    session.awaitSuccess(session.accept(bench().submission(bench().kit().succeeding(probe))));
  }

  @Test
  default void r2_2_everyDefaultHasTheFormOfItsType() {
    for (OptionSpec spec : bench().provider().options()) {
      ExecutorOptions options =
          ExecutorOptions.parse(bench().provider().id(), List.of(spec), Map.of());
      assertThat(options.has(spec.name())).isEqualTo(spec.defaultValue().isPresent());
    }
  }

  @Test
  default void r2_3_anEngineThatCannotBeReachedIsSaidToBeUnavailable() {
    Map<String, String> unreachable = bench().harness().unreachableOptions();
    assumeTrue(!unreachable.isEmpty(), "the harness has no options for an unreachable engine");
    assertRefusedAndNothingOpen(unreachable, ExecutorUnavailableException.class);
  }

  @Test
  default void r2_3_contradictoryOptionsAreRefused() {
    Map<String, String> contradictory = bench().harness().contradictoryOptions();
    assumeTrue(!contradictory.isEmpty(), "the harness has no options that contradict each other");
    assertRefusedAndNothingOpen(contradictory, InvalidOptionException.class);
  }

  @Test
  default void r2_4_theValueOfASecretAppearsNowhere() throws IOException {
    List<String> secrets =
        bench().provider().options().stream()
            .filter(OptionSpec::secret)
            .map(spec -> bench().harness().options().get(spec.name()))
            .filter(value -> value != null && !value.isEmpty())
            .toList();
    assumeTrue(!secrets.isEmpty(), "the harness gives no option that is a secret");
    List<String> visible = visibleTexts();
    for (String secret : secrets) {
      assertThat(visible).noneMatch(text -> text.contains(secret));
    }
  }

  @Test
  default void r2_5_closingOneExecutorLeavesAnotherWorking() {
    Session closed = bench().open();
    Session open = bench().open();
    Probe running = bench().probe();
    Handle before = open.accept(bench().submission(bench().kit().blocking(running)));
    Waiting.until(bench().patience(), "the work has begun", () -> running.timesBegun() == 1);
    closed.accept(bench().submission(bench().kit().succeeding(bench().probe())));
    closed.close(CloseMode.CANCEL);
    running.open();
    open.awaitSuccess(before);
    open.awaitSuccess(open.accept(bench().submission(bench().kit().succeeding(bench().probe()))));
  }

  @Test
  default void r2_5_anAttemptOfOneExecutorIsNotTheAttemptOfAnother() {
    Session one = bench().open();
    Session other = bench().open();
    Probe probe = bench().probe();
    Handle handle = one.accept(bench().submission(bench().kit().succeeding(probe)));
    one.awaitSuccess(handle);
    assertThat(other.news().of(handle)).isEmpty();
  }

  private void assertRefusedAndNothingOpen(
      Map<String, String> options, Class<? extends RuntimeException> expected) {
    Leaks leaks = Leaks.sinceNow();
    assertThatThrownBy(
            () ->
                bench().provider().open(ExecutorContext.builder(bench().options(options)).build()))
        .isInstanceOf(expected)
        .message()
        .isNotBlank();
    leaks.assertNone(bench().patience());
  }

  /** Makes the executor talk as much as it can, and returns all that it has said. */
  private List<String> visibleTexts() throws IOException {
    List<String> texts = new ArrayList<>();
    Session session = bench().open();
    List<Submission> submissions = new ArrayList<>();
    for (WorkKit kit : bench().kits()) {
      submissions.add(bench().submission(kit.succeeding(bench().probe())));
      submissions.add(bench().submission(kit.failing(bench().probe())));
      submissions.add(bench().submission(kit.printing("line")));
    }
    for (Work work : bench().impossibleWork()) {
      submissions.add(bench().submission(work));
    }
    Probe running = bench().probe();
    Submission blocked = bench().submission(bench().kit().blocking(running));
    List<Handle> handles = new ArrayList<>();
    for (SubmitOutcome outcome : session.submit(submissions)) {
      if (outcome instanceof SubmitOutcome.Accepted accepted) {
        handles.add(accepted.handle());
      } else if (outcome instanceof SubmitOutcome.Rejected rejected) {
        texts.add(rejected.failure() + "\n" + rejected.failure().detail());
      } else if (outcome instanceof SubmitOutcome.Uncertain uncertain) {
        texts.add(uncertain.reason());
      }
    }
    session.awaitEnds(handles);
    session.accept(blocked);
    Waiting.until(bench().patience(), "the work has begun", () -> running.timesBegun() == 1);
    ProcessHandle.current()
        .descendants()
        .forEach(process -> texts.add(process.info().commandLine().orElse("")));
    running.open();
    for (Observation told : session.news().all()) {
      texts.add(told + " " + told.nativeState() + " " + told.handle().nativeId());
      told.failure().ifPresent(failure -> texts.add(failure.detail()));
    }
    for (Submission submission : submissions) {
      if (Files.exists(submission.logFile())) {
        texts.add(Files.readString(submission.logFile(), StandardCharsets.UTF_8));
      }
    }
    texts.addAll(Stream.of(session.executor().toString(), bench().options().toString()).toList());
    return texts;
  }
}
