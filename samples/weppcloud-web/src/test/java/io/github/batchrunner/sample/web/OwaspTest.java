package io.github.batchrunner.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.batchrunner.sample.web.security.Role;
import io.github.batchrunner.sample.web.security.UsersFile;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The service against the OWASP Top 10 of 2021 (what 2025 adds is named where it stands) and the
 * points of ASVS 4.0.3 that matter for a service like this.
 */
class OwaspTest {

  @TempDir private static Path data;
  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start(data);
    // From here on the failures of others at this address do not count for these two.
    service.admin();
    service.viewer();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** A request that the service has a mapping for. */
  private record Endpoint(String method, String path) {

    boolean changes() {
      return !method.equals("GET") && !method.equals("HEAD");
    }

    boolean isForApi() {
      return path.startsWith("/api/");
    }

    /** The rule of the product, written down a second time: deny what is not named here. */
    Set<String> allowed() {
      if (path.equals("/login") && method.equals("GET")) {
        return Set.of("anonymous", "viewer", "admin");
      }
      if (path.equals("/batch/create/") && method.equals("GET")) {
        return Set.of("admin");
      }
      boolean computesOnly =
          method.equals("POST") && (path.endsWith("/run-ids") || path.endsWith("/plan"));
      if (isForApi() && changes() && !computesOnly) {
        return Set.of("admin");
      }
      boolean isPage = path.equals("/") || path.startsWith("/batch/");
      if (isForApi() || (isPage && !changes())) {
        return Set.of("viewer", "admin");
      }
      return Set.of();
    }
  }

