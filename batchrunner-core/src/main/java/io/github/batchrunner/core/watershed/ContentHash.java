package io.github.batchrunner.core.watershed;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A 128-bit hash of what a feature says, whatever the order of its members and the way its numbers
 * are written.
 *
 * <p>It is MurmurHash3 (x64, 128 bits, seed 0) of the feature's canonical JSON text. It tells
 * whether a feature has changed; it is no protection against someone who wants two features to look
 * the same.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record ContentHash(long high, long low) {

  /** Hashes a part of an array. */
  static ContentHash of(byte[] text, int offset, int length) {
    ByteBuffer hash =
        ByteBuffer.wrap(Hashing.murmur3_128().hashBytes(text, offset, length).asBytes())
            .order(ByteOrder.BIG_ENDIAN);
    return new ContentHash(hash.getLong(), hash.getLong());
  }

  /** Returns 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
