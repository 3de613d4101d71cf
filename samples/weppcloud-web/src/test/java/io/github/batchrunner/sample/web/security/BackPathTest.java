package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"/batch/", "/batch/create/", "/batch/oregon_2026-b/", "/batch/oregon/#run=OR-20"})
  void pagesOfTheServiceAreGoneBackTo(String path) {
    assertThat(BackPath.of(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/batch//evil.example/",
        "/batch/../logout",
        "/batch/./",
        "/batch/%2e%2e/",
        "/batch/?x=1",
        "/batch/\r\nSet-Cookie: a=b",
        "/batch/x/\n",
        "javascript:alert(1)",
        "/login",
        "/logout",
        "/api/batches"
      })
  void allElseLeadsToTheFirstPage(String path) {
    assertThat(BackPath.of(path)).isEqualTo("/batch/");
  }
}
