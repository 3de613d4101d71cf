package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chapter 6: reattaching. */
interface ReattachRules extends Rules {

  @Test
  default void r6_1_everyKnownTokenHasAnAnswer() {
    Session session = bench().open();
    Probe running = bench().probe();
    Submission submission = bench().submission(bench().kit().blocking(running));
    Handle handle = session.accept(submission);
    Waiting.until(bench().patience(), "the work has begun", () -> running.timesBegun() == 1);
    List<Observation> found = reattach(session, submission.token());
    assertThat(found).singleElement().extracting(Observation::handle).isEqualTo(handle);
    assertThat(found.get(0).state().ended()).isFalse();
    running.open();
    session.awaitSuccess(handle);
  }

  @Test
  default void r6_2_anAbsentTokenCanBeSubmitted() {
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().succeeding(probe));
    assertThat(reattach(session, submission.token())).isEmpty();
    session.awaitSuccess(session.accept(submission));
    assertThat(probe.timesBegun()).isEqualTo(1);
  }

  @Test
  default void r6_2_anAttemptThatIsAbsentAfterTheLossOfItsExecutorDoesNotRun() {
    for (WorkKit kit : bench().kits()) {
      Probe probe = bench().probe();
      Submission submission = bench().submission(kit.blocking(probe));
      detachWhileRunning(submission, probe);
      Session later = bench().open();
      List<Observation> found = reattach(later, submission.token());
      probe.open();
      if (found.isEmpty()) {
        Waiting.never("absent work went on", () -> probe.timesFinished() > 0);
      } else {
        assertThat(found.get(0).token()).isEqualTo(submission.token());
      }
    }
  }

  @Test
  default void r6_3_anAttemptIsFoundAfterTheLossOfItsExecutor() {
    assumeTrue(
        bench().capabilities().reattach() != Reattach.NONE,
        "the executor does not know attempts of an earlier one");
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().blocking(probe));
    detachWhileRunning(submission, probe);
    Session later = bench().open();
    List<Observation> found = reattach(later, submission.token());
    assertThat(found).singleElement().extracting(Observation::token).isEqualTo(submission.token());
    probe.open();
    assertThat(later.awaitEnd(found.get(0).handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    assertThat(probe.timesBegun()).isEqualTo(1);
  }

  private void detachWhileRunning(Submission submission, Probe probe) {
    Session earlier = bench().open();
    earlier.accept(submission);
    Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
    earlier.close(CloseMode.DETACH);
  }

  private static List<Observation> reattach(Session session, AttemptToken token) {
    return session.executor().reattach(new ReattachRequest(List.of(token)));
  }
}
