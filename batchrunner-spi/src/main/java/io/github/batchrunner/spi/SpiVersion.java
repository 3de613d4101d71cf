package io.github.batchrunner.spi;

/**
 * The version of this package that a plugin was compiled against.
 *
 * <p>A host accepts a plugin of its own major version with any minor version that is not newer than
 * its own. {@link #MAJOR} and {@link #MINOR} are compile-time constants: javac writes their values
 * into the plugin's class file, so {@code SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR)} in a
 * plugin keeps telling the version it was built with.
 *
 * @param major changes when plugins must be changed; 1 or more
 * @param minor changes when something was added that old plugins need not know; 0 or more
 */
public record SpiVersion(int major, int minor) {

  /** The major version of this jar. */
  public static final int MAJOR = 1;

  /** The minor version of this jar. */
  public static final int MINOR = 1;

  /** Checks the ranges. */
  public SpiVersion {
    if (major < 1 || minor < 0) {
      throw new IllegalArgumentException("no such SPI version: " + major + "." + minor);
    }
  }

  /** Returns the version {@code major.minor}. */
  public static SpiVersion of(int major, int minor) {
    return new SpiVersion(major, minor);
  }

  /** Returns the version of the jar that is on the class path now. */
  public static SpiVersion ofHost() {
    return new SpiVersion(MAJOR, MINOR);
  }

  /** Tells whether a host of this version can run a plugin compiled against {@code plugin}. */
  public boolean accepts(SpiVersion plugin) {
    return plugin.major == major && plugin.minor <= minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
