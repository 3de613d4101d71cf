package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.spi.AttemptToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id that the job of an attempt has, which follows from its token alone: whoever knows the
 * token finds the job again.
 */
final class JobIds {

  private static final int HEX_DIGITS = 40;

  private JobIds() {}

  /** Returns the token itself, or the beginning of its SHA-256 if no job can be called that. */
  static String of(AttemptToken token) {
    return safe(token.value());
  }

  /** Returns the text itself, or the beginning of its SHA-256 if no job can be called that. */
  static String safe(String text) {
    return JobRequest.isId(text) ? text : digest(text);
  }

  private static String digest(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
