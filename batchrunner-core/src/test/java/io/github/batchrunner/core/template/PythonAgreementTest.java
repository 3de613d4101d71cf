package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Random templates give what Python itself gives for them: the same text, or an error in both. */
class PythonAgreementTest {

  private static @Nullable PythonOracle python;

  @BeforeContainer
  static void startPython() {
    python = PythonOracle.start();
  }

  @AfterContainer
  static void stopPython() {
    if (python != null) {
      python.close();
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void expressionsAgree(@ForAll("expressions") List<Expression> expressions) {
    assertAgree(
        expressions.stream().map(expression -> Sketch.of(Printer.print(expression))).toList(),
        Expressions.scope());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void wholeTemplatesAgree(@ForAll("templates") List<Sketch> templates) {
    assertAgree(templates, Expressions.scope());
  }

  @Property(tries = 300)
  void formatsOfAnyValueAgree(
      @ForAll("values") Object value, @ForAll("formats") List<String> formats) {
    assertAgree(
        formats.stream().map(format -> Sketch.of("index", format)).toList(), scopeWithIndex(value));
  }

  @Property(tries = 100)
  void decimalNumbersAreWrittenAndRoundedAlike(@ForAll double value) {
    List<Sketch> templates = new ArrayList<>();
    for (String format :
        List.of("", ".0f", ".2f", ".3f", ".17g", ".0e", ".5e", "g", "n", ".3", ".1", "%", ".25f")) {
      templates.add(format.isEmpty() ? Sketch.of("index") : Sketch.of("index", format));
    }
    for (int digits = -3; digits < 20; digits++) {
      templates.add(Sketch.of("round(index, " + digits + ")"));
    }
    for (String expression :
        List.of(
            "round(index)",
            "int(index)",
            "index // 0.3",
            "index % -7",
            "-index * 3",
            "7 / index")) {
      templates.add(Sketch.of(expression));
    }
    assertAgree(templates, scopeWithIndex(value));
    assertAgree(templates, scopeWithIndex(Math.rint(value % 1e6 * 1000) / 1000));
    assertAgree(templates, scopeWithIndex(value * Double.MIN_NORMAL));
  }

  @Property(tries = 300)
  void wholeNumbersAreComputedAlike(
      @ForAll("integers") BigInteger a, @ForAll("integers") BigInteger b) {
    List<Sketch> templates = new ArrayList<>();
    for (String operator : List.of("+", "-", "*", "/", "//", "%", "<", "==")) {
      templates.add(Sketch.of("index " + operator + " one_based_index"));
      templates.add(Sketch.of("index " + operator + " 0.1"));
    }
    templates.add(Sketch.of("float(index) == index"));
    templates.add(Sketch.of("index", "_x"));
    templates.add(Sketch.of("round(index, -3)"));
    assertAgree(templates, Map.of("index", a, "one_based_index", b));
  }

  private static Map<String, Object> scopeWithIndex(Object value) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("index", value);
    return scope;
  }

  private static void assertAgree(List<Sketch> templates, Map<String, ?> scope) {
    List<PythonOracle.Result> expected = Objects.requireNonNull(python).evaluate(templates, scope);
    for (int i = 0; i < templates.size(); i++) {
      assertAgrees(templates.get(i).source(), scope, expected.get(i));
    }
  }

  private static void assertAgrees(
      String source, Map<String, ?> scope, PythonOracle.Result expected) {
    String shown = escaped(source) + " with " + scope.get("index") + "; " + expected;
    try {
      String text = Template.forRunIds(source).evaluate(scope::get);
      assertThat(expected.failed()).as(shown + " is " + escaped(text)).isFalse();
      assertThat(escaped(text)).as(shown).isEqualTo(escaped(String.valueOf(expected.text())));
    } catch (TemplateException refused) {
      boolean deliberate =
          refused.problem().contains("limit") || refused.problem().contains("does not format text");
      assertThat(expected.failed() || deliberate).as(shown + ": " + refused.problem()).isTrue();
    }
  }

  /** What fonts and terminals cannot tell apart is told apart. */
  private static String escaped(String text) {
    return text.chars()
        .mapToObj(
            c -> c >= ' ' && c <= '~' ? String.valueOf((char) c) : String.format("\\u%04x", c))
        .collect(Collectors.joining());
  }

  @Provide
  Arbitrary<List<Expression>> expressions() {
    return Expressions.any().list().ofSize(25);
  }

  @Provide
  Arbitrary<BigInteger> integers() {
    BigInteger edge = BigInteger.TWO.pow(300);
    return Arbitraries.oneOf(
        Arbitraries.bigIntegers().between(edge.negate(), edge),
        Arbitraries.longs().map(BigInteger::valueOf),
        Arbitraries.integers().between(-1050, 1050).map(PythonAgreementTest::nearPowerOfTwo));
  }

  private static BigInteger nearPowerOfTwo(int exponent) {
    BigInteger power = BigInteger.TWO.pow(Math.abs(exponent));
    return exponent < 0 ? power.subtract(BigInteger.ONE).negate() : power.add(BigInteger.ONE);
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-2000, 2000).map(i -> (Object) (long) i),
        Arbitraries.longs().map(i -> i),
        Arbitraries.doubles().map(d -> d),
        Arbitraries.doubles().between(-2000, 2000).ofScale(3).map(d -> d),
        Arbitraries.of(
            0.0,
            -0.0,
            -0.004,
            0.5,
            999999.5,
            1e15,
            1e16,
            1e-5,
            Double.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            true,
            false,
            "",
            "Blue Creek",
            "a😀b",
            List.of(1L)));
  }

