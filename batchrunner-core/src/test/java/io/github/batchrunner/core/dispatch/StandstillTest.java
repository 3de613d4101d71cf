package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StandstillTest {

  private static final long START = Long.MAX_VALUE - 10; // the monotonic clock may begin anywhere

  private final Flights flights = new Flights(10, 2);
  private final List<String> asked = new ArrayList<>();
  private final List<Consumer<Optional<String>>> answers = new ArrayList<>();
  private final Standstill standstill =
      new Standstill(
          (handle, answer) -> {
            asked.add(handle.nativeId());
            answers.add(answer);
          },
          flight -> "task " + flight.task,
          START);

  private Flight waiting(int run, int task) {
    AttemptToken token = new AttemptToken("token-" + run + "-" + task);
    Flight flight = new Flight(run, task, 0, 0, 1, 1, token);
    flight.handle = new Handle(token, "job-" + run + "-" + task);
    flights.add(flight);
    return flight;
  }

  private void look(long after) {
    standstill.look(START + after, flights);
  }

  @Test
  void asksAboutTheFirstThatWaitsAndAgainLater() {
    waiting(1, 0);
    Flight behind = waiting(0, 1);
    waiting(0, 0);
    behind.needs = List.of(new AttemptToken("token-0-0"));
    Flight next = waiting(2, 0);
    next.needs = List.of(new AttemptToken("ended"));

    look(Standstill.PATIENCE_NANOS - 1);
    assertThat(asked).isEmpty();
    look(Standstill.PATIENCE_NANOS);
    look(Standstill.PATIENCE_NANOS + 1);
    assertThat(asked).containsExactly("job-0-0");
    assertThat(standstill.reason()).isEmpty();
    answers.get(0).accept(Optional.of("no worker"));
    assertThat(standstill.reason()).isEqualTo("task 0 waits: no worker");
    look(Standstill.PATIENCE_NANOS + Standstill.ASK_AGAIN_NANOS);
    assertThat(asked).hasSize(2);
    answers.get(1).accept(Optional.empty());
    assertThat(standstill.reason()).isEmpty();
    flights.remove(flights.of(0, 0));
    flights.remove(flights.of(1, 0));
    flights.remove(behind);
    look(Standstill.PATIENCE_NANOS + 2 * Standstill.ASK_AGAIN_NANOS);
    assertThat(asked).endsWith("job-2-0");
  }

  @Test
  void aStepForwardEndsItAndOverridesAnAnswerThatIsUnderWay() {
    waiting(0, 0);
    look(Standstill.PATIENCE_NANOS);
    answers.get(0).accept(Optional.of("no worker"));

    standstill.moved(START + Standstill.PATIENCE_NANOS + 1);
    assertThat(standstill.reason()).isEmpty();
    answers.get(0).accept(Optional.of("no worker"));
    assertThat(standstill.reason()).isEmpty();
    look(2 * Standstill.PATIENCE_NANOS);
    assertThat(asked).hasSize(1);
    look(2 * Standstill.PATIENCE_NANOS + 1);
    assertThat(asked).hasSize(2);
  }

  @Test
  void nothingStandsStillWhileAnAttemptRunsOrNoneIsAtTheEngine() {
    look(Standstill.PATIENCE_NANOS);
    Flight notAccepted = waiting(0, 0);
    notAccepted.handle = null;
    look(Standstill.PATIENCE_NANOS);
    Flight running = waiting(0, 1);
    waiting(1, 0);
    running.state = AttemptState.RUNNING;
    look(Standstill.PATIENCE_NANOS + Standstill.ASK_AGAIN_NANOS);

    assertThat(asked).isEmpty();
  }
}