  /**
   * Returns every mapping of the service, with a batch that does not exist in place of variables.
   */
  private static List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    service
        .context()
        .getBeansOfType(RequestMappingHandlerMapping.class)
        .values()
        .forEach(mappings -> mappings.getHandlerMethods().keySet().forEach(m -> add(endpoints, m)));
    assertThat(endpoints).hasSizeGreaterThan(5);
    return endpoints;
  }

  private static void add(List<Endpoint> endpoints, RequestMappingInfo mapping) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    for (String pattern : mapping.getPatternValues()) {
      String path = pattern.replaceAll("\\{[^}]+}", "nosuch");
      if (methods.isEmpty()) {
        List.of("GET", "POST", "PUT", "DELETE").forEach(m -> endpoints.add(new Endpoint(m, path)));
      }
      methods.forEach(method -> endpoints.add(new Endpoint(method.name(), path)));
    }
  }

  @Nested
  @DisplayName("A01 Broken access control")
  class AccessControl {

    /** ASVS 4.1.1, 4.1.3, 4.1.5: rules are enforced by the service, for every mapping there is. */
    @Test
    void everyMappingIsOpenToThoseWhoMayUseItAndToNobodyElse() {
      Client anonymous = service.anonymous();
      Client viewer = service.viewer();
      Client admin = service.admin();
      for (Endpoint endpoint : endpoints()) {
        check(endpoint, "anonymous", anonymous);
        check(endpoint, "viewer", viewer);
        check(endpoint, "admin", admin);
      }
    }

    private void check(Endpoint endpoint, String who, Client client) {
      Client.Response response = client.send(endpoint.method(), endpoint.path(), "");
      String label = "%s %s by %s".formatted(endpoint.method(), endpoint.path(), who);
      if (endpoint.allowed().contains(who)) {
        assertThat(response.status()).as(label).isNotIn(401, 403);
        assertThat(response.header("Location")).as(label).doesNotContain("/login");
        assertThat(response.status()).as(label).isLessThan(500);
      } else if (endpoint.isForApi()) {
        assertThat(response.status()).as(label).isEqualTo(who.equals("anonymous") ? 401 : 403);
        assertThat(response.header("Content-Type"))
            .as(label)
            .startsWith("application/problem+json");
      } else if (who.equals("anonymous")) {
        assertThat(response.status()).as(label).isEqualTo(302);
        assertThat(response.header("Location")).as(label).startsWith("/login");
      } else {
        assertThat(response.status()).as(label).isIn(403, 404);
      }
    }

    /**
     * ASVS 4.1.3: what no rule names is refused, also where a file or a mapping may be some day.
     */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/actuator",
          "/actuator/env",
          "/h2-console/",
          "/swagger-ui/index.html",
          "/v3/api-docs",
          "/application.properties",
          "/templates/login.html",
          "/error",
          "/login/again",
          "/webjars",
          "/app"
        })
    void whatNoRuleNamesDoesNotExist(String path) {
      assertThat(service.anonymous().get(path).status()).isIn(302, 404);
      assertThat(service.admin().get(path).status()).isEqualTo(404);
    }

    /** ASVS 13.2.3, 4.2.2: nothing changes without the token of the session. */
    @Test
    void everyChangeNeedsTheToken() {
      Client admin = service.admin();
      List<Endpoint> changes =
          endpoints().stream().filter(e -> e.changes() && e.isForApi()).toList();
      for (Endpoint endpoint : changes) {
        Client.Response response =
            admin.send(
                admin.request(endpoint.path()).method(endpoint.method(), BodyPublishers.noBody()));

        assertThat(response.status()).as(endpoint.toString()).isEqualTo(403);
        assertThat(response.json().get("type").asString())
            .isEqualTo("urn:weppcloud:page-out-of-date");
        assertThat(response.json().get("detail").asString()).contains("Reload the page");
      }
      assertThat(post(admin, "/logout", "").status()).isEqualTo(403);
      assertThat(admin.get("/api/session").status()).isEqualTo(200);
    }

    /** ASVS 4.2.2: the token of another session is none, nor is one sent as an address. */
    @Test
    void theTokenOfAnotherSessionIsRefused() {
      String token = service.viewer().get("/api/session").json().get("csrf_token").asString();
      Client admin = service.admin();

      Client.Response response =
          admin.send(
              admin
                  .request("/api/nothing")
                  .header("X-CSRF-TOKEN", token)
                  .POST(BodyPublishers.noBody()));

      assertThat(response.status()).isEqualTo(403);
    }

    /** ASVS 4.2.2: signing somebody in as somebody else is a change too. */
    @Test
    void theSignInNeedsTheTokenOfItsPage() {
      Client.Response response =
          post(service.anonymous(), "/login", "username=admin&password=" + service.adminPassword());

      assertThat(response.status()).isEqualTo(302);
      assertThat(response.header("Location")).isEqualTo("/login?late");
      assertThat(service.anonymous().get("/login?late").body())
          .contains("This page had been open for too long.");
    }

    /** ASVS 14.5.1: a form cannot say that it is another kind of request. */
    @Test
    void aPostStaysAPost() {
      Client viewer = service.viewer();

      for (String header :
          List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
        assertThat(
                viewer
                    .send(
                        viewer.withToken(
                            viewer
                                .request("/api/batches?_method=GET")
                                .header(header, "GET")
                                .POST(BodyPublishers.noBody())))
                    .status())
            .isEqualTo(403);
      }
    }

    /** ASVS 5.1.5: the way back leads nowhere else. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://evil.example/",
          "//evil.example/",
          "/\\evil.example/",
          "/batch/\r\nX-Evil: 1"
        })
    void theSignInLeadsToPagesOfTheServiceOnly(String back) {
      Client client = service.anonymous();
      String form =
          "username=admin&password=%s&back=%s&_csrf=%s"
              .formatted(service.adminPassword(), encode(back), encode(client.formToken()));
      Client.Response response = post(client, "/login", form);

      assertThat(response.status()).isEqualTo(302);
      assertThat(response.header("Location")).isEqualTo("/batch/");
      assertThat(response.headers().firstValue("X-Evil")).isEmpty();
    }

    /** ASVS 12.3.1: no spelling of a path leads out of the directories that are served. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/app/../application.properties",
          "/app/..%2fapplication.properties",
          "/app/%2e%2e/application.properties",
          "/app/%252e%252e/application.properties",
          "/app/..;/application.properties",
          "/app/..\\application.properties",
          "/app/..%5capplication.properties",
          "/app//../application.properties",
          "/app/%c0%ae%c0%ae/application.properties",
          "/app/base.css%00.properties",
          "/webjars/../../../application.properties",
          "/webjars/leaflet/..%2f..%2f..%2f..%2fapplication.properties",
          "/app/file:/etc/passwd",
          "/app/classpath:application.properties",
          "/batch/..%2fhost/",
          "/batch/%2e%2e/host/users.json",
          "/api/batches/..%2fhost",
          "/api/batches/..%2f..%2fhost",
          "/api/batches/%2e%2e/base",
          "/api/batches/_base",
          "/api/batches/.",
          "//api/batches",
          "/API/batches",
          "/api;x=1/batches",
          "/api/./batches",
          "/login/../api/batches",
          "/app/../api/batches"
        })
    void noSpellingOfAPathLeadsElsewhere(String path) throws IOException {
      Client viewer = service.viewer();
      String session = viewer.cookies().get("weppcloud-session");
      for (String cookie : List.of("Cookie: a=b", "Cookie: weppcloud-session=" + session)) {
        String answer = Raw.send(service.baseUri(), "GET " + path, "Host: 127.0.0.1", cookie);

        assertThat(Raw.status(answer)).as(path).isIn(302, 400, 401, 404);
        assertThat(answer).doesNotContain("host.data", "bcrypt", "root:");
      }
    }
  }

  @Nested
  @DisplayName("A02 Cryptographic failures")
  class Cryptography {

    /** ASVS 2.4.1, 2.4.4: passwords are salted, slow hashes. */
    @Test
    void passwordsAreKeptAsSaltedHashes() throws IOException {
      String users = Files.readString(data.resolve("host/users.json"));
      Matcher hashes = Pattern.compile("\\{bcrypt}\\$2a\\$(\\d\\d)\\$(.{22})").matcher(users);
      Set<String> salts = new HashSet<>();
      while (hashes.find()) {
        assertThat(Integer.parseInt(hashes.group(1))).isGreaterThanOrEqualTo(10);
        salts.add(hashes.group(2));
      }

      assertThat(salts).hasSize(2);
      assertThat(users).doesNotContain(service.adminPassword(), service.viewerPassword());
    }

    /** ASVS 2.3.1, 6.3.1: generated passwords have 100 bits of a generator made for it. */
    @Test
    void generatedPasswordsAreNotGuessed(@TempDir Path other) {
      UsersFile users = UsersFile.in(other);
      users.add("admin", Role.BATCH_ADMIN);
      Set<String> passwords = new HashSet<>();
      Set<Integer> letters = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        String password = users.resetPassword("admin");
        passwords.add(password);
        password.replace("-", "").chars().forEach(letters::add);
      }

      assertThat(passwords).hasSize(20).allMatch(p -> p.replace("-", "").length() == 20);
      // 400 draws from 32 letters miss one of them with a probability of 1 in 10,000.
      assertThat(letters).hasSizeGreaterThanOrEqualTo(30);
    }

    /** ASVS 8.3.4, 4.3.3: others on the machine read neither users nor sessions. */
    @Test
    void whatTheServiceKeepsForItselfIsClosedToOthers() throws IOException {
      assumeTrue(
          FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
          "the file system has no POSIX permissions");
      assertThat(mode("host")).isEqualTo("rwx------");
      assertThat(mode("host/users.json")).isEqualTo("rw-------");
      assertThat(mode("host/sessions")).isEqualTo("rwx------");
    }

    private String mode(String path) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(path)));
    }

    /**
     * ASVS 3.4.1 to 3.4.4, 9.1.1, 14.4.5: behind a proxy with TLS the cookie never goes without.
     */
    @Test
    void behindAProxyTheCookieIsSecure(@TempDir Path other) {
      try (Service proxied = Service.start(other, "--forwarded=native")) {
        Client client = proxied.anonymous();
        Client.Response response =
            client.send(client.request("/login").header("X-Forwarded-Proto", "https").GET());

        assertThat(response.header("Set-Cookie")).contains("; Secure");
        assertThat(response.header("Strict-Transport-Security")).startsWith("max-age=31536000");
      }
    }

    /** ASVS 14.5.4 (of 4.0.2): who is not a proxy cannot say that it is. */
    @Test
    void forwardedHeadersAreNotBelievedUnlessAskedFor() {
      Client client = service.anonymous();
      Client.Response response =
          client.send(
              client
                  .request("/batch/")
                  .header("X-Forwarded-Proto", "https")
                  .header("X-Forwarded-Host", "evil.example")
                  .header("Forwarded", "host=evil.example;proto=https")
                  .header("X-Forwarded-Prefix", "/evil")
                  .GET());

      assertThat(response.header("Location")).isEqualTo("/login");
      assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }
  }

  @Nested
  @DisplayName("A03 Injection")
  class Injection {

    private static final String HOSTILE =
        "\"><script>alert(1)</script>${7*7}[[${7*7}]]__${T(java.lang.Runtime).getRuntime()}__";

    /** ASVS 5.3.3, 5.2.5: what was typed comes back as text; no template reads it. */
    @Test
    void whatWasTypedAtTheSignInComesBackAsText() {
      Client.Response response = service.anonymous().signIn(HOSTILE, "x");

      assertThat(response.body())
          .doesNotContain("<script>alert", "java.lang.Runtime@")
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;${7*7}[[${7*7}]]__${T(java");
    }

    /** ASVS 5.3.3: the sentence about a batch that is not there repeats its name as text. */
    @Test
    void theNameOfAPageComesBackAsText() {
      Client.Response response = service.viewer().get("/batch/" + encode("<b>${7*7}</b>") + "/");

      assertThat(response.status()).isIn(400, 404);
      assertThat(response.body()).doesNotContain("<b>", "49");
    }

    /** ASVS 5.3.1, 14.4.1: JSON is JSON, and browsers take it for nothing else. */
    @Test
    void problemsAreNeverReadAsPages() {
      Client.Response response =
          service.viewer().get("/api/batches/" + encode("<script>alert(1)<script>"));

      assertThat(response.header("Content-Type")).startsWith("application/problem+json");
      assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    /** ASVS 12.3.1, 12.3.2, 12.5.1: the name of an upload is data, wherever it points to. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "../../../host/users.json",
          "..\\..\\host\\users.json",
          "/etc/cron.d/x",
          "C:\\x.geojson",
          "x\u0000.geojson",
          "<script>alert(1)</script>.geojson",
          "batch_runner.nodb",
          "con",
          ""
        })
    void theNameOfAnUploadIsNoPath(String name, @TempDir Path other) throws IOException {
      try (Service uploaded = Service.start(other)) {
        Client admin = uploaded.admin();
        assertThat(create(admin)).isEqualTo(201);
        String users = Files.readString(other.resolve("host/users.json"));
        String batch = Files.readString(other.resolve("batch/hostile/batch_runner.nodb"));
        Set<Path> before = outside(other);

        Client.Response response =
            admin.upload(
                "/api/batches/hostile/watersheds",
                name,
                "{\"type\": 1}".getBytes(StandardCharsets.UTF_8));
        Client.Response accepted =
            admin.upload(
                "/api/batches/hostile/watersheds",
                name,
                hostileWatersheds("").getBytes(StandardCharsets.UTF_8));

        assertThat(response.status()).isEqualTo(400);
        assertThat(accepted.status()).isIn(200, 400);
        assertThat(Files.readString(other.resolve("host/users.json"))).isEqualTo(users);
        assertThat(outside(other)).isEqualTo(before);
        if (accepted.status() == 400) {
          assertThat(Files.readString(other.resolve("batch/hostile/batch_runner.nodb")))
              .isEqualTo(batch);
        }
        assertThat(accepted.header("Content-Type")).contains("json");
      }
    }

    /**
     * Returns what there is beside the batch's own uploads and journal, and the empty waiting room.
     */
    private Set<Path> outside(Path directory) throws IOException {
      Path batch = directory.resolve("batch/hostile");
      try (Stream<Path> files = Files.walk(directory)) {
        return files
            .filter(file -> !file.startsWith(batch.resolve("resources")))
            .filter(file -> !file.equals(directory.resolve("host/uploads")))
            .filter(file -> !file.startsWith(batch.resolve(".batchrunner")))
            .collect(Collectors.toSet());
      }
    }

    /** ASVS 5.3.3, 5.3.6: the names of watersheds come back as JSON text and as nothing else. */
    @Test
    void theNamesOfWatershedsComeBackAsText(@TempDir Path other) throws IOException {
      try (Service named = Service.start(other)) {
        Client admin = named.admin();
        assertThat(create(admin)).isEqualTo(201);
        Client.Response upload =
            admin.upload(
                "/api/batches/hostile/watersheds",
                "x.geojson",
                hostileWatersheds("").getBytes(StandardCharsets.UTF_8));
        Client.Response report =
            admin.post(
                "/api/batches/hostile/run-ids",
                "{\"template\":\"{properties['Name']}\",\"page\":0,\"size\":100,\"show\":\"all\"}");

        assertThat(upload.status()).isEqualTo(200);
        assertThat(report.status()).isEqualTo(200);
        assertThat(report.header("Content-Type")).startsWith("application/json");
        assertThat(report.body()).contains("__import__").doesNotContain("49");
        assertThat(named.viewer().get("/batch/hostile/").body()).doesNotContain("onerror");
      }
    }

    /** ASVS 5.3.3, 5.3.6: no page and no script of the service makes HTML or code of a text. */
    @Test
    void nothingMakesHtmlOfText() throws IOException {
      Pattern script =
          Pattern.compile(
              "\\.(inner|outer)HTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|DOMParser|srcdoc|javascript:");
      Pattern template =
          Pattern.compile(
              "th:utext|\\[\\(|<script(?![^>]* (th:)?src=)|<style|\\bstyle=|\\son[a-z]+=|__\\$\\{|javascript:");
      Path resources = Path.of("src", "main", "resources");

      assertThat(matches(resources.resolve("static/app"), ".js", script)).isEmpty();
      assertThat(matches(resources.resolve("templates"), ".html", template)).isEmpty();
    }

    private List<String> matches(Path directory, String ending, Pattern pattern)
        throws IOException {
      List<String> found = new ArrayList<>();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
          Matcher matcher = pattern.matcher(Files.readString(file));
          while (matcher.find()) {
            found.add(file.getFileName() + ": " + matcher.group());
          }
        }
      }
      return found;
    }

    /** ASVS 7.3.1: a user name cannot write lines of the log. */
    @Test
    void userNamesDoNotWriteIntoTheLog() {
      try (Log log = Log.listen()) {
        service.anonymous().signIn("admin\n2026-11-21 INFO sign-in of admin", "x");

        assertThat(log.text())
            .contains("sign-in of (no user name) from 127.0.0.1")
            .doesNotContain("2026-11-21 INFO");
      }
    }
  }

  @Nested
  @DisplayName("A04 Insecure design")
  class Design {

    /** ASVS 2.2.1, 11.1.4: guessing is slowed down, and told so. */
    @Test
    void guessesAreSlowedDown(@TempDir Path other) {
      try (Service guessed = Service.start(other)) {
        Client client = guessed.anonymous();
        for (int i = 0; i < 5; i++) {
          assertThat(client.signIn("admin", "wrong").status()).isEqualTo(401);
        }

        Client.Response refused = client.signIn("admin", guessed.adminPassword());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.body()).contains("Too many sign-ins have failed. Wait ");
        assertThat(guessed.viewer().get("/batch/").status()).isEqualTo(200);
      }
    }
  }

  @Nested
  @DisplayName("A05 Security misconfiguration")
  class Configuration {

    /** ASVS 14.4.3 to 14.4.7, 8.2.1: every kind of answer bears the headers. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/login",
          "/batch/",
          "/batch/nosuch/",
          "/nosuch",
          "/api/session",
          "/api/nosuch",
          "/app/base.css",
          "/webjars/leaflet/1.9.4/dist/leaflet.css"
        })
    void everyAnswerBearsTheHeaders(String path) {
      for (Client client : List.of(service.admin(), service.anonymous())) {
        Client.Response response = client.get(path);

        assertThat(response.header("Content-Security-Policy"))
            .isEqualTo(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(response.header("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
        assertThat(response.header("Permissions-Policy")).contains("geolocation=()");
        assertThat(response.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(response.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        assertThat(response.headers().firstValue("X-Powered-By")).isEmpty();
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(response.header("Cache-Control")).isNotEmpty();
      }
    }

    /** ASVS 14.4.3: tiles are let in from where they were said to be, and from nowhere else. */
    @Test
    void tilesComeFromTheirServerAlone(@TempDir Path other) {
      try (Service tiled =
          Service.start(other, "--tiles=https://{s}.tiles.example.org/{z}/{x}/{y}.png")) {
        assertThat(tiled.anonymous().get("/login").header("Content-Security-Policy"))
            .contains("img-src 'self' data: https://*.tiles.example.org;");
      }
    }

    /** ASVS 8.2.1, 8.1.1: pages and data are not kept by browsers or proxies; files are. */
    @Test
    void pagesAreNotKeptAndFilesAreAskedFor() {
      Client admin = service.admin();

      assertThat(admin.get("/batch/").header("Cache-Control")).contains("no-store");
      assertThat(admin.get("/api/session").header("Cache-Control")).contains("no-store");
      Client.Response style = admin.get("/app/base.css");
      assertThat(style.header("Cache-Control")).isEqualTo("no-cache");
      assertThat(
              admin
                  .send(
                      admin
                          .request("/app/base.css")
                          .header("If-None-Match", style.header("ETag"))
                          .GET())
                  .status())
          .isEqualTo(304);
      assertThat(admin.get("/webjars/leaflet/1.9.4/dist/leaflet.css").header("Cache-Control"))
          .contains("max-age=31536000", "immutable");
    }

    /** ASVS 14.5.1: methods that the service has no use for are refused. */
    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "TRACK", "CONNECT", "PROPFIND", "FOO", "PATCH", "OPTIONS"})
    void otherMethodsAreRefused(String method) throws IOException {
      Client admin = service.admin();
      String answer =
          Raw.send(
              service.baseUri(),
              method + " /batch/",
              "Host: 127.0.0.1",
              "X-Secret: echo-me",
              "Cookie: weppcloud-session=" + admin.cookies().get("weppcloud-session"));

      assertThat(Raw.status(answer)).isBetween(400, 501);
      assertThat(answer).doesNotContain("echo-me");
    }

    /** ASVS 7.4.1, 14.3.2, 14.3.3: errors say nothing of the inside. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "GET /%%",
          "GET /batch/%00/",
          "GET /batch/{}/",
          "GET /nosuch",
          "GET /api/nosuch",
          "GET /api/batches/%2F",
          "GET /batch/nosuch/",
          "BROKEN",
          "GET /" + "\u0001"
        })
    void errorsSayNothingOfTheInside(String line) throws IOException {
      Client admin = service.admin();
      String answer =
          Raw.send(
              service.baseUri(),
              line,
              "Host: 127.0.0.1",
              "Accept: text/html",
              "Cookie: weppcloud-session=" + admin.cookies().get("weppcloud-session"));

      // What is not HTTP is not answered by it.
      assertThat(answer).containsPattern("^HTTP/1\\.1 4\\d\\d|HTTP Status 400");
      assertThat(answer)
          .doesNotContain(
              "Exception", "\tat ", "org.", "java", "Tomcat", "Apache", "Whitelabel", "Spring")
          .doesNotContain(data.toString());
    }

    /** ASVS 7.4.1: what fails inside is a problem for the log. */
    @Test
    void aFailureInsideIsTheLogsAlone(@TempDir Path other) throws IOException {
      try (Service broken = Service.start(other)) {
        Client admin = broken.admin();
        Files.writeString(other.resolve("host/users.json"), "{ damaged by hand");

        Client.Response page = admin.get("/batch/");
        Client.Response api = admin.get("/api/session");

        assertThat(page.status()).isEqualTo(500);
        assertThat(page.body()).contains("That did not work").doesNotContain("users", "damaged");
        assertThat(api.status()).isEqualTo(500);
        assertThat(api.header("Content-Type")).startsWith("application/problem+json");
        assertThat(api.body()).doesNotContain("users", "damaged");
      }
    }

    /** ASVS 14.5.3, DNS rebinding: the service answers to its own names alone. */
    @Test
    void anotherHostNameIsRefused() throws IOException {
      for (String host :
          List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80")) {
        String answer = Raw.send(service.baseUri(), "GET /login", "Host: " + host);

        assertThat(Raw.status(answer)).isEqualTo(421);
        assertThat(answer).contains("--names=").doesNotContain("password");
      }
      for (String host : List.of("localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:8080")) {
        assertThat(Raw.status(Raw.send(service.baseUri(), "GET /login", "Host: " + host)))
            .isEqualTo(200);
      }
    }

    /** The same: a name that was given is answered to. */
    @Test
    void aNameThatWasGivenIsAnsweredTo(@TempDir Path other) throws IOException {
      try (Service named = Service.start(other, "--names=Batch.example.org,other.example.org")) {
        assertThat(
                Raw.status(Raw.send(named.baseUri(), "GET /login", "Host: batch.example.org:443")))
            .isEqualTo(200);
      }
    }

    /** ASVS 14.2.2, 14.3.2: nothing for developers is on the class path. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "org.springframework.boot.devtools.restart.Restarter",
          "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
          "org.h2.Driver",
          "org.springdoc.webmvc.ui.SwaggerConfig"
        })
    void nothingForDevelopersIsThere(String type) {
      assertThat(OwaspTest.class.getClassLoader().getResource(type.replace('.', '/') + ".class"))
          .isNull();
    }
  }

  @Nested
  @DisplayName("A06 Vulnerable and outdated components (2025: A03 Software supply chain failures)")
  class Components {

    /** ASVS 14.2.1, 14.2.4: what is on the class path is released, and there once. */
    @Test
    void everyLibraryIsAReleaseAndThereOnce() throws IOException {
      TreeMap<String, String> versions = new TreeMap<>();
      Pattern jar = Pattern.compile("(.*/[^/]+)/(\\d[^/]*)/[^/]+\\.jar!.*");
      for (URL manifest :
          Collections.list(OwaspTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
        Matcher matcher = jar.matcher(manifest.toString());
        if (matcher.matches() && !matcher.group(1).contains("/batchrunner")) {
          String before = versions.put(matcher.group(1), matcher.group(2));
          assertThat(before).as(matcher.group(1)).isNull();
        }
      }

      assertThat(versions.keySet())
          .anyMatch(library -> library.endsWith("/org/springframework/spring-webmvc"))
          .anyMatch(
              library -> library.endsWith("/org/springframework/security/spring-security-web"));
      assertThat(versions.values())
          .noneMatch(
              version ->
                  version
                      .toLowerCase(Locale.ROOT)
                      .matches(".*(snapshot|alpha|beta|-rc|-m\\d|\\.rc).*"));
    }
  }

  @Nested
  @DisplayName("A07 Identification and authentication failures")
  class Authentication {

    /** ASVS 3.2.1, 3.2.3: the id of before the sign-in is worth nothing after it. */
    @Test
    void theSignInBeginsAnotherSession() {
      Client client = service.anonymous();
      client.get("/login");
      String before = client.cookies().get("weppcloud-session");
      client.signIn("admin", service.adminPassword());

      assertThat(client.cookies().get("weppcloud-session")).isNotEqualTo(before);
      assertThat(withSession(before).status()).isEqualTo(401);
    }

    /** ASVS 3.3.1: signing out ends the session in the service, not in the browser alone. */
    @Test
    void theSignOutEndsTheSession() {
      Client admin = service.admin();
      String session = admin.cookies().get("weppcloud-session");
      assertThat(withSession(session).status()).isEqualTo(200);

      assertThat(admin.get("/logout").status()).isEqualTo(404);
      assertThat(withSession(session).status()).isEqualTo(200);
      assertThat(admin.post("/logout", "").header("Location")).isEqualTo("/login");
      assertThat(withSession(session).status()).isEqualTo(401);
    }

    private Client.Response withSession(String id) {
      Client client = service.anonymous();
      return client.send(
          client.request("/api/session").header("Cookie", "weppcloud-session=" + id).GET());
    }

    /** ASVS 3.4.2, 3.4.3, 3.1.1: the cookie is out of the reach of scripts and of other sites. */
    @Test
    void theCookieIsOutOfReach() {
      Client.Response page = service.anonymous().get("/login");
      HttpCookie cookie = HttpCookie.parse(page.header("Set-Cookie")).get(0);

      assertThat(page.header("Set-Cookie")).contains("; HttpOnly", "; SameSite=Lax", "; Path=/");
      assertThat(cookie.getValue()).hasSizeGreaterThanOrEqualTo(32);
      assertThat(service.anonymous().get("/login;jsessionid=1").status()).isNotEqualTo(200);
      assertThat(page.body()).doesNotContain("jsessionid");
    }

    /** ASVS 3.3.2: a session ends when nobody uses it, and some day in any case. */
    @Test
    void sessionsEndByThemselves(@TempDir Path other) {
      try (Service clocked = Service.startWith(other, List.of(Time.class))) {
        Client admin = clocked.admin();
        ManualClock clock = clocked.context().getBean(ManualClock.class);
        assertThat(idleMinutes(clocked)).isEqualTo(8 * 60);

        clock.advance(Duration.ofDays(6));
        assertThat(admin.get("/api/session").status()).isEqualTo(200);
        clock.advance(Duration.ofDays(2));
        assertThat(admin.get("/api/session").status()).isEqualTo(401);
      }
    }

    /** ASVS 3.3.2, 11.1.4: visitors of the sign-in page leave nothing behind for long. */
    @Test
    void sessionsOfVisitorsEndSoon() {
      Client visitor = service.anonymous();
      visitor.get("/login");

      assertThat(idleSeconds(visitor)).isEqualTo(15 * 60);
      assertThat(idleSeconds(service.admin())).isEqualTo(8 * 60 * 60);
    }

    private int idleSeconds(Client client) {
      TomcatWebServer server =
          (TomcatWebServer) ((WebServerApplicationContext) service.context()).getWebServer();
      Context context = (Context) server.getTomcat().getHost().findChildren()[0];
      try {
        return context
            .getManager()
            .findSession(client.cookies().get("weppcloud-session"))
            .getMaxInactiveInterval();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private int idleMinutes(Service clocked) {
      return clocked.context().getBean(ServletContext.class).getSessionTimeout();
    }

    /** ASVS 2.2.1, 3.3.3: a new password ends the sessions of the old one. */
    @Test
    void aNewPasswordEndsSessions(@TempDir Path other) {
      try (Service changed = Service.start(other)) {
        Client viewer = changed.viewer();
        assertThat(viewer.get("/api/session").status()).isEqualTo(200);

        UsersFile.in(other.resolve("host")).resetPassword("viewer");

        assertThat(viewer.get("/api/session").status()).isEqualTo(401);
        assertThat(changed.admin().get("/api/session").status()).isEqualTo(200);
      }
    }

    /**
     * ASVS 2.2.1: nobody learns which users there are. That the work is the same: SignInWorkTest.
     */
    @Test
    void namesThatExistAreAnsweredLikeThoseThatDoNot(@TempDir Path other) {
      try (Service guessed = Service.start(other)) {
        Client.Response one = guessed.anonymous().signIn("viewer", "wrong");
        Client.Response none = guessed.anonymous().signIn("nobody", "wrong");

        assertThat(none.status()).isEqualTo(one.status());
        assertThat(withoutToken(none.body().replace("nobody", "viewer")))
            .isEqualTo(withoutToken(one.body()));
      }
    }

    private String withoutToken(String page) {
      return page.replaceAll("[A-Za-z0-9_=-]{40,}", "token");
    }

    /** ASVS 2.1.7, 2.5.4: no password works that was not made for this service. */
    @Test
    void thereIsNoDefaultPassword(@TempDir Path other) {
      try (Service guessed = Service.start(other)) {
        for (String user : List.of("admin", "user", "root", "")) {
          for (String password : List.of("", "admin", "password", "user")) {
            assertThat(guessed.anonymous().signIn(user, password).status()).isEqualTo(401);
          }
        }
      }
    }

    /** ASVS 2.1.2: what is too long for a password fails, and nothing else happens. */
    @Test
    void aVeryLongPasswordFails() {
      assertThat(service.anonymous().signIn("viewer", "x".repeat(100_000)).status()).isEqualTo(401);
    }
  }

  @Nested
  @DisplayName("A08 Software and data integrity failures")
  class Integrity {

    /** ASVS 5.5.3: what is read back of sessions makes no other objects. */
    @Test
    void aForeignObjectAmongTheSessionsIsNotMade(@TempDir Path other) throws IOException {
      Path sessions = Files.createDirectories(other.resolve("host/sessions"));
      try (ObjectOutputStream out =
          new ObjectOutputStream(Files.newOutputStream(sessions.resolve("SESSIONS.ser")))) {
        out.writeObject(new Gadget());
      }

      try (Service robust = Service.start(other)) {
        assertThat(Gadget.WAS_MADE).isFalse();
        assertThat(robust.admin().get("/batch/").status()).isEqualTo(200);
      }
    }
  }

  /** What an attacker would slip in. */
  private static final class Gadget implements Serializable {

    private static final long serialVersionUID = 1;
    static final AtomicBoolean WAS_MADE = new AtomicBoolean();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      WAS_MADE.set(true);
    }
  }

  @Nested
  @DisplayName("A09 Security logging and monitoring failures")
  class Logging {

    /** ASVS 7.1.1, 7.1.3, 7.2.1: sign-ins are in the log, secrets are not. */
    @Test
    void signInsAreLoggedWithoutSecrets(@TempDir Path other) {
      try (Service logged = Service.start(other);
          Log log = Log.listen()) {
        Client admin = logged.admin();
        logged.anonymous().signIn("viewer", "a-wrong-password");
        logged.anonymous().signIn("My-Secret-In-The-Wrong-Field", "x");
        String session = admin.cookies().get("weppcloud-session");
        admin.post("/logout", "");

        assertThat(log.text())
            .contains(
                "sign-in of admin from 127.0.0.1",
                "sign-in of viewer from 127.0.0.1 failed",
                "sign-in of (no user name) from 127.0.0.1 failed",
                "sign-out of admin from 127.0.0.1")
            .doesNotContain(
                logged.adminPassword(), "a-wrong-password", "My-Secret", session, "bcrypt");
      }
    }
  }

  @Nested
  @DisplayName("A10 Server-side request forgery")
  class RequestForgery {

    /** ASVS 5.2.6, 12.6.1: nothing in the service opens an address, whoever says it. */
    @Test
    void noClassOfTheServiceOpensAnAddress() throws IOException {
      List<String> clients =
          List.of(
              "java/net/http/HttpClient",
              "java/net/URLConnection",
              "java/net/HttpURLConnection",
              "java/net/Socket",
              "openStream",
              "openConnection",
              "org/springframework/web/client/",
              "org/springframework/core/io/UrlResource");
      List<String> found = new ArrayList<>();
      for (Path type : classes()) {
        String content = Files.readString(type, StandardCharsets.ISO_8859_1);
        clients.stream()
            .filter(content::contains)
            .forEach(client -> found.add(type.getFileName() + " uses " + client));
      }

      assertThat(found).isEmpty();
    }

    /** ASVS 12.6.1: an address in a file is not asked for its content. */
    @Test
    void anAddressInAFileIsNotAsked(@TempDir Path other) throws IOException {
      try (Service asked = Service.start(other);
          ServerSocketChannel listener = ServerSocketChannel.open()) {
        listener
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .configureBlocking(false);
        String address = "http://127.0.0.1:%d/".formatted(listener.socket().getLocalPort());
        Client admin = asked.admin();
        assertThat(create(admin)).isEqualTo(201);

        admin.upload(
            "/api/batches/hostile/watersheds",
            "x.geojson",
            hostileWatersheds(
                    "\"crs\":{\"type\":\"link\",\"properties\":{\"href\":\"%s\"}},"
                        .formatted(address))
                .getBytes(StandardCharsets.UTF_8));
        admin.post("/api/batches", "{\"name\":\"other\",\"config\":\"%s\"}".formatted(address));

        assertThat(listener.accept()).isNull();
      }
    }

    private List<Path> classes() throws IOException {
      Path root =
          Path.of(
              URI.create(
                  WeppcloudWeb.class
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .toString()));
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        assertThat(classes).hasSizeGreaterThan(20);
        return classes;
      }
    }
  }

  private static int create(Client admin) {
    return admin
        .post("/api/batches", "{\"name\":\"hostile\",\"config\":\"disturbed9002_wbt\"}")
        .status();
  }

  /** Returns watersheds whose names are made to be read as something else. */
  private static String hostileWatersheds(String members) {
    String feature =
        "{'type':'Feature','properties':{'Name':'%s'},'geometry':{'type':'Polygon','coordinates':[[[0,0],[0,1],[1,1],[0,0]]]}}"
            .replace('\'', '"');
    return "{\"type\":\"FeatureCollection\","
        + members
        + "\"features\":["
        + Stream.of(
                "<img src=x onerror=alert(1)>",
                "${7*7}{{7*7}}#{7*7}",
                "__import__(1)",
                "../../host",
                "a\\r\\nSet-Cookie: x=y",
                "\\u202egpj.exe")
            .map(feature::formatted)
            .collect(Collectors.joining(","))
        + "]}";
  }

  /** A service whose time a test moves. */
  static class Time {

    @Bean
    ManualClock clock() {
      return new ManualClock(Clock.systemUTC().instant());
    }
  }

  /** What is logged in the meantime. */
  private static final class Log implements AutoCloseable {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.batchrunner");

    static Log listen() {
      Log log = new Log();
      log.logger.setLevel(Level.INFO);
      log.appender.start();
      log.logger.addAppender(log.appender);
      return log;
    }

    String text() {
      return String.join(
          "\n",
          List.copyOf(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Override
    public void close() {
      logger.detachAppender(appender);
    }
  }

  private static Client.Response post(Client client, String path, String form) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
