package io.github.batchrunner.sample.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client sends, byte by byte. */
final class Raw {

  private static final int PATIENCE_MILLIS = 60_000;

  private Raw() {}

  /**
   * Sends a request and returns all that is answered until the service closes the connection.
   *
   * @param line method and target, such as {@code GET /../x}
   * @param headers further lines, {@code Host} among them
   */
  static String send(URI service, String line, String... headers) throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the status of an answer. */
  static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }
}
