package io.github.batchrunner.core.nodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.nodb.NoDbChanges.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoDbChangesTest {

  private static final String BASE = "/b/_base";
  private static final String RUN = "/b/OR-20";

  /** Attributes by name; texts that begin with {@code {wd}} mean the project directory. */
  private record State(Map<String, @Nullable Object> attributes) {}

  /** Three versions, and how each is written. */
  private record Versions(State before, State now, State run, Style base, Style copy) {}

  private record Style(boolean modern, boolean backwards) {

    NoDbDocument write(State state, String wd) {
      List<String> names = new ArrayList<>(state.attributes().keySet());
      if (backwards) {
        Collections.reverse(names);
      }
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("wd", wd);
      names.forEach(name -> members.put(name, at(wd, state.attributes().get(name))));
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("py/object", "m.Climate");
      if (modern) {
        document.put("py/state", members);
      } else {
        document.putAll(members);
      }
      return document(PythonJson.dumps(document));
    }
  }

  private static @Nullable Object at(String wd, @Nullable Object value) {
    if (value instanceof String text) {
      return text.replace("{wd}", wd);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> moved = new ArrayList<>();
      list.forEach(element -> moved.add(at(wd, element)));
      return moved;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> moved = new LinkedHashMap<>();
      map.forEach((key, element) -> moved.put((String) key, at(wd, element)));
      return moved;
    }
    return value;
  }

  private static NoDbDocument document(String json) {
    return NoDbDocument.parse("climate.nodb", json.getBytes(StandardCharsets.UTF_8));
  }

  private static NoDbDocument neutral(NoDbDocument document) {
    return document.relocatable("", List.of(document.string("wd"))).neutral();
  }

  private static NoDbDocument neutral(String json) {
    return neutral(document(json));
  }

  @Provide
  Arbitrary<Versions> versions() {
    Arbitrary<State> states =
        Arbitraries.maps(Arbitraries.of("a", "_b", "ç", "d\"", "_nodb_x", "f"), values(2))
            .ofMaxSize(6)
            .map(State::new);
    Arbitrary<Style> styles =
        Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false))
            .as(Style::new);
    Arbitrary<Set<String>> names =
        Arbitraries.of("a", "_b", "ç", "d\"", "_nodb_x", "f").set().ofMaxSize(6);
    // Most attributes of the three agree: that is what an edit looks like.
    return Combinators.combine(states, states, states, names, names, styles, styles)
        .as(
            (before, other, third, edited, written, base, copy) -> {
              State now = mixed(before, other, edited);
              return new Versions(before, now, mixed(now, third, written, before), base, copy);
            });
  }

  private static State mixed(State state, State other, Set<String> fromOther) {
    Map<String, @Nullable Object> mixed = new LinkedHashMap<>(state.attributes());
    for (String name : fromOther) {
      mixed.remove(name);
      if (other.attributes().containsKey(name)) {
        mixed.put(name, other.attributes().get(name));
      }
    }
    return new State(mixed);
  }

  /** That of {@code before}, but some as {@code third} has them, and every now and then as now. */
  private static State mixed(State now, State third, Set<String> fromThird, State before) {
    State run = mixed(before, third, fromThird);
    return fromThird.contains("f") ? mixed(run, now, Set.of("a", "f")) : run;
  }

  private static Arbitrary<@Nullable Object> values(int depth) {
    Arbitrary<@Nullable Object> scalars =
        Arbitraries.of(
            null,
            true,
            0L,
            1L,
            1.0,
            -0.0,
            1e-06,
            Double.NaN,
            "",
            "x",
            "{wd}",
            "{wd}/a",
            "/b/_basex");
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<@Nullable Object> lists = values(depth - 1).list().ofMaxSize(3).map(l -> l);
    Arbitrary<@Nullable Object> maps =
        Arbitraries.maps(Arbitraries.of("k", "l", "py/tuple"), values(depth - 1))
            .ofMaxSize(2)
            .map(m -> m);
    return Arbitraries.oneOf(scalars, lists, maps);
  }

  private static NoDbDocument merge(NoDbDocument before, NoDbDocument now, NoDbDocument run) {
    return NoDbChanges.take(taken(before, now, run), now.rebase(BASE, RUN), run);
  }

  private static Set<String> taken(NoDbDocument before, NoDbDocument now, NoDbDocument run) {
    Set<String> taken = new LinkedHashSet<>();
    NoDbChanges.between(List.of(neutral(before)), neutral(now))
        .verdicts(neutral(run))
        .forEach(
            (attribute, verdict) -> {
              if (verdict == Verdict.TAKE) {
                taken.add(attribute);
              }
            });
    return taken;
  }

  @Property
  void anUneditedBaseLeavesEveryByteOfTheRun(@ForAll("versions") Versions versions) {
    NoDbDocument run = versions.copy().write(versions.run(), RUN);
    NoDbDocument before = versions.base().write(versions.before(), BASE);
    NoDbDocument rewritten = versions.copy().write(versions.before(), BASE);
    assertThat(merge(before, rewritten, run)).isEqualTo(run);
  }

  @Property
  void anUnchangedRunBecomesTheBase(@ForAll("versions") Versions versions) {
    NoDbDocument run = versions.copy().write(versions.before(), RUN);
    NoDbDocument now = versions.base().write(versions.now(), BASE);
    NoDbDocument merged = merge(versions.base().write(versions.before(), BASE), now, run);
    assertThat(NoDbChanges.same(neutral(merged), neutral(now))).isTrue();
  }

  @Property
  void everyAttributeIsWhatThreeWayMergingSays(@ForAll("versions") Versions versions) {
    NoDbDocument before = versions.base().write(versions.before(), BASE);
    NoDbDocument now = versions.base().write(versions.now(), BASE);
    NoDbDocument run = versions.copy().write(versions.run(), RUN);
    NoDbDocument merged = merge(before, now, run);

    Set<String> names = new LinkedHashSet<>(versions.before().attributes().keySet());
    names.addAll(versions.now().attributes().keySet());
    names.addAll(versions.run().attributes().keySet());
    Map<String, @Nullable Object> expected = new TreeMap<>();
    Set<String> conflicts = new LinkedHashSet<>();
    for (String name : names) {
      List<?> old = of(versions.before(), name);
      List<?> edited = of(versions.now(), name);
      List<?> own = of(versions.run(), name);
      List<?> result = own;
      if (!old.equals(edited) && !own.equals(edited)) {
        if (own.equals(old)) {
          result = edited;
        } else {
          conflicts.add(name);
        }
      }
      if (!result.isEmpty()) {
        expected.put(name, at(RUN, result.get(0)));
      }
    }
    Map<String, @Nullable Object> actual = new TreeMap<>();
    merged.attributes().forEach(name -> actual.put(name, merged.value(name)));
    expected.put("wd", RUN);
    assertThat(Objects.equals(actual, expected)).as("%s, not %s", actual, expected).isTrue();
    assertThat(
            NoDbChanges.between(List.of(neutral(before)), neutral(now))
                .verdicts(neutral(run))
                .entrySet()
                .stream()
                .filter(verdict -> verdict.getValue() == Verdict.CONFLICT)
                .map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(conflicts);
  }

  private static List<?> of(State state, String name) {
    return state.attributes().containsKey(name)
        ? Collections.singletonList(state.attributes().get(name))
        : List.of();
  }

  @Property
  void noByteOutsideWhatIsTakenChanges(@ForAll("versions") Versions versions) {
    NoDbDocument before = versions.base().write(versions.before(), BASE);
    NoDbDocument now = versions.base().write(versions.now(), BASE);
    NoDbDocument run = versions.copy().write(versions.run(), RUN);
    NoDbDocument merged = merge(before, now, run);
    NoDbDocument rest = run;
    NoDbDocument mergedRest = merged;
    for (String attribute : taken(before, now, run)) {
      rest = rest.without(attribute);
      mergedRest = mergedRest.without(attribute);
    }
    assertThat(mergedRest).isEqualTo(rest);
  }

  @Property
  void mergingTwiceIsMergingOnce(@ForAll("versions") Versions versions) {
    NoDbDocument before = versions.base().write(versions.before(), BASE);
    NoDbDocument now = versions.base().write(versions.now(), BASE);
    NoDbDocument merged = merge(before, now, versions.copy().write(versions.run(), RUN));
    assertThat(merge(before, now, merged)).isEqualTo(merged);
  }

  @Property
  void whatWasTakenInPartIsBroughtFurther(@ForAll("versions") Versions versions) {
    NoDbDocument before = versions.base().write(versions.before(), BASE);
    NoDbDocument between = versions.base().write(versions.now(), BASE);
    NoDbDocument run = versions.copy().write(versions.before(), RUN);
    Set<String> half = new LinkedHashSet<>();
    taken(before, between, run).stream().limit(2).forEach(half::add);
    NoDbDocument torn = NoDbChanges.take(half, between.rebase(BASE, RUN), run);
    NoDbDocument now = versions.base().write(versions.run(), BASE);
    Map<String, Verdict> verdicts =
        NoDbChanges.between(List.of(neutral(before), neutral(between)), neutral(now))
            .verdicts(neutral(torn));
    assertThat(verdicts).doesNotContainValue(Verdict.CONFLICT);
    NoDbDocument merged = NoDbChanges.take(verdicts.keySet(), now.rebase(BASE, RUN), torn);
    assertThat(NoDbChanges.same(neutral(merged), neutral(now))).isTrue();
  }

  @Test
  void valuesAreComparedAsPythonReadsThem() {
    NoDbDocument one =
        neutral(
            "{\"py/object\": \"A\", \"wd\": \"/x\", \"a\": {\"k\": 1e-06, \"l\": \"\\u00e9\"},"
                + " \"s\": {\"py/set\": [\"p\", null, 3]}, \"n\": NaN, \"_nodb_mtime\": 1.5}");
    NoDbDocument other =
        neutral(
            "{\"wd\": \"/x\",\"s\":{\"py/set\":[3,\"p\",null]}, \"n\": NaN, \"a\": {\"l\": \"é\", \"k\":"
                + " 1E-6}, \"_nodb_size\": 7, \"py/object\": \"A\"}");
    assertThat(NoDbChanges.same(one, other)).isTrue();
    for (String different : List.of("1", "1.0", "\"1\"", "true", "[1]", "[1.0]", "{}", "[]")) {
      for (String value : List.of("1", "1.0", "\"1\"", "true", "[1]", "[1.0]", "{}", "[]")) {
        String rest = "{\"py/object\": \"A\", \"wd\": \"/x\", \"a\": ";
        assertThat(NoDbChanges.same(neutral(rest + value + "}"), neutral(rest + different + "}")))
            .isEqualTo(value.equals(different));
      }
    }
  }

  @Test
  void theClassIsTakenLikeAnAttribute() {
    NoDbDocument before =
        neutral("{\"py/object\": \"wepppy.nodb.climate.Climate\", \"wd\": \"/b/_base\"}");
    NoDbDocument now =
        document(
            "{\"py/object\": \"wepppy.nodb.core.climate.Climate\", \"py/state\": {\"wd\": \"/b/_base\"}}");
    NoDbDocument run =
        document("{\"n\": 1, \"wd\": \"/r\", \"py/object\": \"wepppy.nodb.climate.Climate\"}");
    Map<String, Verdict> verdicts =
        NoDbChanges.between(List.of(before), neutral(now)).verdicts(neutral(run));
    assertThat(verdicts).containsExactly(Map.entry(NoDbChanges.CLASS, Verdict.TAKE));
    assertThat(NoDbChanges.take(verdicts.keySet(), now, run))
        .hasToString(
            "{\"n\": 1, \"wd\": \"/r\", \"py/object\": \"wepppy.nodb.core.climate.Climate\"}");
  }

  @Test
  void whatWouldMoveTheNumberOfAReferenceIsRefused() {
    NoDbDocument run =
        document(
            "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/x\", \"a\": [1], \"n\": 1, \"again\":"
                + " {\"py/id\": 2}, \"last\": [1]}}");
    NoDbDocument source =
        document(
            "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/x\", \"a\": [2], \"n\": [1], \"again\":"
                + " {\"py/id\": 3}}}");
    assertThat(NoDbChanges.take(List.of("a", "last"), source, run))
        .hasToString(
            "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/x\", \"a\": [2], \"n\": 1, \"again\":"
                + " {\"py/id\": 2}}}");
    for (String refused : List.of("n", "again")) {
      assertThatThrownBy(() -> NoDbChanges.take(List.of(refused), source, run))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("py/id");
    }
    assertThatThrownBy(() -> run.without("a"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("py/id");
  }

  @Test
  void removingLeavesWhatIsAround() {
    String text = "{ \"py/object\": \"A\" , \"a\": 1,\n\"wd\": \"/x\" , \"c\": [ ] }";
    assertThat(document(text).without("a"))
        .hasToString("{ \"py/object\": \"A\" , \"wd\": \"/x\" , \"c\": [ ] }");
    assertThat(document(text).without("c"))
        .hasToString("{ \"py/object\": \"A\" , \"a\": 1,\n\"wd\": \"/x\" }");
    assertThat(document(text).without("none")).hasToString(text);
    NoDbDocument only = document("{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/x\"}}");
    assertThat(only.without("wd")).hasToString("{\"py/object\": \"A\", \"py/state\": {}}");
    assertThat(only.without("wd").with("b", 2L))
        .hasToString("{\"py/object\": \"A\", \"py/state\": {\"b\": 2}}");
    assertThat(only.empty().with("b", 2L)).hasToString("{\"py/object\": \"A\", \"b\": 2}");
  }
}
