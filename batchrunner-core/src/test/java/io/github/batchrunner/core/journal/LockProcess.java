package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.BatchBusyException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Deals with a lock in a process of its own; does what its standard input says, line by line. */
final class LockProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;

  LockProcess(Path file) throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                LockProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      switch (command) {
        case "acquire" -> {
          try {
            OwnerLock lock = OwnerLock.acquire(file, "demo", Clock.systemUTC(), notice -> {});
            System.out.println("acquired " + (lock != null));
          } catch (BatchBusyException e) {
            System.out.println(e.getMessage());
          }
        }
        case "look" -> {
          boolean more = true;
          System.out.println("looking");
          while (more) {
            OwnerLock.owner(file, Clock.systemUTC());
            more = !commands.ready();
          }
        }
        default ->
            System.out.println(
                OwnerLock.owner(file, Clock.systemUTC()).map(Object::toString).orElse("nobody"));
      }
      System.out.flush();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Gives a command and returns the line that answers it. */
  String say(String command) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(command).append('\n').flush();
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal and waits until it is sent. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
