package io.github.batchrunner.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.execution.ExecutionOptions;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that have no Micrometer need none. */
@Timeout(60)
class WithoutMicrometerTest {

  @TempDir private Path root;

  @Test
  void aBatchIsRunWithoutMicrometer() throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("micrometer"))
            .map(WithoutMicrometerTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.MeterRegistry"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(loader.loadClass(ExecutionOptions.class.getName()))
          .isNotEqualTo(ExecutionOptions.class);
      Object host =
          loader
              .loadClass("io.github.batchrunner.core.SmallBatch")
              .getConstructor(Path.class)
              .newInstance(root);
      assertThat(((Callable<?>) host).call()).isEqualTo("4 of 4 succeeded");
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalStateException("the class path has \"" + entry + "\"", e);
    }
  }
}
