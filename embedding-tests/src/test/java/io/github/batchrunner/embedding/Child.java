package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A host in a Java process of its own. */
final class Child implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private Child(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a class of the tests. */
  static Child of(Class<?> main, String... arguments) throws IOException {
    return java(
        List.of("-cp", System.getProperty("java.class.path"), main.getName()), List.of(arguments));
  }

  static Child java(List<String> options, Collection<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(arguments);
    return new Child(command);
  }

  /** Returns the entries of this process' class path whose names contain one of these. */
  static List<Path> classPath(String... names) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> Arrays.stream(names).anyMatch(entry::contains))
        .map(Path::of)
        .toList();
  }

  long pid() {
    return process.pid();
  }

  /** Returns all lines until one that contains a text. */
  String until(String text) {
    StringBuilder seen = new StringBuilder();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        seen.append(line).append('\n');
        if (line.contains(text)) {
          return seen.toString();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("the host ended without saying \"" + text + "\":\n" + seen);
  }

  /** Asks it to end, as a service manager does. */
  Child terminate() {
    process.toHandle().destroy(); // which leaves its output readable
    return this;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end and returns what it printed since. */
  String end() throws InterruptedException {
    String rest = output.lines().collect(Collectors.joining("\n"));
    process.waitFor();
    return rest;
  }

  /** Waits for its end, which is a good one. */
  String endWell() throws InterruptedException {
    String rest = end();
    assertThat(process.exitValue()).as(rest).isZero();
    return rest;
  }

  int exitValue() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
