package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchOwner;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells this process from others. */
final class Processes {

  private Processes() {}

  static boolean isThisOne(BatchOwner owner) {
    return owner.pid() == ProcessHandle.current().pid() && owner.host().equals(host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
