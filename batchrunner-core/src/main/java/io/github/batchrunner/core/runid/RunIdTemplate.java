package io.github.batchrunner.core.runid;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The template that the run ids of a batch were last made from.
 *
 * @param source its text
 * @param status what came of it
 */
public record RunIdTemplate(String source, Status status) {

  /** What came of a template. */
  public enum Status {
    /** Each watershed has a run id of its own. */
    OK,
    /** Some have none, or not one of their own. */
    INVALID,
    /** Other watersheds were attached since; nobody knows before it is validated again. */
    STALE
  }

  /** Reads what is kept of it as {@code _runid_template_state}. */
  public static RunIdTemplate of(Map<String, @Nullable Object> state) {
    Status status =
        switch (String.valueOf(state.get("status"))) {
          case "ok" -> Status.OK;
          case "stale" -> Status.STALE;
          default -> Status.INVALID;
        };
    return new RunIdTemplate(String.valueOf(state.get("template")), status);
  }
}
