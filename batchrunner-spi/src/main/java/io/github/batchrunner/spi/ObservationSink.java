package io.github.batchrunner.spi;

import java.util.List;

/**
 * Where an executor that is told of changes pushes them.
 *
 * <p>Implemented by the host: thread-safe, returns at once, never throws.
 */
@FunctionalInterface
public interface ObservationSink {

  /** Takes observations, in any order and of any age. */
  void accept(List<Observation> observations);
}
