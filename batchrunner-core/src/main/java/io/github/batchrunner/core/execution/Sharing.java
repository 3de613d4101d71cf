package io.github.batchrunner.core.execution;

import java.nio.file.Path;
import java.util.List;

/**
 * What the runs of an execution have in common with the base project by hard links, because the
 * pipeline declares it read-only.
 *
 * @param bytes how many bytes were not copied because of that
 * @param changed the files of the base, by their paths below it, that are not what they were when
 *     the execution began: somebody wrote into them, and so into every run that shares them
 */
public record Sharing(long bytes, List<Path> changed) {

  /** Nothing is shared. */
  public static final Sharing NONE = new Sharing(0, List.of());

  /** Copies the list. */
  public Sharing {
    changed = List.copyOf(changed);
  }
}
