package io.github.batchrunner.core.failure;

import com.google.common.hash.Hashing;
import io.github.batchrunner.spi.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What makes two failures the same: task, kind, exit code, signal, the message, and the telling
 * lines of the log or stack trace, all without what differs from run to run.
 *
 * <p>{@code docs/failures.md} says which lines tell, and what counts as different.
 *
 * @param value 8 hexadecimal digits
 * @param pattern the message and the telling lines, in which paths, identifiers and numbers are
 *     replaced by placeholders
 */
public record FailureSignature(String value, String pattern) {

  private static final int DIGITS = 8;

  /** Returns the signature of a failure of this task in this run. */
  public static FailureSignature of(String taskId, String runId, Failure failure) {
    WhatVaries varies = new WhatVaries(runId);
    List<String> patterns = new ArrayList<>();
    patterns.add(varies.normalise(failure.message()));
    for (Evidence.Telling telling : Evidence.of(failure)) {
      String text = varies.normalise(telling.text());
      if (!patterns.get(0).contains(text)) {
        patterns.add(text);
      }
      if (!telling.place().isEmpty()) {
        String place = "at " + varies.normalisePlace(telling.place());
        patterns.add(telling.line() == 0 ? place : place + ", line " + telling.line());
      }
    }
    String all =
        WhatVaries.comparable(
            Stream.concat(
                Stream.of(
                    taskId,
                    failure.kind().name(),
                    failure.exitCode().toString(),
                    failure.signal().toString()),
                patterns.stream()));
    String value =
        Hashing.sha256().hashString(all, StandardCharsets.UTF_8).toString().substring(0, DIGITS);
    return new FailureSignature(value, String.join("; ", patterns));
  }

  /**
   * Returns the lines of a failure's detail that tell its cause and that its message does not say,
   * as they are; none where the detail tells nothing.
   */
  public static List<String> evidence(Failure failure) {
    return Evidence.of(failure).stream()
        .filter(telling -> !failure.message().contains(telling.text()))
        .map(Evidence.Telling::sentence)
        .toList();
  }
}
