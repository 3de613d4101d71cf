package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.nodb.NoDbChanges;
import io.github.batchrunner.core.nodb.NoDbChanges.Verdict;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides what the edits of the base project mean for one run; touches nothing.
 *
 * <p>Three versions of everything meet: that of the base when the run was cloned, that of the base
 * now, and the run's. What only the base has changed, the run takes; what only the run has changed
 * stays; what both have made equal is done; all else is a conflict.
 */
final class RunMerge {

  /** What becomes of one edit. */
  enum Fate {
    TAKEN,
    CONFLICT,
    /** The run has changed a file that no task declares as an input, so it keeps it. */
    KEPT
  }

  /**
   * An edit and what becomes of it.
   *
   * @param file with {@code /} between the names
   * @param attribute the NoDb attribute; empty where it is about the file as a whole
   */
  record Finding(String file, String attribute, Fate fate) {}

  private final RunTree run;
  private final Predicate<Path> declared;
  private final OnConflict choice;
  private final List<Finding> findings = new ArrayList<>();
  private final List<BaseConflict> conflicts = new ArrayList<>();
  private final List<RunEdit> edits = new ArrayList<>();
  private final Set<Path> made = new HashSet<>();

  private RunMerge(RunTree run, Predicate<Path> declared, OnConflict choice) {
    this.run = run;
    this.declared = declared;
    this.choice = choice;
  }

  /**
   * Decides.
   *
   * @param baseEdits as {@link BaseEdits#since} gives them
   * @param declared whether a file is an input that a task declares
   */
  static RunMerge of(
      RunTree run, List<BaseEdit> baseEdits, Predicate<Path> declared, OnConflict choice)
      throws IOException {
    RunMerge merge = new RunMerge(run, declared, choice);
    for (BaseEdit edit : baseEdits) {
      merge.decide(edit);
    }
    return merge;
  }

  /** What becomes of each edit that the run does not have already. */
  List<Finding> findings() {
    return findings;
  }

  /** What nobody has decided, or cannot be done; nothing of the run may be changed then. */
  List<BaseConflict> conflicts() {
    return conflicts;
  }

  /** What is to be done to the run. */
  List<RunEdit> edits() {
    return edits;
  }

  private void decide(BaseEdit edit) throws IOException {
    List<FileState> versions = new ArrayList<>(edit.before());
    versions.add(edit.now());
    RunTree.Thing thing = run.look(edit.path(), versions);
    RunTree.NoDb noDb = thing.noDb();
    if (edit.changes() != null && noDb != null && edit.entry() instanceof BaseEntry.NoDb entry) {
      attributes(edit, edit.changes().verdicts(noDb.neutral()), entry, thing, noDb);
    } else {
      whole(edit, thing);
    }
  }

  // ---- attribute by attribute

  private void attributes(
      BaseEdit edit,
      Map<String, Verdict> verdicts,
      BaseEntry.NoDb entry,
      RunTree.Thing thing,
      RunTree.NoDb noDb) {
    List<String> taken = new ArrayList<>();
    verdicts.forEach(
        (attribute, verdict) -> {
          if (verdict == Verdict.TAKE || choice == OnConflict.BASE) {
            taken.add(attribute);
          } else if (choice == OnConflict.FAIL) {
            conflicts.add(
                ConflictWords.attribute(edit, attribute, entry.text().neutral(), noDb.neutral()));
          }
        });
    boolean possible = taken.isEmpty() || take(edit, taken, entry, thing, noDb);
    verdicts.forEach(
        (attribute, verdict) ->
            find(
                edit, attribute, verdict == Verdict.TAKE && possible ? Fate.TAKEN : Fate.CONFLICT));
  }

