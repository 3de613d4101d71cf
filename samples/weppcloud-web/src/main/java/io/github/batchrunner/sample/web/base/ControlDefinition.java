package io.github.batchrunner.sample.web.base;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A control: the fields of one part of the base project, and what holds between them.
 *
 * @param id what the API calls it
 * @param title what a person calls it
 * @param files the NoDb files it is about; one of them must be there
 * @param missing why it cannot be used if none is
 * @param fields in the order of the form
 * @param rules what must hold once anything of the control is changed
 * @param consequences what WEPPcloud itself sets along with a field
 */
record ControlDefinition(
    String id,
    String title,
    Set<String> files,
    String missing,
    List<FieldDefinition> fields,
    List<Rule> rules,
    List<Consequence> consequences) {

  /** Something that must hold between the fields of a control. */
  interface Rule {

    /**
     * Checks the values as they are going to be.
     *
     * @param problem takes the field that is wrong and the sentence that says why
     */
    void check(Values values, BiConsumer<String, String> problem);
  }

  /**
   * An attribute that WEPPcloud sets when a person sets one of these fields; files without it stay
   * without it.
   *
   * @param of the fields
   * @param attribute what is set along
   * @param value what it is set to, of the values as they are going to be; empty for leaving it
   */
  record Consequence(
      Set<String> of, Attribute attribute, Function<Values, Optional<Setting>> value) {}

  /**
   * A value that is set along with another.
   *
   * @param value plain; {@code null} for nothing
   */
  record Setting(@Nullable Object value) {}

  static Builder of(String id, String title, String missing, String... files) {
    return new Builder(id, title, missing, files);
  }

  Optional<FieldDefinition> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** Collects what there is to say of a control. */
  static final class Builder {

    private final String id;
    private final String title;
    private final String missing;
    private final Set<String> files;
    private final List<FieldDefinition> fields = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Consequence> consequences = new ArrayList<>();

    private Builder(String id, String title, String missing, String... files) {
      this.id = id;
      this.title = title;
      this.missing = missing;
      this.files = new LinkedHashSet<>(List.of(files));
    }

    Builder field(FieldDefinition.Builder field) {
      fields.add(field.build());
      return this;
    }

    Builder rule(Rule rule) {
      rules.add(rule);
      return this;
    }

    /** Sets an attribute along with a field, if this finds a value for it. */
    Builder along(
        Set<String> of, String file, String attribute, Function<Values, Optional<Setting>> value) {
      consequences.add(new Consequence(of, Attribute.of(file, attribute), value));
      return this;
    }

    ControlDefinition build() {
      return new ControlDefinition(id, title, files, missing, fields, rules, consequences);
    }
  }
}