  @Provide
  Arbitrary<List<String>> formats() {
    return format().list().ofSize(40);
  }

  private static Arbitrary<String> format() {
    Arbitrary<String> structured =
        Combinators.combine(
                Arbitraries.of("", "", "", "<", ">", "^", "=", "*<", "0>", "😀^", "x=", "0=", "<<"),
                Arbitraries.of("", "", "", "+", "-", " "),
                Arbitraries.of("", "", "", "", "z"),
                Arbitraries.of("", "", "", "#"),
                Arbitraries.of("", "", "0"),
                Arbitraries.of("", "", "1", "7", "12", "23", "٣"),
                Arbitraries.of("", "", "", ",", "_"),
                Arbitraries.of("", "", "", ".0", ".1", ".2", ".6", ".17", ".30"))
            .as((a, b, c, d, e, f, g, h) -> a + b + c + d + e + f + g + h)
            .flatMap(
                head ->
                    Arbitraries.of(
                            "", "", "s", "d", "b", "o", "x", "X", "c", "e", "E", "f", "F", "g", "G",
                            "n", "%")
                        .map(type -> head + type));
    Arbitrary<String> noise =
        Arbitraries.strings().withChars("<>=^+- z#0123,_.sdfgex%:!'").ofMinLength(1).ofMaxLength(6);
    return Arbitraries.frequencyOf(Tuple.of(4, structured), Tuple.of(1, noise))
        .filter(format -> !format.isEmpty());
  }

  @Provide
  Arbitrary<List<Sketch>> templates() {
    Arbitrary<Sketch.Piece> text =
        Arbitraries.strings()
            .withChars("ab-{}':! \\é☺")
            .ofMaxLength(4)
            .map(drawn -> new Sketch.Text(drawn.replace("☺", "😀")));
    return Arbitraries.oneOf(text, field(), field())
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(Sketch::new)
        .list()
        .ofSize(25);
  }

  private static Arbitrary<Sketch.Piece> field() {
    Arbitrary<String> conversion = Arbitraries.of("", "", "", "s", "r", "a");
    Arbitrary<Sketch> fixed = format().map(format -> new Sketch(List.of(new Sketch.Text(format))));
    Arbitrary<Sketch> computed =
        Combinators.combine(
                Arbitraries.of("", "<", "0"),
                Arbitraries.of("one_based_index", "'^9'", "properties['n'] * 2", "'x'"),
                Arbitraries.of("", ".2f", "s", "d"))
            .as(
                (before, inner, after) ->
                    new Sketch(
                        List.of(
                            new Sketch.Text(before),
                            new Sketch.Field(inner, "", null),
                            new Sketch.Text(after))));
    return Combinators.combine(
            Expressions.any().map(Printer::print),
            conversion,
            Arbitraries.oneOf(fixed, fixed, computed).injectNull(0.4))
        .as(Sketch.Field::new);
  }
}