  /**
   * Takes attributes over. Where the numbers of references forbid that, a file that the run has not
   * changed is replaced as a whole, and any other one is a conflict.
   */
  private boolean take(
      BaseEdit edit,
      List<String> taken,
      BaseEntry.NoDb entry,
      RunTree.Thing thing,
      RunTree.NoDb noDb) {
    NoDbDocument text = noDb.file().document();
    NoDbDocument source = here(entry, text.name());
    try {
      edits.add(new RunEdit.Rewrite(noDb.file(), NoDbChanges.take(taken, source, text)));
      return true;
    } catch (InvalidInputException references) {
      boolean unchanged = isVersionBefore(edit, thing);
      if (unchanged || choice == OnConflict.BASE) {
        edits.add(new RunEdit.Rewrite(noDb.file(), source));
      } else if (choice == OnConflict.FAIL) {
        conflicts.add(ConflictWords.references(edit, taken));
      }
      return unchanged;
    }
  }

  private NoDbDocument here(BaseEntry.NoDb entry, String name) {
    return NoDbDocument.parse(name, entry.text().at(PathNames.slashed(run.wd())));
  }

  // ---- as a whole

  private void whole(BaseEdit edit, RunTree.Thing thing) throws IOException {
    if (isNow(edit, thing)) {
      return;
    }
    if (edit.isOfUnknown()) {
      conflict(edit, thing);
    } else if (isVersionBefore(edit, thing)) {
      find(edit, "", Fate.TAKEN);
      put(edit, thing);
    } else if (!edit.before().get(0).sameAs(edit.now())) {
      if (isAnInput(edit)) {
        conflict(edit, thing);
      } else {
        find(edit, "", Fate.KEPT);
      }
    }
  }

  /** WEPPcloud's tasks read every NoDb file, whether it is declared or not. */
  private boolean isAnInput(BaseEdit edit) {
    return edit.now().is(FileState.Kind.NODB)
        || edit.before().get(0).is(FileState.Kind.NODB)
        || declared.test(edit.path());
  }

  private void conflict(BaseEdit edit, RunTree.Thing thing) throws IOException {
    find(edit, "", Fate.CONFLICT);
    if (choice == OnConflict.BASE) {
      put(edit, thing);
    } else if (choice == OnConflict.FAIL) {
      conflicts.add(ConflictWords.whole(edit, thing.state()));
    }
  }

  private void put(BaseEdit edit, RunTree.Thing thing) throws IOException {
    BaseEntry entry = edit.entry();
    RunTree.NoDb noDb = thing.noDb();
    boolean directory = entry instanceof BaseEntry.Folder;
    if (entry == null) {
      edits.add(new RunEdit.Remove(edit.path()));
    } else if ((thing.state().is(FileState.Kind.DIRECTORY) && !directory)
        || !run.hasPlaceFor(edit.path(), made)) {
      if (choice != OnConflict.RUN) {
        conflicts.add(ConflictWords.noPlace(edit));
      }
    } else if (noDb != null && entry instanceof BaseEntry.NoDb text) {
      edits.add(new RunEdit.Rewrite(noDb.file(), here(text, noDb.file().document().name())));
    } else {
      if (directory) {
        made.add(edit.path());
      }
      edits.add(new RunEdit.Put(entry));
    }
  }

  private static boolean isNow(BaseEdit edit, RunTree.Thing thing) {
    RunTree.NoDb noDb = thing.noDb();
    return thing.state().sameAs(edit.now())
        || (noDb != null
            && edit.entry() instanceof BaseEntry.NoDb entry
            && NoDbChanges.same(noDb.neutral(), entry.text().neutral()));
  }

  private static boolean isVersionBefore(BaseEdit edit, RunTree.Thing thing) {
    RunTree.NoDb noDb = thing.noDb();
    return edit.before().stream().anyMatch(thing.state()::sameAs)
        || (noDb != null
            && edit.textsBefore().stream()
                .anyMatch(text -> NoDbChanges.same(noDb.neutral(), text)));
  }

  private void find(BaseEdit edit, String attribute, Fate fate) {
    findings.add(new Finding(PathNames.slashed(edit.path()), attribute, fate));
  }
}
