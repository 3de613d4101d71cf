package io.github.batchrunner.rq.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A Python process with its output in a file; it and its children end when it is closed, when the
 * JVM does, and after five minutes at the latest. Its standard input is open and empty for as long
 * as the JVM lives, by which {@code own_session.py} sees that it was killed.
 */
public final class PythonProcess implements AutoCloseable {

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final Set<PythonProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(PythonProcess::kill)));
  }

  private final Process process;
  private final Path output;

  private PythonProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static PythonProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    Path output = Files.createTempFile("batchrunner-python", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    PythonProcess started;
    try {
      started = new PythonProcess(builder.start(), output);
    } catch (IOException e) {
      Files.delete(output);
      throw e;
    }
    RUNNING.add(started);
    CompletableFuture.delayedExecutor(LONGEST_LIFE.toSeconds(), TimeUnit.SECONDS)
        .execute(started::kill);
    return started;
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether it runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Returns what it has written so far, standard error included. */
  public String output() {
    try {
      return Files.exists(output)
          ? new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended by itself and returns the exit code. */
  public int awaitExit() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a Python process ran:\n" + output(), e);
    }
  }

  /** Asks it to end, as an administrator does; RQ's workers finish their job first. */
  public void terminate() {
    process.toHandle().destroy(); // which leaves standard input open
  }

  /** Ends it and its children at once. */
  public void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends its children at once, such as the job that a worker has forked for. */
  public void killChildren() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** Closes its standard input, as happens when this JVM is killed. */
  public void abandon() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it and its children and deletes the output. Idempotent. */
  @Override
  public void close() {
    kill();
    awaitExit();
    RUNNING.remove(this);
    abandon();
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
