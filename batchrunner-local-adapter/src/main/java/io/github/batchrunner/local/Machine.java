package io.github.batchrunner.local;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, which tells whether the number of a process means anything here. */
final class Machine {

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final String NAME = find();

  private Machine() {}

  static String name() {
    return NAME;
  }

  private static String find() {
    try {
      return Files.isReadable(HOST_NAME)
          ? Files.readString(HOST_NAME).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
