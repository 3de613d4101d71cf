package io.github.batchrunner.sample.web;

import io.github.batchrunner.sample.web.security.UsersFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service in a process of its own, as a person starts it; it can be killed. */
public final class ServiceProcess implements AutoCloseable {

  private static final String ADDRESS = "Open ";
  private static final String PASSWORD = "Password: ";

  private final Path data;
  private final Process process;
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final URI baseUri;
  private final Thread reader;

  private ServiceProcess(Path data, Process process) throws IOException {
    this.data = data;
    this.process = process;
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    this.baseUri = awaitAddress(lines);
    // What it goes on to write is taken, so that it never waits for a reader.
    this.reader = new Thread(() -> take(lines), "output of the service");
    this.reader.setDaemon(true);
    this.reader.start();
  }

  /**
   * Starts the service on a free port and waits until it answers.
   *
   * @param data its directory
   * @param options further options; {@code --port=} for a port that is not free choice
   */
  public static ServiceProcess start(Path data, String... options) throws IOException {
    return new ServiceProcess(data, launch(arguments(data, options)));
  }

  /** As {@link #start}, from the jar that the build has made, as the README says. */
  static ServiceProcess startJar(Path data, String... options) throws IOException {
    return new ServiceProcess(data, launch(jar(), arguments(data, options)));
  }

  private static List<String> arguments(Path data, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--data=" + data));
    arguments.addAll(List.of(options));
    if (arguments.stream().noneMatch(option -> option.startsWith("--port="))) {
      arguments.add("--port=0");
    }
    return arguments;
  }

  /** As {@link #run}, from the jar that the build has made. */
  static String runJar(String... arguments) throws IOException {
    return outputOf(launch(jar(), List.of(arguments)));
  }

  /** Runs the jar's main class with options that make it end, and returns all it has written. */
  public static String run(String... arguments) throws IOException {
    return outputOf(launch(List.of(arguments)));
  }

  private static String outputOf(Process process) throws IOException {
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return "exit code " + process.waitFor() + "\n" + output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process launch(List<String> arguments) throws IOException {
    return launch(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            WeppcloudWeb.class.getName()),
        arguments);
  }

  private static List<String> jar() {
    return List.of("-jar", Path.of("target", "weppcloud-web.jar").toAbsolutePath().toString());
  }

  private static Process launch(List<String> program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program);
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private URI awaitAddress(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      output.add(line);
      if (line.startsWith(ADDRESS)) {
        return URI.create(line.substring(ADDRESS.length()));
      }
    }
    throw new AssertionError("the service has ended:\n" + output());
  }

  private void take(BufferedReader lines) {
    try {
      lines.lines().forEach(output::add);
    } catch (UncheckedIOException e) {
      output.add("(the service was killed: " + e.getMessage() + ")");
    }
  }

  /** Returns where the service is. */
  public URI baseUri() {
    return baseUri;
  }

  /** Returns all it has written so far, the log too. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Returns the password of user "admin" that the first start has printed. */
  public String printedPassword() {
    synchronized (output) {
      return output.stream()
          .filter(line -> line.startsWith(PASSWORD))
          .map(line -> line.substring(PASSWORD.length()))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no password in\n" + output()));
    }
  }

  /**
   * Signs in as user "admin", who gets a new password for it: no start but the first prints one.
   */
  public Client admin() {
    String password = UsersFile.in(data.resolve("host")).resetPassword("admin");
    return Client.signedIn(baseUri, "admin", password);
  }

  /** Returns the id of its process. */
  public long pid() {
    return process.pid();
  }

  /** Kills the process, as {@code kill -9} does, and waits for its end. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks the process to end, as {@code kill} does, and waits for its end. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError("the service does not end:\n" + output());
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Kills the process if it is still there. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
