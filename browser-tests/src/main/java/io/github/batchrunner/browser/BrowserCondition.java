package io.github.batchrunner.browser;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for a browser and its driver before a test class is begun. */
final class BrowserCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Programs.ALL_REQUIRED) {
      return ConditionEvaluationResult.enabled("everything is required");
    }
    return Stream.of(Programs.CHROMIUM, Programs.CHROMEDRIVER)
        .map(Programs.Program::missing)
        .flatMap(Optional::stream)
        .findFirst()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a browser"));
  }
}
