package io.github.batchrunner.spi;

import java.util.List;

/**
 * Attempts the host wants to hear of.
 *
 * @param handles as {@link SubmitOutcome.Accepted} or a {@linkplain Observation#handle()
 *     reattachment} gave them
 */
public record ObserveRequest(List<Handle> handles) {
  /** Copies the list. */
  public ObserveRequest {
    handles = List.copyOf(handles);
  }
}
