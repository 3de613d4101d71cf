package io.github.batchrunner.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueDiffTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ValueDiff diff(String before, String now) throws JsonProcessingException {
    return ValueDiff.of("work", JSON.readTree(before), JSON.readTree(now));
  }

  private static List<String> sentences(String before, String now) throws JsonProcessingException {
    return diff(before, now).values().stream().map(Change.Value::sentence).toList();
  }

  @Test
  void valuesAreNamedByWhereTheyAre() throws Exception {
    assertThat(
            sentences(
                "{\"a\": {\"b\": [1, 2, {\"c\": null}]}, \"gone\": \"\", \"same\": [1]}",
                "{\"a\": {\"b\": [1, 3, {\"c\": true}, 4]}, \"new\": {}, \"same\": [1]}"))
        .containsExactly(
            "work.a.b[1]: 2 -> 3",
            "work.a.b[2].c: null -> true",
            "work.a.b[3]: 4 is new",
            "work.gone: \"\" is gone",
            "work.new: {} is new");
    assertThat(sentences("{\"command\": [\"x\"]}", "{\"handler\": \"x\"}"))
        .containsExactly("work.command: [\"x\"] is gone", "work.handler: \"x\" is new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "API_KEY",
        "apikey",
        "DB_PASSWORD",
        "passwd",
        "AWS_SECRET_ACCESS_KEY",
        "GITHUB_TOKEN",
        "key",
        "credentials",
        "PGPASS",
        "private_pem",
        "Authorization"
      })
  void whatLooksSecretByItsNameIsNotShown(String name) throws Exception {
    assertThat(sentences("{\"" + name + "\": \"abc\"}", "{\"" + name + "\": \"def\"}"))
        .containsExactly("work.%s: \"***\" -> \"***\"".formatted(name));
    assertThat(sentences("{\"" + name + "\": [\"abc\"]}", "{\"" + name + "\": [\"def\"]}"))
        .containsExactly("work.%s[0]: \"***\" -> \"***\"".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"author", "YEARS", "monkey", "compass", "keyboard"})
  void whatDoesNotIsShown(String name) throws Exception {
    assertThat(sentences("{\"" + name + "\": 1}", "{\"" + name + "\": 2}"))
        .containsExactly("work.%s: 1 -> 2".formatted(name));
  }

  @Test
  void aPasswordInAnAddressIsNotShown() throws Exception {
    assertThat(sentences("[\"redis://:p@ss@host/1\"]", "[\"redis://host/1\"]"))
        .containsExactly("work[0]: \"redis://***@host/1\" -> \"redis://host/1\"");
  }

  @Test
  void longValuesAreShortenedAndManyAreCounted() throws Exception {
    String many =
        IntStream.range(0, 50)
            .mapToObj(i -> "\"" + "x".repeat(500) + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    ValueDiff diff = diff("[]", many);
    assertThat(diff.values()).hasSize(ValueDiff.MOST);
    assertThat(diff.more()).isEqualTo(50 - ValueDiff.MOST);
    assertThat(diff.values().get(0).now()).hasSize(121).endsWith("…");
    assertThat(new Change.OfDefinition(diff.values(), diff.more()).sentence())
        .endsWith("; and 30 more");
  }
}
