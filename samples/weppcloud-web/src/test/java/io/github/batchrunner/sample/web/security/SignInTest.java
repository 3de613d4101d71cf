package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {

  private static Service service;

  @BeforeAll
  static void start(@TempDir Path data) {
    service = Service.start(data);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aPersonIsLedToTheSignInAndBack() {
    Client client = service.anonymous();

    assertThat(client.get("/batch/create/").header("Location"))
        .isEqualTo("/login?back=%2Fbatch%2Fcreate%2F");
    assertThat(client.get("/login?back=%2Fbatch%2Fcreate%2F").body())
        .contains("name=\"back\" value=\"/batch/create/\"");
  }

  @Test
  void aWrongPasswordIsToldOnTheSamePage() {
    Client.Response response = service.anonymous().signIn("admin", "wrong");

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.body()).contains("The user name or the password is not right.");
  }

  @Test
  void whoHasSignedInSeesThePages() {
    assertThat(service.admin().get("/batch/").status()).isEqualTo(200);
    assertThat(service.viewer().get("/batch/").status()).isEqualTo(200);
    assertThat(service.admin().get("/batch/create/").status()).isEqualTo(200);
    assertThat(service.viewer().get("/batch/create/").status()).isEqualTo(403);
  }

  @Test
  void programsAreAnsweredWithProblems() {
    Client.Response signedOut = service.anonymous().get("/api/batches");
    Client.Response refused = service.viewer().post("/api/batches", "{}");

    assertThat(signedOut.status()).isEqualTo(401);
    assertThat(signedOut.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("title").asString()).isEqualTo("Not allowed");
  }
}
