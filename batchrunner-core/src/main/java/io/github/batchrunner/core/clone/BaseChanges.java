package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.IoFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the base project has that existing runs of a batch do not have yet.
 *
 * @param runs how many runs there are
 * @param behind how many of them were cloned from, or brought to, an earlier version of the base
 * @param changes what differs, in the order of the base's files
 */
public record BaseChanges(int runs, int behind, List<Change> changes) {

  /** Copies the list. */
  public BaseChanges {
    changes = List.copyOf(changes);
  }

  /**
   * An attribute or a file that was changed in the base.
   *
   * @param file its path below the base, with {@code /} between the names
   * @param attribute the NoDb attribute; empty where it is about the file as a whole
   * @param taking how many runs take it before the next task of theirs runs
   * @param conflicting how many runs have changed it as well
   * @param keeping how many runs keep a version of their own, since no task declares the file as an
   *     input
   * @param exampleConflict one of the runs that have changed it as well; empty if there is none
   */
  public record Change(
      String file,
      String attribute,
      int taking,
      int conflicting,
      int keeping,
      String exampleConflict) {

    private Change with(RunMerge.Fate fate, String runId) {
      return switch (fate) {
        case TAKEN ->
            new Change(file, attribute, taking + 1, conflicting, keeping, exampleConflict);
        case CONFLICT ->
            new Change(
                file,
                attribute,
                taking,
                conflicting + 1,
                keeping,
                exampleConflict.isEmpty() ? runId : exampleConflict);
        case KEPT -> new Change(file, attribute, taking, conflicting, keeping + 1, exampleConflict);
      };
    }
  }

  /**
   * Looks at runs and touches nothing.
   *
   * @param batchName the batch; directories of another origin are passed over
   * @param inputs globs of the files that tasks declare as inputs, as in {@link
   *     BaseSnapshot#hashOf}
   * @param directories where runs may be
   * @throws CloneException when a run cannot be read
   */
  public static BaseChanges of(
      String batchName,
      BaseSnapshot base,
      BaseStore store,
      Collection<String> inputs,
      Collection<Path> directories) {
    BaseMerging merging = new BaseMerging(base, store, inputs, OnConflict.FAIL, new RunEditor());
    Map<List<String>, Change> changes = new LinkedHashMap<>();
    int runs = 0;
    int behind = 0;
    for (Path directory : directories) {
      try {
        Optional<Origin> origin =
            Origin.of(directory)
                .filter(
                    marker ->
                        marker.isSameRun(batchName, directory.getFileName().toString())
                            && !directory.equals(base.directory()));
        if (origin.isEmpty()) {
          continue;
        }
        runs++;
        if (merging.isCurrent(origin.get())) {
          continue;
        }
        behind++;
        for (RunMerge.Finding finding : merging.look(directory, origin.get()).findings()) {
          changes.compute(
              List.of(finding.file(), finding.attribute()),
              (key, change) ->
                  (change == null
                          ? new Change(finding.file(), finding.attribute(), 0, 0, 0, "")
                          : change)
                      .with(finding.fate(), origin.get().runId()));
        }
      } catch (IOException e) {
        throw new CloneException(
            "Cannot look at the run in \"" + directory + "\": " + IoFailure.reason(e) + ".", e);
      }
    }
    return new BaseChanges(runs, behind, List.copyOf(changes.values()));
  }
}
