package io.github.batchrunner.spi;

import java.util.List;

/**
 * Attempts the host wants to end.
 *
 * @param handles as {@link SubmitOutcome.Accepted} or a {@linkplain Observation#handle()
 *     reattachment} gave them
 * @param mode how hard
 */
public record CancelRequest(List<Handle> handles, CancelMode mode) {
  /** Copies the list. */
  public CancelRequest {
    handles = List.copyOf(handles);
  }
}
