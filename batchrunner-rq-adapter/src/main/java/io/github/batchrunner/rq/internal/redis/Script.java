package io.github.batchrunner.rq.internal.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that Redis runs atomically.
 *
 * @param source its text
 * @param sha1 the digest by which Redis knows it, in lowercase hex
 */
public record Script(String source, String sha1) {

  /** No script. */
  public static final Script NONE = new Script("", "");

  /** Reads a script that lies beside a class. */
  public static Script resource(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + file + " beside " + owner.getName());
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the script of this text. */
  public static Script of(String source) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return new Script(
          source, HexFormat.of().formatHex(sha1.digest(source.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
