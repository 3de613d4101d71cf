package io.github.batchrunner.sample.web.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a person goes after signing in: a page of this service and of no other one. */
final class BackPath {

  /** The first page. */
  static final String START = "/batch/";

  /** Pages below {@code /batch/}, by letters that lead nowhere else. */
  private static final Pattern PAGE =
      Pattern.compile(
          "/batch/([A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/){0,4}(#[A-Za-z0-9._/=-]{0,200})?");

  private BackPath() {}

  /** Returns this path if it is a page of this service, otherwise the first page. */
  static String of(@Nullable String path) {
    return path != null && PAGE.matcher(path).matches() ? path : START;
  }
}
