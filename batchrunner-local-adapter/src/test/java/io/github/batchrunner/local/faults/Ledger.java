package io.github.batchrunner.local.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the work of a batch has noted of itself: a line when it begins and one when it ends, each
 * written at once, so that lines of several processes do not mix.
 */
record Ledger(Path file) {

  /** How often the work of a task began, and how often it ended. */
  record Count(int begun, int ended) {
    Count plus(String what) {
      return what.equals("begin") ? new Count(begun + 1, ended) : new Count(begun, ended + 1);
    }
  }

  void write(String what, String work) {
    try {
      Files.writeString(
          file,
          what + " " + work + "\n",
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the counts of all work, by the name of it. */
  Map<String, Count> counts() {
    try {
      Map<String, Count> counts = new TreeMap<>();
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      for (String line : lines) {
        String[] words = line.split(" ", 2);
        counts.merge(words[1], new Count(0, 0).plus(words[0]), (old, one) -> old.plus(words[0]));
      }
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
