package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.nodb.NoDbLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Merges the edits of a base project into existing runs.
 *
 * <p>A run is decided about as a whole before anything in it is changed. Its origin says, before
 * the first change, where the merge goes, and after the last one, that it is done: what a killed
 * process began is merged again, with the same result. Thread-safe.
 */
final class BaseMerging {

  private final BaseSnapshot base;
  private final Predicate<Path> declared;
  private final OnConflict choice;
  private final BaseEdits edits;
  private final RunEditor editor;

  /**
   * Prepares merging.
   *
   * @param inputs globs of the files that tasks declare as inputs, as in {@link
   *     BaseSnapshot#hashOf}
   */
  BaseMerging(
      BaseSnapshot base,
      BaseStore store,
      Collection<String> inputs,
      OnConflict choice,
      RunEditor editor) {
    List<PathMatcher> matchers = inputs.stream().distinct().map(base::matcher).toList();
    this.base = base;
    this.declared = path -> matchers.stream().anyMatch(matcher -> matcher.matches(path));
    this.choice = Objects.requireNonNull(choice, "choice");
    this.edits = new BaseEdits(base, store, declared);
    this.editor = editor;
  }

  /** Tells whether a run has everything of the base as it is. */
  boolean isCurrent(Origin origin) {
    return origin.baseFingerprint().equals(base.fingerprint()) && origin.mergingTo().isEmpty();
  }

  /** Decides for one run and touches nothing. */
  RunMerge look(Path wd, Origin origin) throws IOException {
    return RunMerge.of(new RunTree(wd, base), edits.since(origin.baseVersions()), declared, choice);
  }

  /**
   * Brings a run to the base as it is.
   *
   * @throws BaseConflictException when there is a conflict that nobody has decided
   */
  CloneOutcome merge(Path wd, Origin origin) throws IOException {
    RunMerge merge = look(wd, origin);
    if (!merge.conflicts().isEmpty()) {
      throw new BaseConflictException(origin.runId(), merge.conflicts());
    }
    NoDbLocks.clear(wd);
    if (!merge.edits().isEmpty()) {
      editor.mark(origin.beginMerge(base.fingerprint()), wd);
      editor.apply(base, wd, merge.edits());
    }
    editor.mark(origin.endMerge(base.fingerprint()), wd);
    return new CloneOutcome.Merged(wd, base.fingerprint(), merge.findings().size());
  }
}
