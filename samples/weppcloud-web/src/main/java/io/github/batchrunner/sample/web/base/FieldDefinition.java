package io.github.batchrunner.sample.web.base;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person may set of the base project.
 *
 * @param name what the API calls it
 * @param label what a person calls it
 * @param help a sentence that says more; empty for none
 * @param unit of a number; empty for none
 * @param kind how it is read, checked and written
 * @param places where it is kept; the first one that the project has counts
 * @param unset what WEPPcloud takes it for where a file does not have it
 * @param shownWhen when it matters
 */
record FieldDefinition(
    String name,
    String label,
    String help,
    String unit,
    ValueKind kind,
    List<Attribute> places,
    Unset unset,
    @Nullable ShownWhen shownWhen) {

  /**
   * What is known of a file without the attribute.
   *
   * @param known whether WEPPcloud's class says, whatever the config, what it takes it for; if not,
   *     there is nothing to show or to set
   * @param value what it takes it for
   */
  record Unset(boolean known, @Nullable Object value) {}

  static Builder of(String name, String label, ValueKind kind, String... places) {
    return new Builder(name, label, kind, places);
  }

  /** Collects what there is to say of a field. */
  static final class Builder {

    private final String name;
    private final String label;
    private final ValueKind kind;
    private final List<Attribute> places = new ArrayList<>();
    private String help = "";
    private String unit = "";
    private Unset unset = new Unset(false, null);
    private @Nullable ShownWhen shownWhen;

    private Builder(String name, String label, ValueKind kind, String... places) {
      this.name = name;
      this.label = label;
      this.kind = kind;
      for (String place : places) {
        int colon = place.indexOf(':');
        this.places.add(Attribute.of(place.substring(0, colon), place.substring(colon + 1)));
      }
    }

    Builder help(String text) {
      help = text;
      return this;
    }

    Builder unit(String text) {
      unit = text;
      return this;
    }

    /** WEPPcloud's class takes a file without it for this, and adds it when it is set. */
    Builder whereAbsent(@Nullable Object value) {
      unset = new Unset(true, value);
      return this;
    }

    Builder shownWhen(String field, Object... values) {
      shownWhen = new ShownWhen(field, List.of(values));
      return this;
    }

    FieldDefinition build() {
      return new FieldDefinition(name, label, help, unit, kind, places, unset, shownWhen);
    }
  }
}
