package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;

/**
 * Does nothing, to rehearse a batch: clones, plan, dispatch, journal and report are the real ones.
 */
public final class NoopHandler implements TaskHandler {

  /** Called by {@link java.util.ServiceLoader}. */
  public NoopHandler() {}

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public void run(HandlerContext context) {
    // that is the point
  }
}
