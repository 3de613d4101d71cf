package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.browser.Browser;
import io.github.batchrunner.browser.NeedsBrowser;
import io.github.batchrunner.sample.web.Service;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The sign-in and the frame of all pages, as a person meets them. */
@NeedsBrowser
class SignInPageTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir private static Path directory;
  private static Service service;
  private static Browser browser;

  @BeforeAll
  static void start() {
    service = Service.start(directory.resolve("data"));
    browser = Browser.start(directory.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    service.close();
  }

  @BeforeEach
  void signOut() {
    browser.resize(1000, 700);
    browser.dark(false);
    open("/login");
    if (!browser.findAll(".account button").isEmpty()) {
      browser.click(".account button");
    }
  }

  private static void open(String path) {
    browser.open(service.baseUri().resolve(path));
  }

  private static String path() {
    return (String) browser.run("return location.pathname + location.search");
  }

  private static void signIn(String user, String password) {
    browser.find("#username").clear();
    browser.find("#username").sendKeys(user);
    browser.find("#password").sendKeys(password);
    browser.press(Keys.ENTER);
  }

  private static void picture(String name) throws IOException {
    browser.settle();
    browser.screenshot(PICTURES.resolve(name + ".png"));
  }

  @Test
  void aPersonSignsInWithTheKeyboardAndIsWhereTheyWantedToBe() throws IOException {
    open("/batch/create/");
    assertThat(path()).isEqualTo("/login?back=%2Fbatch%2Fcreate%2F");
    browser.until("return document.activeElement.id === 'username'");
    picture("sign-in");

    signIn("admin", service.adminPassword());

    assertThat(path()).isEqualTo("/batch/create/");
    assertThat(browser.text(".account")).contains("Signed in as admin");
    assertThat(browser.find("body").getDomAttribute("data-role")).isEqualTo("admin");
    assertThat(browser.barriers()).isEmpty();
    picture("frame");
  }

  @Test
  void aWrongPasswordIsSaidAndTheNameIsStillThere() throws IOException {
    signIn("nobody", "wrong");

    assertThat(browser.text("[role=alert]"))
        .isEqualTo("The user name or the password is not right.");
    assertThat(browser.find("#username").getDomProperty("value")).isEqualTo("nobody");
    browser.until("return document.activeElement.id === 'password'");
    assertThat(browser.barriers()).isEmpty();
    picture("sign-in-wrong");
  }

  @Test
  void aViewerSeesNoWayToCreateAndIsToldWhy() throws IOException {
    signIn("viewer", service.viewerPassword());

    assertThat(browser.findAll("nav a[href='/batch/create/']")).isEmpty();
    assertThat(browser.text(".account")).contains("may look, not change");
    open("/batch/create/");
    assertThat(browser.text("h1")).isEqualTo("You may not do that");
    picture("refused");
    open("/batch/nosuch/");
    assertThat(browser.text("h1")).isEqualTo("There is no such batch");
    assertThat(browser.barriers()).isEmpty();
  }

  @Test
  void thePageIsReadableInTheDarkAndOnAPhone() throws IOException {
    browser.resize(390, 800);
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      open("/login");

      assertThat(browser.barriers()).isEmpty();
      assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
      picture(dark ? "sign-in-narrow-dark" : "sign-in-narrow");
    }
    signIn("admin", service.adminPassword());
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    picture("frame-narrow-dark");
  }

  @Test
  void thePolicyOfThePageIsKept() {
    signIn("admin", service.adminPassword());

    assertThat(browser.problems())
        .noneMatch(message -> message.contains("Content Security Policy"));
    assertThat(
            browser.run(
                "const s = document.createElement('script'); s.textContent = 'window.ran = true';"
                    + "document.body.append(s); return window.ran === true"))
        .isEqualTo(false);
  }

  @Test
  void aPageGoesOnAfterSigningInAgainElsewhere() {
    signIn("admin", service.adminPassword());
    // The session ends, the page stays.
    browser.run(
        "return fetch('/logout', {method: 'POST', headers: {'X-CSRF-TOKEN': document.querySelector('meta[name=csrf-token]').content}}).then(() => 1)");
    assertThat(
            browser.run(
                "return import('/app/api.js').then(({get}) => "
                    + "get('/api/batches').then(() => 'answered', (e) => e.isSignedOut))"))
        .isEqualTo(true);
    assertThat(browser.text("#signed-out")).contains("You are signed out.");

    signInElsewhere();

    assertThat(
            browser.run(
                "return import('/app/api.js').then(({post}) => "
                    + "post('/api/nothing', {}).then(() => 0, (e) => e.status))"))
        .isEqualTo(404L);
    assertThat(
            browser.run(
                "return import('/app/api.js').then(({get}) => "
                    + "get('/api/batches').then(() => document.getElementById('signed-out') === null))"))
        .isEqualTo(true);
  }

  /** Signs in without leaving the page, as another tab does. */
  private static void signInElsewhere() {
    assertThat(
            browser.run(
                """
                return (async (password) => {
                const page = await fetch("/login").then((answer) => answer.text());
                const token = new DOMParser().parseFromString(page, "text/html").querySelector("[name=_csrf]").value;
                const form = new URLSearchParams({username: "admin", password, _csrf: token});
                return fetch("/login", {method: "POST", body: form}).then((answer) => answer.status);
                })(arguments[0]);
                """,
                service.adminPassword()))
        .isEqualTo(200L);
  }
}
