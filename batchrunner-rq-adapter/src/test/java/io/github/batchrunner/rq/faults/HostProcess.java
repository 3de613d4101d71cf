package io.github.batchrunner.rq.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A process of its own that runs the batch in a directory until it is killed. */
final class HostProcess {

  private HostProcess() {}

  /** Takes the directory and the address of Redis. */
  public static void main(String[] args) throws IOException {
    FaultyBatch.resume(Path.of(args[0]), URI.create(args[1]));
    // Whoever has started this process holds its standard input open.
    if (System.in.read() < 0) {
      Runtime.getRuntime().halt(1);
    }
  }

  static Process start(Path root, URI redis) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HostProcess.class.getName(),
            root.toString(),
            redis.toString())
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("host.log").toFile())
        .start();
  }
}
