package io.github.batchrunner.core.clone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a sequence of texts, each with its length, so that no two sequences look alike. */
final class Sha256 {

  private static final int BUFFER = 1024 * 1024;

  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  static String of(byte[] content) {
    return new Sha256().bytes(ByteBuffer.wrap(content)).hex();
  }

  /** Returns the hash of the content of a file. */
  static String of(Path file) throws IOException {
    Sha256 hash = new Sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        hash.bytes(buffer.flip());
        buffer.clear();
      }
    }
    return hash.hex();
  }

  Sha256 text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  Sha256 bytes(ByteBuffer content) {
    digest.update(content);
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
