package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The modules of the pages, tested by modules: every {@code src/test/resources/js/*.test.js} in a
 * real browser, each of its tests by its name.
 *
 * <p>The system property {@code js} names some: {@code -Dtest=JsTest -DargLine=-Djs=paging} runs
 * the files whose name holds that.
 */
@NeedsBrowser
class JsTest {

  private static final Path TESTS = Path.of("src", "test", "resources", "js");

  @TempDir static Path directory;
  private static ModuleServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(directory.resolve("profile"));
    server = ModuleServer.start();
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  List<DynamicContainer> everyTestPasses() throws IOException {
    String wanted = System.getProperty("js", "");
    try (Stream<Path> files = Files.list(TESTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.js") && name.contains(wanted))
          .sorted()
          .map(name -> DynamicContainer.dynamicContainer(name, testsOf(name)))
          .toList();
    }
  }

  private static List<DynamicTest> testsOf(String file) {
    int problems = browser.problems().size();
    browser.open(server.pageOf(file));
    Object report =
        browser.await(
            """
            const done = arguments[0];
            Promise.resolve(globalThis.jsTestReport).then((report) => done(report ?? []));
            """);
    List<String> console = browser.problems();
    List<DynamicTest> tests =
        ((List<?>) report).stream().map(each -> (Map<?, ?>) each).map(JsTest::test).toList();
    if (!tests.isEmpty()) {
      return tests;
    }
    return List.of(
        DynamicTest.dynamicTest(
            "has tests",
            () ->
                fail(
                    "no test was registered; the console: "
                        + console.subList(problems, console.size()))));
  }

  private static DynamicTest test(Map<?, ?> outcome) {
    String name = String.valueOf(outcome.get("name"));
    return DynamicTest.dynamicTest(
        name, () -> assertThat(String.valueOf(outcome.get("problem"))).as(name).isEmpty());
  }
}
