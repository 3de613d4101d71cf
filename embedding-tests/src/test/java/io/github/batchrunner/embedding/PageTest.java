package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, its tests and its code belong together. */
class PageTest {

  private static final Path HOSTS = Path.of("src/test/java/io/github/batchrunner/embedding");
  private static final Pattern STATEMENT = Pattern.compile("(?m)^\\* \\*\\*\\[([A-Z]\\d+)]\\*\\* ");
  private static final Pattern LINK =
      Pattern.compile("(?m)^\\[([A-Z]\\d+)]: (\\S+) \"(\\w+)\\.(\\w+)\"$");
  private static final Pattern TEST =
      Pattern.compile("@DisplayName\\(\\s*\"([A-Z]\\d+) .*?\\svoid (\\w+)\\(", Pattern.DOTALL);

  @Test
  void eachStatementHasALinkToItsTest() {
    List<String> statements =
        STATEMENT.matcher(Page.text()).results().map(r -> r.group(1)).toList();
    List<String> links = LINK.matcher(Page.text()).results().map(r -> r.group(1)).toList();
    assertThat(statements).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    assertThat(links).isEqualTo(statements);
  }

  @Test
  void eachLinkLeadsToATestAndEachTestHasAStatement() throws IOException {
    Map<String, String> linked = new TreeMap<>();
    Matcher link = LINK.matcher(Page.text());
    while (link.find()) {
      Path file = Page.FILE.resolveSibling(link.group(2)).normalize();
      assertThat(file).exists().hasFileName(link.group(3) + ".java");
      linked.put(link.group(1), file.getFileName() + " " + link.group(4));
    }
    Map<String, String> tests = new TreeMap<>();
    for (Path file : testSources()) {
      Matcher test = TEST.matcher(Files.readString(file));
      while (test.find()) {
        tests.put(test.group(1), file.getFileName() + " " + test.group(2));
      }
    }
    assertThat(linked).isEqualTo(tests);
  }

  private static List<Path> testSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("embedding-tests", "batchrunner-core", "samples/quickstart")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        files
            .filter(
                file -> file.toString().endsWith("Test.java") && !file.endsWith("PageTest.java"))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts/RunningBatch.java",
        "hosts/PlainHost.java",
        "hosts/SpringHost.java",
        "webapp/BatchListener.java"
      })
  void thePageShowsTheCodeThatIsTested(String file) throws IOException {
    List<String> lines =
        Files.readAllLines(HOSTS.resolve(file)).stream()
            .dropWhile(line -> !line.strip().startsWith("// page from here"))
            .skip(1)
            .takeWhile(line -> !line.strip().equals("// page to here"))
            .toList();
    int indent = lines.get(0).length() - lines.get(0).stripLeading().length();
    String shown =
        lines.stream()
            .map(line -> line.isEmpty() ? line : line.substring(indent))
            .collect(Collectors.joining("\n"));
    assertThat(Page.text()).contains("```java\n" + shown + "\n```");
  }
}
