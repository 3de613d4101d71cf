package io.github.batchrunner.core.execution;

import java.util.function.Consumer;

/**
 * Takes every event in one place.
 *
 * @param consumer who takes them
 */
record EventConsumer(Consumer<? super ExecutionEvent> consumer) implements ExecutionListener {

  @Override
  public void on(ExecutionEvent event) {
    consumer.accept(event);
  }
}
