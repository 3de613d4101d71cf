package io.github.batchrunner.rq.internal.redis;

/**
 * The version of a server, as far as it tells what the server can do; Valkey gives that of the
 * Redis it is compatible with.
 */
public record RedisVersion(int major, int minor) {

  /** Reads a text such as {@code 7.0.15}; what is no number counts as 0. */
  static RedisVersion parse(String text) {
    String[] parts = text.split("\\.", -1);
    return new RedisVersion(number(parts, 0), number(parts, 1));
  }

  /** Tells whether it is this version or a later one. */
  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }

  private static int number(String[] parts, int index) {
    return index < parts.length && parts[index].matches("\\d{1,6}")
        ? Integer.parseInt(parts[index])
        : 0;
  }
}
