package io.github.batchrunner.core.internal.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates JSON texts of every shape a file may have, in ASCII or not. */
final class JsonDocuments {

  private JsonDocuments() {}

  /** Any document. */
  static Arbitrary<String> any() {
    return value(3);
  }

  /** A number as it may stand in a file, canonical or not. */
  static Arbitrary<String> numbers() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20);
    Arbitrary<String> whole =
        digits.map(d -> d.replaceFirst("^0+(?=.)", "")).map(d -> d.isEmpty() ? "0" : d);
    Arbitrary<String> signed =
        Combinators.combine(Arbitraries.of("", "-"), whole).as(String::concat);
    Arbitrary<String> decimal = Combinators.combine(signed, digits).as((w, f) -> w + "." + f);
    Arbitrary<String> exponent =
        Combinators.combine(
                Arbitraries.oneOf(signed, decimal),
                Arbitraries.of("e", "E", "e+", "e-", "E-"),
                Arbitraries.integers().between(0, 420))
            .as((n, e, x) -> n + e + x);
    Arbitrary<String> coordinates =
        Arbitraries.doubles().between(-180, 180).ofScale(15).map(JsonDocuments::plain);
    Arbitrary<String> doubles =
        Arbitraries.longs()
            .map(Double::longBitsToDouble)
            .filter(Double::isFinite)
            .map(String::valueOf);
    // What other programs write for a double of ordinary size: 15 to 18 digits, shortest or not.
    Arbitrary<String> ordinary =
        Combinators.combine(
                Arbitraries.longs().between(0, (1L << 52) - 1),
                Arbitraries.integers().between(1010, 1078),
                Arbitraries.integers().between(12, 17))
            .as(
                (fraction, power, scale) ->
                    scale == 12
                        ? plain(Double.longBitsToDouble(((long) power << 52) | fraction))
                        : new BigDecimal(Double.longBitsToDouble(((long) power << 52) | fraction))
                            .setScale(scale, RoundingMode.HALF_EVEN)
                            .toPlainString());
    Arbitrary<String> subnormal =
        Arbitraries.longs().between(0, 5000).map(Double::longBitsToDouble).map(String::valueOf);
    Arbitrary<String> special =
        Arbitraries.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "-0e0",
            "1e400",
            "-1e400",
            "5e-324",
            "2.5e-324",
            "1e16",
            "1e15",
            "9999999999999999.0",
            "1e-4",
            "0.0001",
            "0.00001",
            "1.10",
            "100.0",
            "1E22",
            "1e23",
            "9007199254740993.0",
            "0.1",
            "NaN",
            "Infinity",
            "-Infinity",
            "9223372036854775808",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "2.2250738585072014e-308");
    return Arbitraries.oneOf(
        whole,
        signed,
        decimal,
        exponent,
        coordinates,
        doubles,
        ordinary,
        ordinary,
        subnormal,
        special);
  }

  /** A string with its quotes: raw characters and escapes. Jackson takes no other as a name. */
  static Arbitrary<String> names() {
    return quoted(pieces());
  }

  /** A string with its quotes, also with surrogates that lack their partner. */
  static Arbitrary<String> strings() {
    Arbitrary<String> lone =
        Arbitraries.integers().between(0xd800, 0xdfff).map(c -> String.format("\\u%04x", c));
    return quoted(Arbitraries.oneOf(pieces(), pieces(), lone));
  }

  private static Arbitrary<String> pieces() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(6).map(JsonDocuments::escaped),
        Arbitraries.integers().between(0xa0, 0xd7ff).map(Character::toString),
        Arbitraries.integers().between(0xe000, 0x10ffff).map(Character::toString),
        Arbitraries.integers().between(0, 0xd7ff).map(c -> String.format("\\u%04X", c)),
        Arbitraries.of("\\ud83d\\ude00", "\\/", "\\b\\f\\n\\r\\t", "\u007f"));
  }

  private static Arbitrary<String> quoted(Arbitrary<String> piece) {
    return piece.list().ofMaxSize(4).map(pieces -> "\"" + String.join("", pieces) + "\"");
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.oneOf(numbers(), strings(), Arbitraries.of("true", "false", "null"));
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> inner = Arbitraries.lazy(() -> value(depth - 1));
    Arbitrary<String> space = Arbitraries.of("", " ", "\n\t", "\r\n");
    Arbitrary<String> list =
        Combinators.combine(inner.list().ofMaxSize(4), space)
            .as((elements, s) -> "[" + s + String.join(s + "," + s, elements) + "]");
    Arbitrary<String> object =
        Combinators.combine(
                names().list().uniqueElements().ofMaxSize(6), inner.list().ofSize(6), space)
            .as(JsonDocuments::object);
    return Arbitraries.oneOf(scalar, list, object, object);
  }

  private static String object(List<String> keys, List<String> values, String space) {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> keys.get(i) + space + ":" + space + values.get(i))
        .collect(Collectors.joining("," + space, "{" + space, "}"));
  }

  private static String plain(double value) {
    return new BigDecimal(String.valueOf(value)).toPlainString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
