package io.github.batchrunner.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code report.html}: one page that needs nothing but itself.
 *
 * <p>The page, its style and its script are files beside this class; the data is put between them
 * as JSON. The page's content security policy allows that style and that script, known by their
 * hashes, and nothing else: no other script, no network.
 */
final class ReportHtml {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)\\}\\}");

  private ReportHtml() {}

  static void write(ReportSource source, Writer out) throws IOException {
    String page = resource("report.html");
    String style = resource("report.css");
    String script = resource("report.js");
    Matcher place = PLACE.matcher(page);
    int written = 0;
    while (place.find()) {
      out.write(page, written, place.start() - written);
      written = place.end();
      switch (place.group(1)) {
        case "csp" -> out.write(policy(style, script));
        case "css" -> out.write(style);
        case "js" -> out.write(script);
        default -> {
          try (JsonGenerator json = JsonText.inHtml(out)) {
            PageData.write(source, json);
          }
        }
      }
    }
    out.write(page, written, page.length() - written);
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(script));
  }

  private static String hash(String text) {
    byte[] bytes = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(bytes);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportHtml.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      // A browser hashes the text with these line ends, whatever the build made of them.
      return text.replace("\r\n", "\n");
    }
  }
}
