package io.github.batchrunner.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A redis-server of its own on loopback, and Python RQ working on it. Both are programs of the
 * machine: {@code redis-server} and {@code redis-benchmark} on the PATH, and the Python that {@code
 * BATCHRUNNER_PYTHON} names, which must have RQ.
 */
final class RqPeer implements AutoCloseable {

  private static final String PYTHON =
      System.getenv().getOrDefault("BATCHRUNNER_PYTHON", "/usr/bin/python3");

  private final Scratch scratch;
  private final Path script;
  private final int port;
  private final Process server;

  RqPeer() throws IOException, InterruptedException {
    scratch = new Scratch();
    script = scratch.path("rq_peer.py");
    try (InputStream in = RqPeer.class.getResourceAsStream("rq_peer.py")) {
      Files.write(script, in.readAllBytes());
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                scratch.path().toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.path("redis.log").toFile())
            .start();
    awaitServer();
  }

  private void awaitServer() throws IOException, InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IOException("redis-server does not answer: " + scratch.path("redis.log"));
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + port + "/0");
  }

  /** Removes everything. */
  void flush() throws IOException, InterruptedException {
    output(List.of("redis-cli", "-p", Integer.toString(port), "flushall"));
  }

  /** Returns the version of Python's RQ. */
  String version() throws IOException, InterruptedException {
    return python("version", 0);
  }

  /** Lets Python do something and returns how many seconds it took. */
  double seconds(String what, int count) throws IOException, InterruptedException {
    flush();
    return Double.parseDouble(python(what, count));
  }

  private String python(String what, int count) throws IOException, InterruptedException {
    String answer =
        output(
            List.of(
                PYTHON, script.toString(), Integer.toString(port), what, Integer.toString(count)));
    return answer.substring(answer.lastIndexOf('\n') + 1);
  }

  /**
   * Returns how many HMGETs a second redis-benchmark does, of fields of 100,000 jobs whose ids are
   * numbers of twelve digits.
   */
  double hmgetsPerSecond(int pipeline, String... fields) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-benchmark",
                "-p",
                Integer.toString(port),
                "-n",
                "1000000",
                "-P",
                Integer.toString(pipeline),
                "-r",
                "100000",
                "--csv",
                "HMGET",
                "rq:job:__rand_int__"));
    command.addAll(List.of(fields));
    String csv = output(command);
    String row = csv.substring(csv.lastIndexOf('\n') + 1);
    int comma = row.indexOf(",");
    String rate = row.substring(comma + 1, row.indexOf(",", comma + 1));
    return Double.parseDouble(rate.replace("\"", ""));
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue() + ": " + output);
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    server.onExit().join();
    scratch.close();
  }
}
