package io.github.batchrunner.sample.web;

import io.github.batchrunner.browser.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page of a batch in a browser, and how a person comes there. */
record BatchPage(Browser browser, URI service) {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Signs in through the page for it. */
  void signIn(String user, String password) {
    browser.open(service.resolve("/login"));
    browser.forgetCookies();
    browser.open(service.resolve("/login"));
    browser.find("#username").sendKeys(user);
    browser.find("#password").sendKeys(password);
    browser.click("main button[type=submit]");
    browser.until("return location.pathname === '/batch/'");
  }

  /** Opens the page of a batch and waits until it shows it. */
  void open(String batch) {
    browser.open(service.resolve("/batch/" + batch + "/"));
    browser.until("return document.querySelector('#run-reasons li') !== null");
  }

  /** Puts a file into the file field. */
  void upload(Path file) {
    browser.find(".drop input").sendKeys(file.toAbsolutePath().toString());
  }

  /** Drops a file that is made in the page. */
  void drop(String name, String content) {
    browser.run(
        """
        const [name, content] = arguments;
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], name, { type: "application/geo+json" }));
        for (const type of ["dragenter", "dragover", "drop"])
          document.querySelector(".drop").dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        """,
        name,
        content);
  }

  /** Waits until the page says something. */
  void untilItSays(String text) {
    browser.until("return document.querySelector('main').textContent.includes(arguments[0])", text);
  }

  /** Types a template in place of what is there. */
  void type(String template) {
    browser.run("document.querySelector('#template').select()");
    browser.find("#template").sendKeys(template);
  }

  /** Clicks an element after scrolling it away from what is fixed at the top. */
  void click(String selector) {
    browser.run(
        "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector);
    browser.click(selector);
  }

  /** Presses the button with these words. */
  void press(String words) {
    browser.run(
        """
        const button = [...document.querySelectorAll("button")].find((each) => each.textContent === arguments[0]
          && each.offsetParent !== null);
        button.scrollIntoView({ block: "center" });
        button.click();
        """,
        words);
    browser.settle();
  }

  /** Returns the rows of the report, as text. */
  List<String> rowsOfReport() {
    return texts("[aria-label='Run ids'] tbody tr");
  }

  private List<String> texts(String selector) {
    return ((List<?>)
            browser.run(
                "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)",
                selector))
        .stream().map(String::valueOf).toList();
  }

  /** Returns why the batch cannot be run, as the page says it. */
  List<String> reasons() {
    return texts("#run-reasons li");
  }

  /** Returns what the browser complains of; requests that were refused are no fault of a page. */
  List<String> complaints() {
    return browser.problems().stream()
        .filter(problem -> !problem.contains("Failed to load resource"))
        .toList();
  }

  /** Leaves a picture of the whole page. */
  void picture(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    browser.longScreenshot(SCREENSHOTS.resolve(name + ".png"));
  }
}
