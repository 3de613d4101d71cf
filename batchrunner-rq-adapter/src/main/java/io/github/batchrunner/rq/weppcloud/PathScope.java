package io.github.batchrunner.rq.weppcloud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** WEPPcloud's short name of a directory: the first twelve hex digits of its real path's SHA-1. */
final class PathScope {

  private static final int DIGITS = 12;

  private PathScope() {}

  static String of(Path directory) {
    Path real;
    try {
      real = directory.toRealPath();
    } catch (IOException notThere) {
      real = directory.toAbsolutePath().normalize();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(real.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
