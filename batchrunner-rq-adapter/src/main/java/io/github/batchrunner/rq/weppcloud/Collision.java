package io.github.batchrunner.rq.weppcloud;

import java.nio.file.Path;
import java.util.List;

/**
 * Directories that share one set of RedisPrep timestamps, because WEPPcloud files these under the
 * last name of the path alone. Immutable.
 *
 * @param name the name they share, which is the key in Redis
 * @param directories the directories, sorted
 */
public record Collision(String name, List<Path> directories) {

  /** Copies the directories. */
  public Collision {
    directories = directories.stream().sorted().toList();
  }

  /** Returns what to tell a person. */
  public String message() {
    return "these directories share the RedisPrep timestamps \""
        + name
        + "\", so that what was done in one looks done in all: "
        + directories
        + "; use run ids that no other batch or run has";
  }
}
