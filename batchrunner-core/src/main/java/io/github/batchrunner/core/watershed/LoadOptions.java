package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.InvalidInputException;

/** How a file of watersheds is read; immutable. */
public final class LoadOptions {

  private static final LoadOptions DEFAULTS = builder().build();

  private final boolean checkValidity;
  private final int largestFeature;
  private final int threads;

  private LoadOptions(Builder builder) {
    this.checkValidity = builder.checkValidity;
    this.largestFeature = builder.largestFeature;
    this.threads = builder.threads;
  }

  /** Returns the defaults. */
  public static LoadOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns whether geometries are checked for validity. */
  public boolean checkValidity() {
    return checkValidity;
  }

  /** Returns the bytes of one feature at most. */
  public int largestFeature() {
    return largestFeature;
  }

  /** Returns the threads that read features. */
  public int threads() {
    return threads;
  }

  /**
   * Collects options.
   *
   * <p>Defaults: no check for validity, 64 MiB for one feature, as many threads as there are
   * processors but four at most.
   */
  public static final class Builder {

    private boolean checkValidity;
    private int largestFeature = 64 << 20;
    private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

    private Builder() {}

    /**
     * Sets whether geometries are checked as JTS and PostGIS do (rings that cross themselves, holes
     * outside); what is found is a warning. It takes several times as long as everything else.
     */
    public Builder checkValidity(boolean check) {
      this.checkValidity = check;
      return this;
    }

    /**
     * Sets how many bytes one feature may have at most, from 1 KiB to 256 MiB. Reading takes about
     * eight times as much memory.
     */
    public Builder largestFeature(int bytes) {
      if (bytes < 1 << 10 || bytes > 256 << 20) {
        throw new InvalidInputException(
            "The largest feature of \""
                + bytes
                + "\" bytes is out of range; give 1024 to 268435456.");
      }
      this.largestFeature = bytes;
      return this;
    }

    /** Sets how many threads read features; with one it is the calling thread. */
    public Builder threads(int count) {
      if (count < 1 || count > 64) {
        throw new InvalidInputException(
            "The number of threads \"" + count + "\" is out of range; give 1 to 64.");
      }
      this.threads = count;
      return this;
    }

    /** Returns the options. */
    public LoadOptions build() {
      return new LoadOptions(this);
    }
  }
}
