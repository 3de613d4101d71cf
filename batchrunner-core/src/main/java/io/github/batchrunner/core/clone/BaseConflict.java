package io.github.batchrunner.core.clone;

/**
 * Something that both the base project and a run have changed since the run was cloned.
 *
 * @param file its path below the run, with {@code /} between the names
 * @param attribute the NoDb attribute; empty where it is about the file as a whole
 * @param atClone what it was when the run was cloned: a shortened JSON text in which {@code {wd}}
 *     stands for the project directory, or words
 * @param inBase what it is in the base project now; likewise
 * @param inRun what it is in the run; likewise
 */
public record BaseConflict(
    String file, String attribute, String atClone, String inBase, String inRun) {

  /** Returns the conflict as part of a sentence. */
  @Override
  public String toString() {
    return "%s\"%s\" was %s when the run was cloned, is %s in the base project and %s in the run"
        .formatted(
            attribute.isEmpty() ? "" : "\"" + attribute + "\" of ", file, atClone, inBase, inRun);
  }
}
