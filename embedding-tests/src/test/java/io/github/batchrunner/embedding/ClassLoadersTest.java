package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.embedding.hosts.PlainHost;
import io.github.batchrunner.spi.TaskHandler;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Libraries;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** Where plugins and handlers are found, and what an undeployed application leaves behind. */
@Timeout(180)
class ClassLoadersTest {

  @TempDir private Path root;

  /** Found by its services file in a class loader of its own. */
  public static final class OfApplication implements TaskHandler {
    @Override
    public String name() {
      return "work";
    }

    @Override
    public void run(io.github.batchrunner.spi.HandlerContext context) throws Exception {
      Files.writeString(
          context.wd().resolve("loader.txt"),
          Thread.currentThread().getContextClassLoader().getClass().getSimpleName());
    }
  }

  private URLClassLoader application() throws Exception {
    Path services = Files.createDirectories(root.resolve("application/META-INF/services"));
    Files.writeString(
        services.resolve(TaskHandler.class.getName()), OfApplication.class.getName() + "\n");
    URL[] urls = {root.resolve("application").toUri().toURL()};
    return new URLClassLoader(urls, getClass().getClassLoader());
  }

  private static String runWith(BatchRunner batch, OpenExecutor executor) throws Exception {
    try (executor;
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      assertThat(execution.await().succeeded()).as(batch.status().failures().toString()).isTrue();
    }
    return Files.readString(batch.runDirectory("w-0").resolve("loader.txt"));
  }

  @Test
  @DisplayName(
      "C1 plugins and handlers are found by the context class loader of who opens the executor")
  void handlersAreFoundByTheContextClassLoader() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application = application()) {
      thread.setContextClassLoader(application);
      assertThat(runWith(batch, Executors.open("local", Map.of()))).isEqualTo("URLClassLoader");
      assertThat(thread.getContextClassLoader()).isSameAs(application);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  @DisplayName(
      "C2 where the thread's class loader does not see them, the builder is given one that does")
  void theBuilderIsGivenAClassLoader() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application = application()) {
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      assertThatThrownBy(() -> Executors.open("local", Map.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("there is no executor \"local\"");
      OpenExecutor executor = Executors.builder("local").classLoader(application).open();
      assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
      thread.setContextClassLoader(before);
      // The handler sees the application, too.
      assertThat(runWith(batch, executor)).isEqualTo("URLClassLoader");

      thread.setContextClassLoader(null);
      try (OpenExecutor ofLibrary = Executors.open("local", Map.of())) {
        assertThat(ofLibrary.id()).isEqualTo("local");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  @DisplayName("C3 a Spring Boot jar, with the library's jars nested in it, runs as it is")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is one of POSIX")
  void aSpringBootJarRunsAsItIs() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 2, SmallBatches.gated(root));
    runNothing(batch);
    Path classes = WebApplication.copy("hosts", root.resolve("classes"));
    Path plain = WebApplication.jarOf(classes, root.resolve("plain.jar"));
    List<Path> library = WebApplication.library(root.resolve("library"));
    Repackager repackager = new Repackager(plain.toFile());
    repackager.setMainClass(PlainHost.class.getName());
    repackager.setBackupSource(false);
    Libraries libraries =
        callback -> {
          for (Path jar : library) {
            callback.library(new Library(jar.toFile(), LibraryScope.COMPILE));
          }
        };
    File nested = root.resolve("application.jar").toFile();
    repackager.repackage(nested, libraries);

    try (Child host =
        Child.java(List.of("-jar"), List.of(nested.toString(), batch.directory().toString()))) {
      assertThat(host.endWell()).contains("COMPLETED");
    }
  }

  /** Makes the pipeline the batch's own, and leaves all to be done. */
  static void runNothing(BatchRunner batch) throws InterruptedException {
    batch.select(TaskSelection.of(Map.of("work", false)));
    try (OpenExecutor executor = SmallBatches.executor(1);
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      execution.await();
    }
    batch.select(TaskSelection.of(Map.of("work", true)));
  }

  @Test
  @DisplayName(
      "C4 applications in one container each have their own copy, and respect each other's batches")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is one of POSIX")
  void applicationsInOneContainerRespectEachOthersBatches() throws Exception {
    Path gate = root.resolve("gate");
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.gated(gate));
    runNothing(batch);
    try (Container container = new Container(root)) {
      assertThat(container.say("deploy", "one", batch.directory())).isEqualTo("STARTED");
      assertThat(container.say("deploy", "two", Path.of("-"))).isEqualTo("STARTED");
      Eventually.hasLines(batch.runDirectory("w-0").resolve("began.txt"), 1);

      String owner = "process " + container.pid();
      assertThat(container.get("two", "loader", batch)).isEqualTo("ParallelWebappClassLoader");
      assertThat(container.get("two", "owner", batch)).startsWith(owner);
      assertThat(container.get("two", "start", batch)).contains("is being run by " + owner);
      // Closing its executor, which had nothing to do, ended nothing of the other application.
      assertThat(container.get("one", "state", batch)).isEqualTo("1 to run, RUNNING");
      assertThat(batch.owner().orElseThrow().pid()).isEqualTo(container.pid());

      long files = Long.parseLong(container.say("files", "", Path.of("")));
      for (int look = 0; look < 50; look++) {
        assertThat(container.get("two", "owner", batch)).startsWith(owner);
      }
      assertThat(Long.parseLong(container.say("files", "", Path.of("")))).isLessThan(files + 50);

      assertThat(container.say("undeploy", "two", Path.of(""))).isEqualTo("collected ");
      assertThat(batch.owner().orElseThrow().pid()).isEqualTo(container.pid());
      Files.createFile(gate);
      Eventually.holds("it has ended", () -> batch.owner().isEmpty());
    }
    assertThat(Eventually.lines(batch.runDirectory("w-0").resolve("began.txt"))).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "C5 an application that closes what it opened leaves nothing behind when it is undeployed")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is one of POSIX")
  void anUndeployedApplicationLeavesNothingBehind() throws Exception {
    Path gate = root.resolve("gate");
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.gated(gate));
    runNothing(batch);
    Path began = batch.runDirectory("w-0").resolve("began.txt");
    try (Container container = new Container(root)) {
      for (String name : List.of("first", "second")) {
        assertThat(container.say("deploy", name, batch.directory())).isEqualTo("STARTED");
        Eventually.hasLines(began, 1);
        assertThat(container.get(name, "state", batch)).contains("RUNNING");
        assertThat(container.say("undeploy", name, Path.of(""))).isEqualTo("collected ");
        assertThat(batch.owner()).isEmpty();
      }
      Files.createFile(gate);
      assertThat(container.say("deploy", "third", batch.directory())).isEqualTo("STARTED");
      Eventually.holds("it has ended", () -> batch.owner().isEmpty());
      assertThat(container.say("undeploy", "third", Path.of(""))).isEqualTo("collected ");
    }
    assertThat(batch.plan().toRun()).isZero();
    assertThat(Eventually.lines(began)).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "C6 on a thread of the common pool the builder is given the application's class loader")
  void onAThreadOfTheCommonPool() throws Exception {
    CompletableFuture<String> opened =
        CompletableFuture.supplyAsync(
            () -> {
              try (OpenExecutor executor =
                  Executors.builder("local").classLoader(getClass().getClassLoader()).open()) {
                return executor.id();
              }
            });
    assertThat(opened.get()).isEqualTo("local");
  }
}
