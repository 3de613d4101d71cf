package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.WeppcloudWeb;
import io.github.batchrunner.sample.web.security.Role;
import io.github.batchrunner.sample.web.security.UsersFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {

  private static final String OPEN = "Open ";

  private final Process process;
  private final String password;
  private final CompletableFuture<URI> address = new CompletableFuture<>();
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());

  private ServiceProcess(Process process, String password) {
    this.process = process;
    this.password = password;
  }

  static ServiceProcess start(Path data, String... options) throws IOException {
    UsersFile users = UsersFile.in(data.resolve("host"));
    String password =
        users.has("admin") ? users.resetPassword("admin") : users.add("admin", Role.BATCH_ADMIN);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WeppcloudWeb.class.getName(),
                "--data=" + data,
                "--port=0"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    ServiceProcess service = new ServiceProcess(process, password);
    Thread reader = new Thread(service::read, "service-output");
    reader.setDaemon(true);
    reader.start();
    return service;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith(OPEN)) {
          address.complete(URI.create(line.substring(OPEN.length()).strip()));
        }
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
    address.completeExceptionally(new AssertionError("the service ended: " + output));
  }

  Client admin() throws InterruptedException, ExecutionException, TimeoutException {
    return Client.signedIn(address.get(2, TimeUnit.MINUTES), "admin", password);
  }

  /** Returns what it has printed. */
  String output() {
    return String.join("\n", output);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, as a service manager does; false if it does not in a minute. */
  boolean terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor(1, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
