package io.github.batchrunner.spi;

/**
 * What one attempt needs from the engine; engines enforce what they can.
 *
 * @param cpus processors, 1 or more
 * @param memoryMb mebibytes of memory; 0 leaves it to the engine
 */
public record Resources(int cpus, long memoryMb) {

  /** One processor, memory left to the engine. */
  public static final Resources DEFAULT = new Resources(1, 0);

  /** Checks the ranges. */
  public Resources {
    if (cpus < 1) {
      throw new IllegalArgumentException("cpus is 1 or more, but this is " + cpus);
    }
    if (memoryMb < 0) {
      throw new IllegalArgumentException("memory_mb is 0 or more, but this is " + memoryMb);
    }
  }
}
