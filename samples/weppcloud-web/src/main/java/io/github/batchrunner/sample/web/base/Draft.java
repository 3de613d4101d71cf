package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import io.github.batchrunner.sample.web.base.ControlDefinition.Consequence;
import io.github.batchrunner.sample.web.base.ControlDefinition.Setting;
import io.github.batchrunner.spi.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What forms would make of the files of a base project; nothing is written. */
final class Draft {

  private final List<ControlDefinition> controls;
  private final BaseFiles files;
  private final Map<String, NoDbDocument> changed = new TreeMap<>();
  private final Map<Attribute, Change> changes = new LinkedHashMap<>();
  private final List<FieldProblem> problems = new ArrayList<>();

  /**
   * An attribute that is going to be changed.
   *
   * @param control id of the control
   * @param before its JSON text; {@code null} if it does not exist
   */
  private record Change(String control, @Nullable String before) {}

  private Draft(List<ControlDefinition> controls, BaseFiles files) {
    this.controls = controls;
    this.files = files;
  }

  /**
   * Drafts what forms would change.
   *
   * @throws InvalidFieldsException with everything that cannot be taken
   */
  static Draft of(
      List<ControlDefinition> controls,
      BaseFiles files,
      Map<String, ? extends @Nullable Map<String, ? extends @Nullable Object>> forms) {
    Draft draft = new Draft(controls, files);
    draft.requireKnown(forms.keySet());
    for (ControlDefinition control : controls) {
      Map<String, ? extends @Nullable Object> form = forms.get(control.id());
      if (form != null && !form.isEmpty()) {
        draft.take(control, form);
      }
    }
    if (!draft.problems.isEmpty()) {
      throw new InvalidFieldsException(draft.problems);
    }
    return draft;
  }

  /** Returns the files that change, as they were read, by name. */
  Map<String, NoDbFile> before() {
    Map<String, NoDbFile> before = new TreeMap<>();
    for (Map.Entry<String, NoDbDocument> file : changed.entrySet()) {
      NoDbFile was = files.file(file.getKey()).orElseThrow();
      if (!was.document().equals(file.getValue())) {
        before.put(file.getKey(), was);
      }
    }
    return before;
  }

  /** Returns the new text of a file. */
  NoDbDocument after(String file) {
    return Objects.requireNonNull(changed.get(file), file);
  }

  /** Returns the attributes that change, in the order of the controls. */
  List<Edit> edits() {
    List<Edit> edits = new ArrayList<>();
    changes.forEach(
        (attribute, change) -> {
          String before = Objects.requireNonNullElse(change.before(), "");
          String after = attribute.json(after(attribute.file())).orElse("");
          if (!before.equals(after)) {
            edits.add(
                new Edit(change.control(), attribute.file(), attribute.name(), before, after));
          }
        });
    return edits;
  }

  private void requireKnown(Set<String> ids) {
    List<String> known = controls.stream().map(ControlDefinition::id).toList();
    for (String id : ids) {
      if (!known.contains(id)) {
        problems.add(new FieldProblem(id, "there is no such control" + hint(id, known)));
      }
    }
  }

  private void take(ControlDefinition control, Map<String, ? extends @Nullable Object> form) {
    if (control.files().stream().allMatch(file -> files.file(file).isEmpty())) {
      problems.add(new FieldProblem(control.id(), control.missing()));
      return;
    }
    Map<String, Located> located = new LinkedHashMap<>();
    for (FieldDefinition field : control.fields()) {
      Located.find(field, files).ifPresent(found -> located.put(field.name(), found));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    located.forEach((name, found) -> values.put(name, found.value()));
    Set<String> touched = new LinkedHashSet<>();
    boolean fine = true;
    for (Map.Entry<String, ? extends @Nullable Object> entry : form.entrySet()) {
      Located found = located.get(entry.getKey());
      if (found == null) {
        absent(control, entry.getKey());
        fine = false;
        continue;
      }
      try {
        Object value = found.field().kind().take(entry.getValue(), found.value());
        if (!Plain.deepSame(value, found.value())) {
          values.put(entry.getKey(), value);
          touched.add(entry.getKey());
        }
      } catch (UnusableValueException e) {
        problem(control, entry.getKey(), String.valueOf(e.getMessage()));
        fine = false;
      }
    }
    if (fine && !touched.isEmpty()) {
      write(control, located, new Values(values), touched);
    }
  }

  private void write(
      ControlDefinition control, Map<String, Located> located, Values values, Set<String> touched) {
    int before = problems.size();
    control
        .rules()
        .forEach(rule -> rule.check(values, (field, detail) -> problem(control, field, detail)));
    if (problems.size() > before) {
      return;
    }
    for (String field : touched) {
      Located found = Objects.requireNonNull(located.get(field));
      ValueKind kind = found.field().kind();
      Object value = values.byField().get(field);
      change(
          control, field, found.place(), holder -> kind.write(holder, found.place().key(), value));
    }
    for (Consequence consequence : control.consequences()) {
      Optional<String> cause = touched.stream().filter(consequence.of()::contains).findFirst();
      if (cause.isPresent()) {
        consequence
            .value()
            .apply(values)
            .ifPresent(setting -> setAlong(control, cause.get(), consequence, setting));
      }
    }
  }

  private void setAlong(
      ControlDefinition control, String cause, Consequence consequence, Setting setting) {
    Attribute attribute = consequence.attribute();
    Optional<NoDbDocument> document = current(attribute.file());
    if (document.isEmpty() || !attribute.isIn(document.get())) {
      return;
    }
    Optional<ValueKind> kind =
        control.fields().stream()
            .filter(field -> field.places().contains(attribute))
            .map(FieldDefinition::kind)
            .findFirst();
    change(
        control,
        cause,
        attribute,
        holder ->
            kind.isPresent() && kind.get().read(holder, attribute.key()).known()
                ? kind.get().write(holder, attribute.key(), setting.value())
                : holder.with(attribute.key(), setting.value()));
  }

  private void change(
      ControlDefinition control,
      String field,
      Attribute attribute,
      UnaryOperator<NoDbDocument> edit) {
    NoDbDocument document = current(attribute.file()).orElseThrow();
    try {
      NoDbDocument edited = attribute.edit(document, edit);
      changes.putIfAbsent(
          attribute, new Change(control.id(), attribute.json(document).orElse(null)));
      changed.put(attribute.file(), edited);
    } catch (InvalidInputException e) {
      problem(control, field, String.valueOf(e.getMessage()));
    }
  }

  private Optional<NoDbDocument> current(String file) {
    NoDbDocument already = changed.get(file);
    return already != null ? Optional.of(already) : files.document(file);
  }

  private void absent(ControlDefinition control, String name) {
    Optional<FieldDefinition> field = control.field(name);
    if (field.isEmpty()) {
      List<String> known = control.fields().stream().map(FieldDefinition::name).toList();
      problem(control, name, "there is no such option" + hint(name, known));
      return;
    }
    Attribute place = field.get().places().get(0);
    problem(
        control,
        name,
        "this base project does not have it in a form that can be changed here (\"%s\" of %s); set it in WEPPcloud."
            .formatted(place.name(), place.file()));
  }

  private void problem(ControlDefinition control, String field, String detail) {
    problems.add(new FieldProblem(control.id() + "." + field, detail));
  }

  private static String hint(String name, List<String> known) {
    return NearestName.to(name, known).map(near -> "; did you mean \"" + near + "\"?").orElse(".");
  }
}
