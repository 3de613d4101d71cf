package io.github.batchrunner.core.nodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Edits of any document that Python could have written, checked by Python itself. */
class NoDbPythonAgreementTest {

  private static final String BASE = "/wc1/batch/é/_base";

  private static final String PROGRAM =
      """
      def moved(value, base, to):
          if isinstance(value, str):
              if value == base or value.startswith(base + '/'):
                  return to + value[len(base):]
              return value
          if isinstance(value, list):
              return [moved(v, base, to) for v in value]
          if isinstance(value, dict):
              return {k: moved(v, base, to) for k, v in value.items()}
          return value

      def answer(what, text, *arguments):
          data = json.loads(text)
          state = data['py/state'] if 'py/state' in data else data
          if what == 'wd':
              state['wd'] = arguments[0]
          elif what == 'rebase':
              data = moved(data, *arguments)
              (data['py/state'] if 'py/state' in data else data)['wd'] = arguments[1]
          return json.dumps(data)
      """;

  private static @Nullable PythonChild started;

  @BeforeContainer
  static void startPython() {
    started = PythonChild.start(PROGRAM);
  }

  @AfterContainer
  static void stopPython() {
    if (started != null) {
      started.close();
    }
  }

  private static PythonChild python() {
    return Objects.requireNonNull(started);
  }

  @Property(tries = 1000)
  void writingGivesTheBytesThatPythonGives(@ForAll("documents") Map<String, Object> document) {
    String text = PythonJson.dumps(document);
    assertThat(python().ask("nothing", text)).isEqualTo(text);
  }

  @Property(tries = 1000)
  void settingWdChangesNothingElse(
      @ForAll("documents") Map<String, Object> document, @ForAll("texts") String wd) {
    String text = PythonJson.dumps(document);
    NoDbDocument edited = NoDbDocumentTest.document(text).with("wd", wd);
    assertThat(edited).hasToString(python().ask("wd", text, wd));
  }

  @Property(tries = 1000)
  void rebasingChangesNothingButWhatPointsAtTheBase(
      @ForAll("documents") Map<String, Object> document) {
    String text = PythonJson.dumps(document);
    NoDbDocument edited = NoDbDocumentTest.document(text).rebase(BASE, "/wc1/ü 😀");
    assertThat(edited).hasToString(python().ask("rebase", text, BASE, "/wc1/ü 😀"));
  }

  @Property(tries = 1000)
  void everyAttributeReadsBackAsItWasWritten(@ForAll("documents") Map<String, Object> document) {
    NoDbDocument read = NoDbDocumentTest.document(PythonJson.dumps(document));
    for (String attribute : read.attributes()) {
      assertThat(PythonJson.dumps(read.value(attribute))).isEqualTo(read.json(attribute));
      if (!read.json(attribute).contains("py/id")) {
        assertThat(read.withJson(attribute, read.json(attribute))).isEqualTo(read);
      }
    }
  }

  @Property(tries = 1000)
  void aCutOffTextIsNeverTaken(
      @ForAll("documents") Map<String, Object> document, @ForAll double where) {
    byte[] text = PythonJson.dumps(document).getBytes(StandardCharsets.UTF_8);
    int length = (int) (Math.abs(where % 1) * (text.length - 1));
    assertThatThrownBy(() -> NoDbDocument.parse("cut", Arrays.copyOf(text, length)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Provide
  Arbitrary<Map<String, Object>> documents() {
    Arbitrary<Map<String, Object>> attributes = members(value(3), 6);
    return Combinators.combine(
            attributes, attributes, Arbitraries.of(true, false), Arbitraries.of(BASE, "Mica"))
        .as(NoDbPythonAgreementTest::document);
  }

  private static Map<String, Object> document(
      Map<String, Object> before, Map<String, Object> after, boolean modern, String wd) {
    Map<String, Object> attributes = new LinkedHashMap<>(before);
    attributes.remove("wd");
    attributes.remove("_parent_wd");
    attributes.keySet().removeIf(key -> key.startsWith("py/"));
    attributes.put("wd", wd);
    after.forEach((key, value) -> attributes.putIfAbsent(key.replace("py/", "py_"), value));
    attributes.remove("_parent_wd");
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("py/object", "wepppy.nodb.core.ron.Ron");
    if (modern) {
      document.put("py/state", attributes);
    } else {
      document.putAll(attributes);
    }
    return document;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(8).filter(NoDbPythonAgreementTest::isWholeText),
        Arbitraries.strings().ascii().ofMaxLength(12),
        Arbitraries.of(
            BASE, BASE + "/dem/dem.tif", BASE + "2", BASE + "/", "/wc1", "", "😀", "\u007f\u2028"));
  }

  /** Lone surrogates have no UTF-8, and so no way into the other process but as escapes. */
  private static boolean isWholeText(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private Arbitrary<Object> value(int depth) {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            texts().asGeneric(),
            Arbitraries.of("\ud800", BASE + "/\udc80").asGeneric(),
            Arbitraries.longs().asGeneric(),
            Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(30))
                .asGeneric(),
            Arbitraries.longs().map(Double::longBitsToDouble).asGeneric(),
            Arbitraries.doubles().asGeneric(),
            Arbitraries.integers().between(-1074, 1023).map(e -> Math.scalb(1.0, e)).asGeneric(),
            Arbitraries.of(0.0, -0.0, 1e-6, 1e16, Double.MIN_VALUE, 1e22, Double.NaN, 1 / 0.0)
                .asGeneric(),
            Arbitraries.of(true, false).asGeneric());
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<Object> inner = Arbitraries.lazy(() -> value(depth - 1));
    return Arbitraries.oneOf(
        scalar,
        scalar,
        inner.list().ofMaxSize(4).asGeneric(),
        members(inner, 4).asGeneric(),
        inner.list().ofMaxSize(3).map(items -> Map.of("py/tuple", items)).asGeneric(),
        Arbitraries.integers().between(1, 9).map(n -> Map.of("py/id", n)).asGeneric(),
        Arbitraries.just(
                Map.of(
                    "py/reduce",
                    List.of(Map.of("py/type", "a.Mode"), Map.of("py/tuple", List.of(-1)))))
            .asGeneric());
  }

  private Arbitrary<Map<String, Object>> members(Arbitrary<Object> values, int most) {
    return Arbitraries.maps(texts(), values)
        .ofMaxSize(most)
        .map(map -> (Map<String, Object>) new LinkedHashMap<>(map));
  }
}
