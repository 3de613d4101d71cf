package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.nodb.NoDbChanges;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.List;

/** Says conflicts in words that a person can act on. */
final class ConflictWords {

  private static final String NOT_THERE = "not there";
  private static final int SHOWN = 60;

  private ConflictWords() {}

  /** Three values of an attribute. */
  static BaseConflict attribute(
      BaseEdit edit, String attribute, NoDbDocument inBase, NoDbDocument inRun) {
    return new BaseConflict(
        PathNames.slashed(edit.path()),
        attribute,
        edit.before().get(0).is(FileState.Kind.NODB)
            ? value(edit.textsBefore().get(0), attribute)
            : NOT_THERE,
        value(inBase, attribute),
        value(inRun, attribute));
  }

  /** Three versions of a file. */
  static BaseConflict whole(BaseEdit edit, FileState inRun) {
    return new BaseConflict(
        PathNames.slashed(edit.path()), "", atClone(edit), state(edit.now()), state(inRun));
  }

  /** A file in which the base's edits would move what numbered references count. */
  static BaseConflict references(BaseEdit edit, List<String> attributes) {
    return new BaseConflict(
        PathNames.slashed(edit.path()),
        "",
        "a text with numbered references (py/id)",
        "one with other numbers or objects, because of \""
            + String.join("\", \"", attributes)
            + "\",",
        "one with changes of its own");
  }

  /** A file that cannot be put into the run. */
  static BaseConflict noPlace(BaseEdit edit) {
    return new BaseConflict(
        PathNames.slashed(edit.path()),
        "",
        atClone(edit),
        state(edit.now()),
        "something else, a directory or below what is none");
  }

  private static String value(NoDbDocument neutral, String attribute) {
    if (attribute.equals(NoDbChanges.CLASS)) {
      return neutral.className();
    }
    if (!neutral.has(attribute)) {
      return NOT_THERE;
    }
    String json = neutral.json(attribute).replace("\\u0000", "{wd}");
    return json.length() <= SHOWN ? json : json.substring(0, SHOWN - 3) + "...";
  }

  private static String atClone(BaseEdit edit) {
    return edit.isOfUnknown()
        ? "not known (the base project was not kept then)"
        : state(edit.before().get(0));
  }

  private static String state(FileState state) {
    return switch (state.kind()) {
      case ABSENT -> NOT_THERE;
      case DIRECTORY -> "a directory";
      case LINK -> "a link";
      case NODB -> "a NoDb file";
      case FILE -> "a file of " + state.size() + " bytes" + hash(state);
      case OTHER -> "something that cannot be read";
    };
  }

  private static String hash(FileState state) {
    return state.hash().isEmpty() ? "" : " (" + state.hash().substring(0, 8) + ")";
  }
}
