package io.github.batchrunner.sample.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the modules of the pages and their tests on this host alone, under a policy as strict as
 * that of the service.
 *
 * <p>{@code /app/…} is the service's, {@code /webjars/…} comes from the jars, {@code /js/…} are the
 * tests, and {@code /test/<file>} is a page that runs one file.
 */
final class ModuleServer implements AutoCloseable {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'";

  private static final Map<String, String> FOLDERS =
      Map.of("app", "/static/app/", "webjars", "/META-INF/resources/webjars/", "js", "/js/");

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript",
          "css", "text/css",
          "html", "text/html",
          "json", "application/json",
          "png", "image/png");

  private final HttpServer server;

  private ModuleServer(HttpServer server) {
    this.server = server;
  }

  static ModuleServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", ModuleServer::answer);
    server.start();
    return new ModuleServer(server);
  }

  /** Returns the address of the page that runs a test file. */
  URI pageOf(String file) {
    return URI.create("http://127.0.0.1:%d/test/%s".formatted(server.getAddress().getPort(), file));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = content(path);
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type(path));
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte @Nullable [] content(String path) throws IOException {
    String[] parts = path.substring(1).split("/", 2);
    if (parts.length < 2 || path.contains("..")) {
      return path.equals("/favicon.ico") ? new byte[0] : null;
    }
    if (parts[0].equals("test")) {
      return page(parts[1]).getBytes(StandardCharsets.UTF_8);
    }
    String folder = FOLDERS.get(parts[0]);
    if (folder == null) {
      return null;
    }
    try (InputStream stream = ModuleServer.class.getResourceAsStream(folder + parts[1])) {
      return stream == null ? null : stream.readAllBytes();
    }
  }

  private static String page(String file) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <title>%1$s</title>
          <link rel="stylesheet" href="/app/base.css">
          <script type="module" src="/js/%1$s"></script>
          <script type="module" src="/js/report.js"></script>
        </head>
        <body data-role="admin" data-user="ada" data-batch="oregon" data-tiles=""></body>
        </html>
        """
        .formatted(file.replaceAll("[^A-Za-z0-9._-]", ""));
  }

  private static String type(String path) {
    String end = path.startsWith("/test/") ? "html" : path.substring(path.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(end, "application/octet-stream") + ";charset=utf-8";
  }
}
