package io.github.batchrunner.sample.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person's program that speaks with a service: it keeps cookies, shows the token of its session
 * with every change, and follows no redirect.
 */
public final class Client {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern META = Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"");
  private static final Pattern FIELD = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  /** What was answered. */
  public record Response(int status, HttpHeaders headers, String body) {

    /** Returns the body as JSON. */
    public JsonNode json() {
      return JSON.readTree(body);
    }

    /** Returns a header, empty if it is not there. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  private URI service;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private String token = "";

  private Client(URI service) {
    this.service = service;
  }

  /** Returns a client that has not signed in. */
  public static Client anonymous(URI service) {
    return new Client(service);
  }

  /** Returns a client that has signed in. */
  public static Client signedIn(URI service, String user, String password) {
    Client client = new Client(service);
    Response response = client.signIn(user, password);
    if (response.status() != 302) {
      throw new AssertionError("signing in was answered with status " + response.status());
    }
    client.findToken();
    return client;
  }

  /** Sends the form of the sign-in page as a browser does. */
  public Response signIn(String user, String password) {
    String form =
        "username="
            + encode(user)
            + "&password="
            + encode(password)
            + "&_csrf="
            + encode(formToken());
    return send(
        request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /** Opens the sign-in page and returns the token of its form. */
  public String formToken() {
    Matcher matcher = FIELD.matcher(get("/login").body());
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Takes the token of the session from a page, as its scripts do. */
  public void findToken() {
    Matcher matcher = META.matcher(get("/batch/").body());
    token = matcher.find() ? matcher.group(1) : "";
  }

  /** Goes on with another service at the same host, such as the same one after a restart. */
  public void moveTo(URI other) {
    service = other;
  }

  /** Asks for something. */
  public Response get(String path) {
    return send(request(path).GET());
  }

  /** Posts JSON; an empty text for no body. */
  public Response post(String path, String json) {
    return send("POST", path, json);
  }

  /** Puts JSON; an empty text for no body. */
  public Response put(String path, String json) {
    return send("PUT", path, json);
  }

  /** Deletes something. */
  public Response delete(String path) {
    return send("DELETE", path, "");
  }

  /** Sends a request with the token of the session, with JSON unless it is empty. */
  public Response send(String method, String path, String json) {
    HttpRequest.Builder request = request(path);
    BodyPublisher body = BodyPublishers.noBody();
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
      body = BodyPublishers.ofString(json);
    }
    return send(withToken(request).method(method, body));
  }

  /** Puts a file as the field "file" of a form. */
  public Response upload(String path, Path file) {
    try {
      return upload(path, file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a file of this name and content as the field "file" of a form. */
  public Response upload(String path, String name, byte[] content) {
    String boundary = "batchrunner-test-boundary";
    String head =
        """
        --%s
        Content-Disposition: form-data; name="file"; filename="%s"
        Content-Type: application/octet-stream

        """
            .formatted(boundary, name.replace("\"", "%22"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        withToken(request(path))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .PUT(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** Starts a request to a path of the service, for {@link #send(HttpRequest.Builder)}. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE);
  }

  /** Adds the token of the session. */
  public HttpRequest.Builder withToken(HttpRequest.Builder request) {
    return token.isEmpty() ? request : request.header("X-CSRF-TOKEN", token);
  }

  /** Sends a request as it is, with the cookies. */
  public Response send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Response(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Returns the client below, for streams; it has the cookies. */
  public HttpClient http() {
    return http;
  }

  /** Returns the cookies by name, for a browser that is to go on as this person. */
  public Map<String, String> cookies() {
    return cookies.getCookieStore().getCookies().stream()
        .collect(Collectors.toMap(HttpCookie::getName, HttpCookie::getValue));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
