package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.util.List;

/** Says how an executor refuses work it cannot run (rule 3.4). */
final class Refusals {

  private Refusals() {}

  static void assertCannotRun(Session session, Submission submission) {
    SubmitOutcome outcome = session.submit(List.of(submission)).get(0);
    if (outcome instanceof SubmitOutcome.Rejected rejected) {
      assertThat(rejected.permanent()).as("%s is rejected for good", submission.work()).isTrue();
      assertThat(rejected.failure().message()).isNotBlank();
    } else {
      Observation end = session.awaitEnd(Session.accepted(outcome));
      assertThat(end.state()).as("%s: %s", submission.work(), end).isEqualTo(AttemptState.FAILED);
      assertThat(end.failure().orElseThrow().kind())
          .as("%s: %s", submission.work(), end)
          .isIn(FailureKind.ENVIRONMENT, FailureKind.REJECTED);
    }
  }
}
