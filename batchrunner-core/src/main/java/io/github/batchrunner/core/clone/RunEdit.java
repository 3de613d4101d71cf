package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import java.nio.file.Path;

/** One thing that a merge does to a run. */
sealed interface RunEdit {

  /** Removes a file, a link, or a directory if it is empty. */
  record Remove(Path path) implements RunEdit {}

  /** Puts an entry of the base there, in the place of what is there. */
  record Put(BaseEntry entry) implements RunEdit {}

  /** Gives a NoDb file another text. */
  record Rewrite(NoDbFile file, NoDbDocument text) implements RunEdit {}
}
