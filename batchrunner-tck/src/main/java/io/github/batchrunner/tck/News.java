package io.github.batchrunner.tck;

import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All observations of one executor, in the order in which they came. Thread-safe. */
final class News implements ObservationSink {

  private final List<Observation> observations = new ArrayList<>();

  @Override
  public synchronized void accept(List<Observation> news) {
    observations.addAll(news);
  }

  synchronized List<Observation> all() {
    return List.copyOf(observations);
  }

  List<Observation> of(Handle handle) {
    return all().stream().filter(o -> o.token().equals(handle.token())).toList();
  }

  /** Returns the first ended state that was told. */
  Optional<Observation> end(Handle handle) {
    return of(handle).stream().filter(o -> o.state().ended()).findFirst();
  }
}
