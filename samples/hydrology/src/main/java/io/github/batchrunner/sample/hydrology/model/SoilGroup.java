package io.github.batchrunner.sample.hydrology.model;

/**
 * The four hydrologic soil groups, from {@link #A} that lets water in quickly to {@link #D} that
 * hardly does (TR-55, 1986, appendix A).
 */
public enum SoilGroup {
  A,
  B,
  C,
  D
}
