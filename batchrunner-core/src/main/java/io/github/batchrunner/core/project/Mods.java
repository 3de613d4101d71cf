package io.github.batchrunner.core.project;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attribute {@code _mods}, in which each singleton lists the modules of its project. */
final class Mods {

  /** The name of Omni among them. */
  static final String OMNI = "omni";

  private static final String ATTRIBUTE = "_mods";
  private static final String TUPLE = "py/tuple";

  private Mods() {}

  /**
   * Adds a module unless it is listed; a singleton without the attribute stays without it.
   *
   * <p>jsonpickle counts lists, not the strings in them, so a longer list moves no reference.
   *
   * @throws InvalidInputException when {@code _mods} is neither a list nor a tuple nor {@code null}
   */
  static NoDbDocument withMod(NoDbDocument document, String mod) {
    if (!document.has(ATTRIBUTE)) {
      return document;
    }
    Object mods = document.value(ATTRIBUTE);
    if (mods == null) {
      return document.with(ATTRIBUTE, List.of(mod));
    }
    if (mods instanceof List<?> list) {
      return list.contains(mod) ? document : document.with(ATTRIBUTE, longer(list, mod));
    }
    if (mods instanceof Map<?, ?> map && map.get(TUPLE) instanceof List<?> list) {
      return list.contains(mod)
          ? document
          : document.with(ATTRIBUTE, Map.of(TUPLE, longer(list, mod)));
    }
    throw new InvalidInputException(
        "The \"_mods\" of \""
            + document.name()
            + "\" are "
            + document.json(ATTRIBUTE)
            + ", not a list, so \""
            + mod
            + "\" cannot be added; add it in WEPPcloud first.");
  }

  /** Returns the modules that a singleton lists, or none. */
  static List<?> of(NoDbDocument document) {
    return document.has(ATTRIBUTE) && document.value(ATTRIBUTE) instanceof List<?> list
        ? list
        : List.of();
  }

  private static List<@Nullable Object> longer(List<?> list, String mod) {
    List<@Nullable Object> longer = new ArrayList<>(list);
    longer.add(mod);
    return longer;
  }
}
