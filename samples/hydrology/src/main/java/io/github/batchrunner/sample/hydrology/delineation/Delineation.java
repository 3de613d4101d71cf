package io.github.batchrunner.sample.hydrology.delineation;

import java.util.List;

/**
 * A watershed divided into channels and hillslopes.
 *
 * @param channels from the outlet upwards; each flows into one that stands before it, or leaves
 * @param hillslopes at least one; together they are the watershed
 */
public record Delineation(List<Channel> channels, List<Hillslope> hillslopes) {

  /** Returns the area of all hillslopes, m². */
  public double area() {
    return hillslopes.stream().mapToDouble(Hillslope::area).sum();
  }
}
