package io.github.batchrunner.browser;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput.ScrollOrigin;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium that does what a person does, and tells what the page did.
 *
 * <p>It has a profile of its own and knows no host but this one. Every command is bounded in time.
 * Not thread-safe.
 */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How often something is looked for that is awaited; some 30 s in all. */
  private static final int MOST_LOOKS = 1_000;

  private final ChromeDriver driver;
  private final List<String> requests = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts a browser that keeps its things in {@code profile}, for a test that {@linkplain
   * NeedsBrowser needs} one.
   */
  public static Browser start(Path profile) {
    Path chromium = Programs.CHROMIUM.require();
    Path chromedriver = Programs.CHROMEDRIVER.require();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--user-data-dir=" + profile.toAbsolutePath(),
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--force-color-profile=srgb",
        "--lang=en",
        // Larger than any that resize asks for: what lies outside is never painted, nor timed.
        "--window-size=1600,1400");
    if ("root".equals(System.getProperty("user.name"))) {
      // Chromium's sandbox refuses to work for root.
      options.addArguments("--no-sandbox");
    }
    // Both paths are given, so that Selenium Manager is not asked; if it were, it would stay off
    // the network.
    System.setProperty("SE_OFFLINE", "true");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.open(URI.create("about:blank"));
    // What the page of a new tab asked for is forgotten.
    browser.requests();
    browser.requests.clear();
    browser.driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
    return browser;
  }

  /** Opens a page and waits until it has been loaded. */
  public void open(URI page) {
    driver.get(page.toString());
  }

  /** Loads the page anew. */
  public void reload() {
    driver.navigate().refresh();
  }

  /** Forgets the cookies of the host of the page, as if another person came. */
  public void forgetCookies() {
    driver.manage().deleteAllCookies();
  }

  /** Makes the inside of the window so large, in CSS pixels. */
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Says whether its user wants pages to be dark. */
  public void dark(boolean wanted) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", wanted ? "dark" : "light"))));
  }

  /** Runs a script in the page and returns what it returns: a JSON value as a Java value. */
  public Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
  }

  /** Runs a script that answers by calling its last argument. */
  public Object await(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeAsyncScript(script, arguments), "");
  }

  /**
   * Waits until the page has painted what it was asked to, also a moment later; if it becomes
   * another page meanwhile, until that one has.
   */
  public void settle() {
    try {
      awaitPaint();
    } catch (JavascriptException | ScriptTimeoutException unloaded) {
      // Chromium says either of a script whose page is gone.
      awaitPaint();
    }
  }

  private void awaitPaint() {
    await(
        "const done = arguments[0];"
            + "setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));");
  }

  /**
   * Waits until a script returns true, as pages do things in their own time; meanwhile the page may
   * become another.
   */
  public void until(String condition, Object... arguments) {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      try {
        if (Boolean.TRUE.equals(run(condition, arguments))) {
          settle();
          return;
        }
        await("setTimeout(arguments[arguments.length - 1], 25)");
      } catch (JavascriptException | ScriptTimeoutException unloaded) {
        // The script was in a page that is gone, or what it looks at is not there yet.
      }
    }
    throw new AssertionError(
        "in vain it was waited for \"%s\" with %s; the page at \"%s\" has \"%s\""
            .formatted(
                condition, List.of(arguments), driver.getCurrentUrl(), find("body").getText()));
  }

  /** Tells whether the page as a whole would have to be scrolled sideways. */
  public boolean isTooWide() {
    return (Boolean)
        run("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** Returns the one element that a CSS selector means. */
  public WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Returns all elements that a CSS selector means. */
  public List<WebElement> findAll(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Returns the text of an element as it is in the page, also where it cannot be seen. */
  public String text(String selector) {
    return Objects.requireNonNullElse(find(selector).getDomProperty("textContent"), "");
  }

  /** Clicks an element, in its middle. */
  public void click(String selector) {
    find(selector).click();
    settle();
  }

  /** Moves the pointer to a place, in pixels from the middle of an element. */
  public void point(String selector, int x, int y) {
    new Actions(driver).moveToElement(find(selector), x, y).perform();
    settle();
  }

  /** Clicks a place, in pixels from the middle of an element. */
  public void click(String selector, int x, int y) {
    new Actions(driver).moveToElement(find(selector), x, y).click().perform();
    settle();
  }

  /** Turns the wheel over the middle of an element; a negative number is away from the person. */
  public void wheel(String selector, int pixels) {
    new Actions(driver)
        .scrollFromOrigin(ScrollOrigin.fromElement(find(selector)), 0, pixels)
        .perform();
    settle();
  }

  /** Presses keys one after the other, wherever the focus is. */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    settle();
  }

  /** Presses the tab key until the focus is on what a CSS selector means. */
  public void tabTo(String selector) {
    for (int pressed = 0; pressed < 500; pressed++) {
      press(Keys.TAB);
      if ((Boolean) run("return document.activeElement.matches(arguments[0])", selector)) {
        return;
      }
    }
    throw new AssertionError("the tab key does not lead to \"" + selector + "\"");
  }

  /** Writes a picture of what the window shows, as PNG. */
  public Path screenshot(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Writes a picture of the whole page, however long it is. */
  public Path longScreenshot(Path file) throws IOException {
    int width = ((Number) run("return innerWidth")).intValue();
    int height = ((Number) run("return innerHeight")).intValue();
    int whole = ((Number) run("return document.documentElement.scrollHeight")).intValue();
    resize(width, whole);
    settle();
    screenshot(file);
    resize(width, height);
    settle();
    return file;
  }

  /** Returns the addresses of all that pages have asked for since the browser was started. */
  public List<String> requests() {
    driver
        .manage()
        .logs()
        .get(LogType.PERFORMANCE)
        .forEach(entry -> request(entry.getMessage()).forEach(requests::add));
    return List.copyOf(requests);
  }

  private static List<String> request(String entry) {
    if (new Json().<Map<String, Object>>toType(entry, Map.class).get("message")
            instanceof Map<?, ?> event
        && "Network.requestWillBeSent".equals(event.get("method"))
        && event.get("params") instanceof Map<?, ?> params
        && params.get("request") instanceof Map<?, ?> request) {
      return List.of(String.valueOf(request.get("url")));
    }
    return List.of();
  }

  /** Returns all errors and warnings in the console since the browser was started. */
  public List<String> problems() {
    driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .forEach(entry -> messages.add(entry.getMessage()));
    return List.copyOf(messages);
  }

  /**
   * Returns what axe-core finds that keeps people out of the page as it is now: rules that are
   * broken seriously or critically, each with its help text and the elements.
   */
  public List<String> barriers() throws IOException {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      run(
          new String(
              Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        await(
            """
            const done = arguments[0];
            axe.run().then((results) => done(results.violations
              .filter((rule) => rule.impact === "serious" || rule.impact === "critical")
              .map((rule) => rule.id + ": " + rule.help + ": "
                 + rule.nodes.map((node) => node.target.join(" ") + " " + node.failureSummary).join("; "))),
              (error) => done(["axe-core failed: " + error]));
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** Ends the browser and its driver. */
  @Override
  public void close() {
    driver.quit();
  }
}
