package io.github.batchrunner.sample.hydrology.delineation;

/** On which side of its channel a hillslope lies, looking downstream. */
public enum Side {
  LEFT,
  RIGHT
}
