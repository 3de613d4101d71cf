package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.BatchOwner;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What explaining a run has to know of it besides the journal and the plan. */
public interface Surroundings {

  /** Returns the run's directory, whether it is there or not. */
  Path directory();

  /** Returns the file with the output of an attempt, whether it is there or not. */
  Path logFile(String taskId, int attempt);

  /** Returns the run's copy of its feature, whether it is there or not. */
  Path featureFile();

  /** Returns the feature as it is now. */
  Map<String, @Nullable Object> feature();

  /** Tells whether the run was made of the base project as it was before a change. */
  boolean olderBase();

  /** Returns who runs the batch. */
  Optional<BatchOwner> owner();
}
