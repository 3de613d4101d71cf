package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ContractCoversTheRulesTest {

  private static final Pattern RULE = Pattern.compile("^\\* \\*\\*(\\d+\\.\\d+)\\*\\* (.*)$");
  private static final Pattern TEST_NAME = Pattern.compile("r(\\d+)_(\\d+)_\\w+");

  /** Rules that a suite for executors cannot test, and why. */
  private static final Map<String, String> WITHOUT_TEST =
      Map.of(
          "1.5", "it binds the host: a provider that cannot be loaded has no executor to test",
          "3.9", "it is a SHOULD",
          "4.9", "it is a SHOULD",
          "4.10", "it is a SHOULD",
          "5.5", "it is a SHOULD");

  @Test
  void everyRuleHasATestOrAReasonForHavingNone() throws IOException {
    Set<String> rules = rules().keySet();
    assertThat(rules).hasSizeGreaterThan(40);
    assertThat(tested()).as("rules with a test").isSubsetOf(rules);
    Set<String> without = new TreeSet<>(rules);
    without.removeAll(tested());
    assertThat(without).isEqualTo(new TreeSet<>(WITHOUT_TEST.keySet()));
  }

  @Test
  void noRuleWithAMustIsLeftOut() throws IOException {
    Map<String, String> rules = rules();
    for (String rule : WITHOUT_TEST.keySet()) {
      assertThat(rules.get(rule)).as("text of rule %s", rule).doesNotContain("MUST");
    }
  }

  private static Set<String> tested() {
    Set<String> tested = new TreeSet<>();
    for (Method method : ExecutorContractTest.class.getMethods()) {
      Matcher matcher = TEST_NAME.matcher(method.getName());
      if (method.isAnnotationPresent(Test.class)) {
        assertThat(matcher.matches()).as("%s carries a rule number", method.getName()).isTrue();
        tested.add(matcher.group(1) + "." + matcher.group(2));
      }
    }
    return tested;
  }

  /** Returns the text of each rule, which may go over several lines, by its number. */
  private static Map<String, String> rules() throws IOException {
    Map<String, String> rules = new TreeMap<>();
    String current = "";
    for (String line : Files.readAllLines(contract())) {
      Matcher matcher = RULE.matcher(line);
      if (matcher.matches()) {
        current = matcher.group(1);
        rules.put(current, matcher.group(2));
      } else if (!current.isEmpty() && line.startsWith("  ")) {
        rules.merge(current, line, (text, more) -> text + more);
      } else {
        current = "";
      }
    }
    return rules;
  }

  private static Path contract() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      Path contract = directory.resolve("docs/spi-contract.md");
      if (Files.exists(contract)) {
        return contract;
      }
    }
    throw new AssertionError("there is no docs/spi-contract.md above " + start);
  }
}
