package io.github.batchrunner.embedding;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.embedding.container.ContainerMain;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tomcat in a process of its own, on whose class path the library is not. */
final class Container implements AutoCloseable {

  private final Path directory;
  private final Process process;
  private final BufferedReader answers;

  Container(Path root) throws IOException {
    directory = Files.createDirectories(root.resolve("container"));
    List<Path> classPath = new ArrayList<>(Child.classPath("tomcat"));
    classPath.add(WebApplication.copy("container", directory.resolve("classes")));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What is held softly goes with the next collection.
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-cp",
                classPath.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                ContainerMain.class.getName(),
                directory.resolve("base").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /** Gives an order about an application and returns the answer. */
  String say(String order, String name, Path batch) throws IOException {
    Path exploded = directory.resolve(name);
    if (order.equals("deploy")) {
      WebApplication.explode(exploded);
    }
    return answer("%s %s %s %s".formatted(order, name, exploded, batch));
  }

  String get(String name, String what, BatchRunner batch) throws IOException {
    return answer("get %s %s %s".formatted(name, what, batch.directory()));
  }

  private String answer(String order) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(order).append('\n').flush();
    return answers.readLine();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
