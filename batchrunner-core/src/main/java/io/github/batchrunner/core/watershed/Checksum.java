package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.internal.json.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * The SHA-256 of a FeatureCollection as {@code json.dumps(data, sort_keys=True)} of Python has it,
 * computed while the features pass by.
 */
final class Checksum {

  private static final byte[] SEPARATOR = ascii(", ");
  static final String FEATURES = "features";

  private final MessageDigest sha256;
  private long size;
  private boolean anyFeature;

  /**
   * Begins a collection.
   *
   * @param header the canonical text of the members other than {@code features}, by name in the
   *     order of code points; those that come before {@code features} have to be there
   */
  Checksum(SortedMap<String, byte[]> header) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    update(ascii("{"));
    header
        .headMap(FEATURES)
        .forEach(
            (name, value) -> {
              member(name, value);
              update(SEPARATOR);
            });
    update(ascii("\"features\": ["));
  }

  /** Adds features, separated from each other. */
  void features(JsonBytes canonical) {
    if (anyFeature) {
      update(SEPARATOR);
    }
    anyFeature = true;
    sha256.update(canonical.array(), 0, canonical.size());
    size += canonical.size();
  }

  /** Ends the collection and returns the checksum in hexadecimal. */
  String finish(SortedMap<String, byte[]> header) {
    update(ascii("]"));
    header
        .tailMap(FEATURES)
        .forEach(
            (name, value) -> {
              update(SEPARATOR);
              member(name, value);
            });
    update(ascii("}"));
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Returns the number of bytes of the text. */
  long size() {
    return size;
  }

  private void member(String name, byte[] value) {
    JsonBytes key = new JsonBytes();
    key.key(name);
    update(key.copyFrom(0));
    update(value);
  }

  private void update(byte[] text) {
    sha256.update(text);
    size += text.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
