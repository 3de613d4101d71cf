package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.nodb.NoDbConflictException;
import io.github.batchrunner.core.nodb.NoDbFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The controls of base projects: what a person sees of them, and what becomes of an edit.
 *
 * <p>Thread-safe. Edits of one base project take turns within this process and hold WEPPcloud's
 * locks against others.
 */
@Component
public final class BaseControls {

  private static final List<ControlDefinition> CONTROLS =
      List.of(
          SbsFields.control(),
          WatershedFields.channels(),
          WatershedFields.subcatchments(),
          LanduseFields.control(),
          SoilsFields.control(),
          ClimateFields.control(),
          WeppFields.control(),
          OmniFields.control());

  private final BaseLocks locks;
  private final ConcurrentMap<Path, Object> turns = new ConcurrentHashMap<>();

  BaseControls(BaseLocks locks) {
    this.locks = locks;
  }

  /**
   * One attribute of a NoDb file of the base project that a person's edit changes.
   *
   * @param control id of the control
   * @param file name of the NoDb file
   * @param attribute its attribute
   * @param before its JSON text before; empty if there was none
   * @param after its JSON text after
   */
  public record Edit(String control, String file, String attribute, String before, String after) {}

  /** Returns the controls of a batch's base project, in the order in which WEPPcloud shows them. */
  public List<ControlState> view(BatchRunner batch) {
    BaseFiles files = new BaseFiles(batch.baseDirectory());
    return CONTROLS.stream().map(control -> view(control, files)).toList();
  }

  private static ControlState view(ControlDefinition control, BaseFiles files) {
    try {
      if (control.files().stream().allMatch(file -> files.file(file).isEmpty())) {
        return unavailable(control, control.missing());
      }
      List<FieldState> fields = new ArrayList<>();
      for (FieldDefinition field : control.fields()) {
        Located.find(field, files)
            .ifPresent(found -> fields.add(FieldState.of(field, found.value())));
      }
      return fields.isEmpty()
          ? unavailable(
              control,
              "The files of this base project have none of these options; take over a project"
                  + " that WEPPcloud made.")
          : new ControlState(control.id(), control.title(), true, "", fields);
    } catch (BatchRunnerException unreadable) {
      return unavailable(control, String.valueOf(unreadable.getMessage()));
    }
  }

  private static ControlState unavailable(ControlDefinition control, String reason) {
    return new ControlState(control.id(), control.title(), false, reason, List.of());
  }

  /**
   * Returns what submitting these forms would change; touches nothing.
   *
   * @param forms the values of each form, by control and field; controls and fields that are absent
   *     stay as they are
   * @throws InvalidFieldsException with everything that cannot be taken
   */
  public List<Edit> preview(
      BatchRunner batch,
      Map<String, ? extends @Nullable Map<String, ? extends @Nullable Object>> forms) {
    return draft(batch, forms).edits();
  }

  /**
   * Writes these forms into the NoDb files of the base project, and returns what has changed.
   *
   * <p>All values are checked and all texts made before the first file is written; should a later
   * file not be written, the earlier ones are put back. A process that is killed in between leaves
   * each file whole, some new and some old: the same forms once more write the rest.
   *
   * @param forms as for {@link #preview}
   * @throws InvalidFieldsException with everything that cannot be taken
   * @throws BatchBusyException while the batch is being run
   * @throws BaseLockedException while somebody else has locked one of the files
   * @throws NoDbConflictException if somebody changed a file meanwhile without its lock
   */
  public List<Edit> apply(
      BatchRunner batch,
      Map<String, ? extends @Nullable Map<String, ? extends @Nullable Object>> forms) {
    synchronized (turn(batch)) {
      Draft first = draft(batch, forms);
      if (first.before().isEmpty()) {
        return List.of();
      }
      requireIdle(batch);
      SortedSet<String> names = new TreeSet<>(first.before().keySet());
      try (BaseLocks.Held held = locks.lock(batch, names)) {
        Draft draft = draft(batch, forms);
        if (!names.containsAll(draft.before().keySet())) {
          throw new BaseLockedException(
              "the base project was changed by somebody else just now; look at it again and repeat"
                  + " the edit.");
        }
        write(draft, held);
        return draft.edits();
      }
    }
  }

  /** Does something that changes the base project, alone among the threads of this process. */
  <T> T alone(BatchRunner batch, Supplier<T> change) {
    synchronized (turn(batch)) {
      requireIdle(batch);
      return change.get();
    }
  }

  /** Locks files of a base project until what is returned is closed. */
  BaseLocks.Held lock(BatchRunner batch, String... files) {
    return locks.lock(batch, new TreeSet<>(List.of(files)));
  }

  private Object turn(BatchRunner batch) {
    return turns.computeIfAbsent(batch.baseDirectory(), base -> new Object());
  }

  private static Draft draft(
      BatchRunner batch,
      Map<String, ? extends @Nullable Map<String, ? extends @Nullable Object>> forms) {
    return Draft.of(CONTROLS, new BaseFiles(batch.baseDirectory()), forms);
  }

  private static void requireIdle(BatchRunner batch) {
    batch
        .owner()
        .ifPresent(
            owner -> {
              throw new BatchBusyException(
                  "the batch \"%s\" is being run by %s; cancel it or wait until it has ended before its base project is changed"
                      .formatted(batch.name(), owner));
            });
  }

  private static void write(Draft draft, BaseLocks.Held held) {
    List<Written> written = new ArrayList<>();
    try {
      for (Map.Entry<String, NoDbFile> file : draft.before().entrySet()) {
        held.requireHeld();
        NoDbFile now = file.getValue().write(draft.after(file.getKey()));
        written.add(new Written(file.getKey(), file.getValue(), now));
        held.written(file.getKey());
      }
    } catch (RuntimeException e) {
      for (Written file : written) {
        putBack(file, held, e);
      }
      throw e;
    }
  }

  /** A file that was written, as it was and as it is. */
  private record Written(String name, NoDbFile before, NoDbFile now) {}

  private static void putBack(Written file, BaseLocks.Held held, RuntimeException cause) {
    try {
      file.now().write(file.before().document());
      held.written(file.name());
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
