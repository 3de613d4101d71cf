package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The command line in this process, with its output caught. */
final class Cli {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Cli() {}

  /** What a command came to. */
  record Outcome(int exitCode, String out, String err) {
    /** Returns standard output, which has to be one JSON document and nothing else. */
    JsonNode json() {
      return parse(out);
    }
  }

  static JsonNode parse(String document) {
    try {
      return JSON.readTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException("not one JSON document: " + document, e);
    }
  }

  /** Runs a command without a screen. */
  static Outcome run(Object... arguments) {
    return run(false, arguments);
  }

  /** Runs a command as on a screen. */
  static Outcome runOnScreen(Object... arguments) {
    return run(true, arguments);
  }

  private static Outcome run(boolean interactive, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int exitCode =
        Main.run(
            new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive),
            texts);
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
