package io.github.batchrunner.sample.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same program runs on the class path, on the module path, and in a class loader below the
 * application's.
 */
@Timeout(120)
class ModesTest {

  private static final Pattern FOR_TESTS_ALONE =
      Pattern.compile(
          "test-classes|junit-|jqwik|assertj|opentest4j|apiguardian|byte-buddy|hydrology|surefire");
  private static final String MODULE = "io.github.batchrunner.sample.quickstart";

  @TempDir private Path root;

  @Test
  void runsOnTheClassPath() throws Exception {
    assertThat(
            java("-cp", String.join(File.pathSeparator, runtimePath()), Quickstart.class.getName()))
        .contains("all succeeded");
    assertThat(measured()).isTrue();
  }

  @Test
  @DisplayName("D5 runs on the module path")
  void runsOnTheModulePath() throws Exception {
    assertThat(
            java(
                "--module-path",
                String.join(File.pathSeparator, runtimePath()),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-m",
                MODULE + "/" + Quickstart.class.getName()))
        .contains("all succeeded");
    assertThat(measured()).isTrue();
  }

  @Test
  void runsInAChildClassLoader() throws Exception {
    URL[] urls = runtimePath().stream().map(ModesTest::url).toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader child = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(child);
      Class<?> quickstart = child.loadClass(Quickstart.class.getName());
      assertThat(quickstart).isNotEqualTo(Quickstart.class);
      Method main = quickstart.getMethod("main", String[].class);
      main.invoke(null, (Object) arguments());
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThat(measured()).isTrue();
  }

  private boolean measured() {
    return Files.exists(root.resolve("quickstart/Cedar-Creek/measure.txt"));
  }

  private String[] arguments() {
    return new String[] {
      root.toString(),
      Path.of("watersheds.geojson").toAbsolutePath().toString(),
      "{slug(properties['name'])}"
    };
  }

  private String java(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.addAll(Arrays.asList(arguments()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static List<String> runtimePath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> !entry.isEmpty() && !FOR_TESTS_ALONE.matcher(entry).find())
        .toList();
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
