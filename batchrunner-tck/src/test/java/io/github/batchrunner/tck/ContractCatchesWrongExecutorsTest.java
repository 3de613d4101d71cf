package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

class ContractCatchesWrongExecutorsTest {

  @AfterEach
  void clearUp() throws IOException {
    FakeContract.sabotage = Sabotage.NONE;
    FakeContract.durable = false;
    FakeContract.onFailure = OnFailure.CANCELS.name();
    Leaked.clearUp();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRightExecutorPasses(boolean durable) {
    FakeContract.durable = durable;
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(FakeContract.class))
            .execute()
            .testEvents();
    assertThat(failures(tests)).isEmpty();
    assertThat(tests.succeeded().count()).isGreaterThan(60);
  }

  @ParameterizedTest
  @EnumSource
  void aRightExecutorPassesWhateverItDoesToDependentsOfAFailure(OnFailure onFailure) {
    FakeContract.onFailure = onFailure.name();
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(
                selectMethod(
                    FakeContract.class, "r3_11_dependentsOfAFailureEndAsDeclaredAndNeverBegin"))
            .execute()
            .testEvents();
    assertThat(failures(tests)).isEmpty();
    assertThat(tests.succeeded().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aWrongExecutorIsCaughtByTheTestOfItsRule(Sabotage sabotage) {
    FakeContract.sabotage = sabotage;
    FakeContract.durable = sabotage == Sabotage.FORGETS_WHAT_IT_LEFT;
    if (sabotage == Sabotage.CANCELS_WHAT_IS_STUCK) {
      FakeContract.onFailure = OnFailure.STUCK.name();
    }
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(FakeContract.class, sabotage.caughtBy()))
            .execute()
            .testEvents();
    assertThat(tests.started().count()).as("the test exists").isEqualTo(1);
    assertThat(failures(tests)).as("failures of %s", sabotage.caughtBy()).hasSize(1);
  }

  @Test
  void aProviderThatIsNotListedIsCaught() {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(MislabelledContract.class))
            .execute()
            .testEvents();
    assertThat(tests.failed().stream().map(event -> event.getTestDescriptor().getDisplayName()))
        .contains(
            "r1_1_theServiceLoaderFindsTheProvider()",
            "r1_2_theIdIsWellFormedAndStable()",
            "r1_4_thisVersionOfTheSpiAcceptsThePlugin()",
            "r2_1_everyOptionHasItsOwnNameAndADescription()",
            "r2_2_everyDefaultHasTheFormOfItsType()");
  }

  private static List<String> failures(Events tests) {
    return tests.failed().stream().map(ContractCatchesWrongExecutorsTest::describe).toList();
  }

  private static String describe(Event event) {
    return event.getTestDescriptor().getDisplayName()
        + ": "
        + event
            .getPayload(TestExecutionResult.class)
            .flatMap(TestExecutionResult::getThrowable)
            .map(Throwable::toString)
            .orElse("");
  }
}
