package io.github.batchrunner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On real jars in class loaders of their own. */
@Timeout(60)
class PluginsTest {

  @TempDir private Path directory;

  private PluginJar jar(String name) {
    return new PluginJar(directory, name);
  }

  private PluginJar providerJar(String jarName, String className, String id, String more) {
    return jar(jarName)
        .source(className, PluginJar.provider(className, id, more))
        .service(TaskExecutorProvider.class, "plugin." + className);
  }

  private static URLClassLoader loader(Path... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), PluginsTest.class.getClassLoader());
  }

  @Test
  void aPluginInAJarIsFound() throws Exception {
    try (URLClassLoader loader = loader(providerJar("one.jar", "One", "one", "").build())) {
      Plugins plugins = Plugins.find(loader);
      assertThat(plugins.providers()).extracting(TaskExecutorProvider::id).contains("one");
      assertThat(plugins.issues()).isEmpty();
      assertThat(plugins.provider("one").description()).isEqualTo("made by a test");
      assertThatThrownBy(() -> plugins.provider("onne"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no executor \"onne\"; did you mean \"one\"?");
    }
  }

  @Test
  void twoPluginsWithOneIdNameBothJars() throws Exception {
    Path first = providerJar("first.jar", "First", "same", "").build();
    Path second = providerJar("second jar.jar", "Second", "same", "").build();
    try (URLClassLoader loader = loader(first, second)) {
      assertThatThrownBy(() -> Plugins.find(loader))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("two executors are called \"same\"")
          .hasMessageContaining(first.toString())
          .hasMessageContaining(second.toString())
          .hasMessageContaining("remove one of the jars");
    }
  }

  @Test
  void theSameJarTwiceIsNoDuplicate() throws Exception {
    Path jar = providerJar("one.jar", "One", "one", "").build();
    try (URLClassLoader loader = loader(jar, jar)) {
      assertThat(Plugins.find(loader).issues()).isEmpty();
    }
  }

  @Test
  void brokenPluginsAreIssuesAndMatterOnlyToWhoChoosesThem() throws Exception {
    List<Path> jars = new ArrayList<>();
    jars.add(providerJar("good.jar", "Good", "good", "").build());
    jars.add(jar("absent.jar").service(TaskExecutorProvider.class, "plugin.NotThere").build());
    jars.add(
        providerJar(
                "throwing.jar",
                "Throwing",
                "throwing",
                "public Throwing() { throw new IllegalStateException(\"no licence\"); }")
            .build());
    jars.add(
        jar("incomplete.jar")
            .source("Library", "public class Library { }")
            .source(
                "Incomplete",
                PluginJar.provider("Incomplete", "incomplete", "")
                    .replace("Incomplete implements", "Incomplete extends Library implements"))
            .service(TaskExecutorProvider.class, "plugin.Incomplete")
            .without("Library")
            .build());
    jars.add(
        providerJar(
                "newer.jar",
                "Newer",
                "newer",
                "public SpiVersion spiVersion() { return SpiVersion.of(99, 0); }")
            .build());
    jars.add(
        providerJar("shy.jar", "Shy", "shy", "")
            .source(
                "Shy",
                PluginJar.provider("Shy", "shy", "")
                    .replace("return \"shy\";", "throw new NoClassDefFoundError(\"gone\");"))
            .build());
    jars.add(
        jar("wrong.jar")
            .source("Wrong", "public class Wrong { }")
            .service(TaskExecutorProvider.class, "plugin.Wrong")
            .build());
    try (URLClassLoader loader = loader(jars.toArray(Path[]::new))) {
      Plugins plugins = Plugins.find(loader);
      assertThat(plugins.providers()).extracting(TaskExecutorProvider::id).contains("good");
      assertThat(plugins.providers())
          .extracting(TaskExecutorProvider::id)
          .doesNotContain("newer", "shy", "throwing", "incomplete");
      assertThat(plugins.issues()).hasSize(6);
      assertThat(plugins.issues().toString())
          .contains("plugin.NotThere")
          .contains("no licence")
          .contains("plugin/Library")
          .contains("version 99.0")
          .contains("newer.jar")
          .contains("shy.jar")
          .contains("not a subtype");
      assertThatThrownBy(() -> plugins.provider("newer"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no executor \"newer\"")
          .hasMessageContaining("version 99.0 of the executor contract");
    }
  }

  @Test
  void aPluginThatCannotOpenIsAnErrorOfOursWhateverItThrows() throws Exception {
    String[] throwing = {
      "throw new ExecutorUnavailableException(\"no route\");",
      "throw new ExecutorException(\"no such account\");",
      "throw new IllegalArgumentException(\"oops\");",
      "throw new NoClassDefFoundError(\"client\");",
    };
    List<Path> jars = new ArrayList<>();
    for (int number = 0; number < throwing.length; number++) {
      String open = "public TaskExecutor open(ExecutorContext c) { " + throwing[number] + " }";
      jars.add(providerJar("p" + number + ".jar", "P" + number, "p" + number, open).build());
    }
    try (URLClassLoader loader = loader(jars.toArray(Path[]::new))) {
      assertThatThrownBy(() -> Executors.builder("p0").classLoader(loader).open())
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessage("executor \"p0\" cannot be opened: no route");
      assertThatThrownBy(() -> Executors.builder("p1").classLoader(loader).open())
          .isInstanceOf(BatchRunnerException.class)
          .hasMessage("executor \"p1\" cannot be opened: no such account");
      for (String id : List.of("p2", "p3")) {
        assertThatThrownBy(() -> Executors.builder(id).classLoader(loader).open())
            .isInstanceOf(BatchRunnerException.class)
            .hasMessageContaining("executor \"" + id + "\" cannot be opened");
      }
      assertThatThrownBy(
              () -> Executors.builder("p0").classLoader(loader).option("slotz", "1").open())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("slotz");
      assertThatThrownBy(() -> Executors.open("nowhere", Map.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"nowhere\"");
    }
  }

  private record OwnHandler(String name) implements TaskHandler {
    @Override
    public void run(HandlerContext context) {
      // does nothing
    }
  }

  @Test
  void handlersAreFoundAndRegisteredOnesHideThem() throws Exception {
    Path jar =
        jar("handlers.jar")
            .source("Slope", PluginJar.handler("Slope", "slope"))
            .source("Aspect", PluginJar.handler("Aspect", "aspect"))
            .service(TaskHandler.class, "plugin.Slope", "plugin.Aspect")
            .build();
    OwnHandler own = new OwnHandler("slope");
    try (URLClassLoader loader = loader(jar)) {
      List<TaskHandler> handlers = Plugins.handlers(loader, List.of(own, new OwnHandler("other")));
      assertThat(handlers)
          .extracting(TaskHandler::name)
          .containsOnlyOnce("slope", "aspect", "other");
      assertThat(handlers).contains(own);
    }
  }

  @Test
  void twoHandlersWithOneNameNameBothJarsUnlessOneOfTheHostHidesThem() throws Exception {
    Path first =
        jar("first.jar")
            .source("First", PluginJar.handler("First", "slope"))
            .service(TaskHandler.class, "plugin.First")
            .build();
    Path second =
        jar("second.jar")
            .source("Second", PluginJar.handler("Second", "slope"))
            .service(TaskHandler.class, "plugin.Second")
            .build();
    try (URLClassLoader loader = loader(first, second)) {
      assertThatThrownBy(() -> Plugins.handlers(loader, List.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("two handlers are called \"slope\"")
          .hasMessageContaining("first.jar")
          .hasMessageContaining("second.jar");
      OwnHandler own = new OwnHandler("slope");
      assertThat(Plugins.handlers(loader, List.of(own))).contains(own);
    }
  }

  @Test
  void aHandlerThatIsBrokenDoesNotKeepOthersAway() throws Exception {
    Path broken =
        jar("broken.jar")
            .source("Good", PluginJar.handler("Good", "good"))
            .source(
                "Nameless",
                PluginJar.handler("Nameless", "x")
                    .replace("return \"x\";", "throw new IllegalStateException();"))
            .service(TaskHandler.class, "plugin.NotThere", "plugin.Nameless", "plugin.Good")
            .build();
    try (URLClassLoader loader = loader(broken)) {
      assertThat(Plugins.handlers(loader, List.of()))
          .extracting(TaskHandler::name)
          .contains("good");
    }
  }
}
