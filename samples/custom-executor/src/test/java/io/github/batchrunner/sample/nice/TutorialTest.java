package io.github.batchrunner.sample.nice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TutorialTest {

  @Test
  void theJavaInTheTutorialIsTakenFromThisSample() throws IOException {
    List<String> shown =
        javaLines(Files.readAllLines(root().resolve("docs/writing-an-executor.md")));
    assertThat(shown).hasSizeGreaterThan(50);
    assertThat(sourceLines()).containsAll(shown);
  }

  private static List<String> javaLines(List<String> page) {
    List<String> lines = new ArrayList<>();
    boolean java = false;
    for (String line : page) {
      if (line.startsWith("```")) {
        java = line.equals("```java");
      } else if (java && !line.isBlank() && !line.strip().equals("…")) {
        lines.add(line.strip());
      }
    }
    return lines;
  }

  private static Set<String> sourceLines() throws IOException {
    try (Stream<Path> files = Files.walk(root().resolve("samples/custom-executor/src"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(TutorialTest::lines)
          .map(String::strip)
          .collect(Collectors.toSet());
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.exists(directory.resolve("docs/writing-an-executor.md"))) {
        return directory;
      }
    }
    throw new AssertionError("there is no docs/writing-an-executor.md above " + start);
  }
}
