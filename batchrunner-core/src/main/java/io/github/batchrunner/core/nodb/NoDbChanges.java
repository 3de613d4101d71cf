package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.InvalidInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has changed between versions of one NoDb file, attribute by attribute, and how that meets a
 * copy of the file that has been changed as well.
 *
 * <p>Compared are {@linkplain RelocatableNoDb#neutral() neutral} documents, and of these the values
 * that Python would read: spaces, escapes, the order of keys and the order within a {@code py/set}
 * do not count, {@code 1e-06} equals {@code 1E-6}, but {@code 1} is another value than {@code 1.0}.
 * A {@code py/id} equals one with the same number.
 *
 * <p>Instances are immutable and thread-safe.
 */
public final class NoDbChanges {

  /** The name under which the pickled class takes part, as if it were an attribute. */
  public static final String CLASS = "py/object";

  /** Attributes that describe the latest write of a file; they are nobody's edit. */
  static final List<String> ABOUT_THE_WRITE = List.of("_nodb_mtime", "_nodb_size");

  /** What a change means for a copy. */
  public enum Verdict {
    /** The copy has the old value: it takes the new one. */
    TAKE,
    /** The copy has a value of its own, which is neither the old one nor the new one. */
    CONFLICT
  }

  private static final Object ABSENT = new Object();

  private final Map<String, Change> changes = new LinkedHashMap<>();

  /** The values of an attribute before, the one that counts first, and now. */
  private record Change(List<@Nullable Object> before, @Nullable Object now) {

    boolean isChange() {
      return before.stream().anyMatch(value -> !Objects.equals(value, now));
    }

    boolean isChangeOfTheFirst() {
      return !Objects.equals(before.get(0), now);
    }
  }

  private NoDbChanges(List<NoDbDocument> before, NoDbDocument now) {
    for (String attribute : attributes(before, now)) {
      List<@Nullable Object> values = new ArrayList<>();
      before.forEach(document -> values.add(value(document, attribute)));
      Change change = new Change(values, value(now, attribute));
      if (change.isChange()) {
        changes.put(attribute, change);
      }
    }
  }

  /**
   * Compares the versions of a file.
   *
   * @param before the version from which the copies were made, and then any others of which copies
   *     may have parts; neutral, and {@linkplain NoDbDocument#empty() empty} where there was no
   *     file
   * @param now the version that copies are to be brought to; neutral
   */
  public static NoDbChanges between(List<NoDbDocument> before, NoDbDocument now) {
    return new NoDbChanges(before, now);
  }

  /** Tells whether two neutral documents have the same class and the same attributes by value. */
  public static boolean same(NoDbDocument one, NoDbDocument other) {
    return between(List.of(one), other).changes.isEmpty();
  }

  /**
   * Decides for a copy about each attribute that has changed; what is not in the answer stays as it
   * is.
   *
   * @param copy neutral
   */
  public Map<String, Verdict> verdicts(NoDbDocument copy) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    changes.forEach(
        (attribute, change) -> {
          Object value = value(copy, attribute);
          if (Objects.equals(value, change.now())) {
            return;
          }
          if (change.before().stream().anyMatch(before -> Objects.equals(before, value))) {
            verdicts.put(attribute, Verdict.TAKE);
          } else if (change.isChangeOfTheFirst()) {
            verdicts.put(attribute, Verdict.CONFLICT);
          }
        });
    return verdicts;
  }

  /**
   * Returns {@code copy} with these attributes as {@code source} has them: set, removed, or added
   * at the end. No other byte of it changes.
   *
   * @param source in the place of the copy, rather than neutral
   * @throws InvalidInputException when that would shift or take over a {@code py/id} reference
   */
  public static NoDbDocument take(
      Collection<String> attributes, NoDbDocument source, NoDbDocument copy) {
    NoDbDocument edited = copy;
    for (String attribute : attributes) {
      if (attribute.equals(CLASS)) {
        edited = edited.withClassName(source.className());
      } else if (source.has(attribute)) {
        edited = edited.withJson(attribute, source.json(attribute));
      } else {
        edited = edited.without(attribute);
      }
    }
    return edited;
  }

  private static Set<String> attributes(List<NoDbDocument> before, NoDbDocument now) {
    Set<String> attributes = new LinkedHashSet<>();
    attributes.add(CLASS);
    attributes.addAll(now.attributes());
    before.forEach(document -> attributes.addAll(document.attributes()));
    ABOUT_THE_WRITE.forEach(attributes::remove);
    return attributes;
  }

  private static @Nullable Object value(NoDbDocument document, String attribute) {
    if (attribute.equals(CLASS)) {
      return document.className();
    }
    return document.has(attribute) ? comparable(document.value(attribute)) : ABSENT;
  }

  /** The order within a set differs between two processes of Python that write the same one. */
  private record PySet(Set<@Nullable Object> elements) {}

  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> comparable = new ArrayList<>(list.size());
      list.forEach(element -> comparable.add(comparable(element)));
      return comparable;
    }
    if (value instanceof Map<?, ?> map) {
      if (map.size() == 1 && map.get("py/set") instanceof List<?> elements) {
        Set<@Nullable Object> set = new HashSet<>();
        elements.forEach(element -> set.add(comparable(element)));
        return new PySet(set);
      }
      Map<Object, @Nullable Object> comparable = new LinkedHashMap<>();
      map.forEach((key, element) -> comparable.put(key, comparable(element)));
      return comparable;
    }
    return value;
  }
}
