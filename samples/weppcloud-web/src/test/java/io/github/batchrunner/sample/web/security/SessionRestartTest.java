package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the service, and stays signed in, over its first start, its end and its death. */
class SessionRestartTest {

  @TempDir private Path data;

  @Test
  void thePasswordOfTheFirstStartIsPrintedOnceAndKeptNowhere() throws IOException {
    String password;
    try (ServiceProcess first = ServiceProcess.start(data)) {
      password = first.printedPassword();
      Client admin = Client.signedIn(first.baseUri(), "admin", password);

      assertThat(admin.get("/batch/create/").status()).isEqualTo(200);
      first.stop();
      assertThat(first.output().split(password, -1)).hasSize(2);
    }

    try (ServiceProcess second = ServiceProcess.start(data)) {
      assertThat(second.output()).doesNotContain("Password");
      Client.signedIn(second.baseUri(), "admin", password);
    }
    for (Path file : files()) {
      assertThat(Files.readAllBytes(file)).asString().doesNotContain(password);
    }
  }

  @Test
  void whoHasSignedInStaysSoWhenTheServiceIsStartedAnew() throws IOException {
    Client admin;
    try (ServiceProcess first = ServiceProcess.start(data)) {
      admin = Client.signedIn(first.baseUri(), "admin", first.printedPassword());
      first.stop();
    }

    try (ServiceProcess second = ServiceProcess.start(data)) {
      admin.moveTo(second.baseUri());

      assertThat(admin.get("/api/session").status()).isEqualTo(200);
      // The token of a page that was open all the time is good too.
      assertThat(admin.post("/api/nothing", "{}").status()).isEqualTo(404);
    }
  }

  @Test
  void afterItsDeathPeopleSignInAgain() throws IOException {
    Client admin;
    String password;
    try (ServiceProcess first = ServiceProcess.start(data)) {
      password = first.printedPassword();
      admin = Client.signedIn(first.baseUri(), "admin", password);
      first.kill();
    }

    try (ServiceProcess second = ServiceProcess.start(data)) {
      admin.moveTo(second.baseUri());

      assertThat(admin.get("/api/session").status()).isEqualTo(401);
      Client.signedIn(second.baseUri(), "admin", password);
    }
  }

  @Test
  void usersAreChangedWhileTheServiceRuns() throws IOException {
    try (ServiceProcess service = ServiceProcess.start(data)) {
      String added = ServiceProcess.run("--data=" + data, "--add-user=ann", "--role=BATCH_VIEWER");
      assertThat(added).startsWith("exit code 0\nAdded user \"ann\" with the role BATCH_VIEWER.\n");
      Client ann =
          Client.signedIn(
              service.baseUri(), "ann", added.substring(added.indexOf("Password: ") + 10).strip());
      assertThat(ann.get("/api/session").json().get("role").asString()).isEqualTo("viewer");

      assertThat(ServiceProcess.run("--data=" + data, "--remove-user=ann"))
          .isEqualTo("exit code 0\nRemoved user \"ann\".\n");
      assertThat(ann.get("/api/session").status()).isEqualTo(401);
    }
    assertThat(ServiceProcess.run("--data=" + data, "--remove-user=ann"))
        .isEqualTo("exit code 2\nthere is no user \"ann\"; there are: admin\n");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
