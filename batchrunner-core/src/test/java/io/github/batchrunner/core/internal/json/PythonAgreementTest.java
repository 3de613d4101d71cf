package io.github.batchrunner.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What we write is what a real Python writes. */
class PythonAgreementTest {

  @SuppressWarnings("NullAway.Init")
  private static PythonChild python;

  @BeforeContainer
  static void startPython() {
    python =
        PythonChild.start(
            """
            import base64, json, struct
            def refuse(pairs):
                if len(dict(pairs)) != len(pairs): raise ValueError('twice')
                return dict(pairs)
            def answer(line):
                kind, text = line.split(' ', 1)
                if kind == 'repr':
                    return json.dumps(struct.unpack('>d', bytes.fromhex(text))[0])
                data = json.loads(base64.b64decode(text).decode('utf-8'), object_pairs_hook=refuse)
                return json.dumps(data, sort_keys=kind == 'sorted')
            """);
  }

  @AfterContainer
  static void stopPython() {
    python.close();
  }

  @Property(tries = 3000)
  void aCopiedDocumentIsSpelledAndSortedAsByPython(@ForAll("documents") String document)
      throws IOException {
    String expected = python.ask("sorted " + base64(document));
    assertThat(copied(document)).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void aReadDocumentIsWrittenInFileOrderAsByPython(@ForAll("documents") String document)
      throws IOException {
    String expected = python.ask("asis " + base64(document));
    if (expected.startsWith("ERROR 'twice'")) {
      return;
    }
    Object value = read(document);
    assertThat(PythonJson.dumps(value)).isEqualTo(expected);
    assertThat(PythonJson.dumpsSorted(value)).isEqualTo(copied(document));
  }

  @Property(tries = 10_000)
  void aNumberIsSpelledAsByPython(@ForAll("numbers") String number) throws IOException {
    String expected = python.ask("sorted " + base64("[" + number + "]"));
    assertThat(copied("[" + number + "]")).isEqualTo(expected);
  }

  @Property(tries = 10_000)
  void theReprOfAnyDoubleIsPythons(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    String hex = String.format("%016x", Double.doubleToLongBits(value));
    assertThat(PythonFloat.repr(value)).isEqualTo(python.ask("repr " + hex));
  }

  @Provide
  Arbitrary<String> documents() {
    return JsonDocuments.any();
  }

  @Provide
  Arbitrary<String> numbers() {
    return JsonDocuments.numbers();
  }

  private static String copied(String document) throws IOException {
    JsonBytes out = new JsonBytes();
    try (JsonParser parser = parser(document)) {
      parser.nextToken();
      new CanonicalReader(parser, out).copy();
    } catch (JsonTextException e) {
      assertThat(e).hasMessageContaining("stands twice in one object");
      return "ERROR 'twice'";
    }
    return out.toString();
  }

  private static @Nullable Object read(String document) throws IOException {
    try (JsonParser parser = parser(document)) {
      parser.nextToken();
      return new CanonicalReader(parser, new JsonBytes()).read();
    }
  }

  private static JsonParser parser(String document) throws IOException {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return JsonInput.parser(bytes, 0, bytes.length);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
