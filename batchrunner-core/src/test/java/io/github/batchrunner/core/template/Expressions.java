package io.github.batchrunner.core.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/**
 * Random expressions, mostly of kinds that fit together, and the values to evaluate them with.
 *
 * <p>Written over {@link Random}, since jqwik's own combinators compare each other with an effort
 * that grows exponentially with the depth.
 */
final class Expressions {

  private static final int DEPTH = 4;

  /** One in so many operands is of any kind instead of the one that fits. */
  private static final int ODDS_OF_ANY_KIND = 20;

  private static final String[] WORDS = {
    "",
    "a",
    "ab",
    "NW",
    "Blue Creek",
    "it's",
    "\"",
    "'\"",
    "\\",
    "\n",
    "\t x\u00a0",
    "12",
    " 3.5 ",
    "-7",
    "1_000",
    "0x1f",
    "٣",
    "nan",
    "1e3",
    "Río Peñas",
    "Straße",
    "ΑΣ ΟΔΟΣ",
    "İı",
    "ǆ ŉ ﬁ",
    "😀b😀",
    "𝔘ni",
    "a\u0301",
    "\u200b",
    "old mill-creek 3rd",
    "{}:!",
    "z\u001f",
    "+5",
    "-0",
    "OR,WA-101"
  };

  private final Random random;

  private Expressions(Random random) {
    this.random = random;
  }

  /** The values of the names, as a JSON reader gives them. */
  static Map<String, @Nullable Object> scope() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("HucName", "Blue Creek");
    properties.put("n", 7L);
    properties.put("neg", -42L);
    properties.put("huge", new BigInteger("123456789012345678901234567890"));
    properties.put("area", 123.456789);
    properties.put("half", 2.5);
    properties.put("minus", -0.5);
    properties.put("inf", Double.POSITIVE_INFINITY);
    properties.put("nan", Double.NaN);
    properties.put("flag", true);
    properties.put("none", null);
    properties.put("empty", "");
    properties.put("acc", "Río Peñas");
    properties.put("smile", "a😀b");
    properties.put("tags", List.of("a", "b", "c"));
    properties.put("mixed", Arrays.asList(1L, "x", 2.5, true, List.of(1L)));
    properties.put("nulls", Arrays.asList(1L, null));
    properties.put("nested", Map.of("k", "v"));
    Map<String, @Nullable Object> scope = new LinkedHashMap<>();
    scope.put("properties", properties);
    scope.put("feature", Map.of("id", "f", "properties", properties));
    scope.put("index", 4L);
    scope.put("one_based_index", 5L);
    return scope;
  }

  static Arbitrary<Expression> any() {
    return Arbitraries.randomValue(random -> new Expressions(random).any(DEPTH));
  }

  private Expression any(int depth) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> number(depth);
      case 2, 3, 4 -> text(depth);
      case 5 -> list(depth);
      case 6, 7 -> truth(depth);
      default -> odd();
    };
  }

  private boolean isOddOperand() {
    return random.nextInt(ODDS_OF_ANY_KIND) == 0;
  }

  private Expression numberMostly(int depth) {
    return isOddOperand() ? any(depth) : number(depth);
  }

  private Expression textMostly(int depth) {
    return isOddOperand() ? any(depth) : text(depth);
  }

  private Expression listMostly(int depth) {
    return isOddOperand() ? any(depth) : list(depth);
  }

  private Expression odd() {
    return switch (random.nextInt(6)) {
      case 0 -> literal(null);
      case 1 -> new Expression.Name(0, "feature");
      default -> property("nested", "none", "nulls", "missing");
    };
  }

  private Expression number(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return simpleNumber();
    }
    int below = depth - 1;
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          arithmetic(oneOf(ArithmeticOperator.values()), numberMostly(below), numberMostly(below));
      case 2 -> new Expression.Sign(0, random.nextBoolean(), numberMostly(below));
      case 3 ->
          call(
              oneOf(
                  TemplateFunction.INT,
                  TemplateFunction.FLOAT,
                  TemplateFunction.ROUND,
                  TemplateFunction.LEN),
              any(below));
      case 4 ->
          random.nextBoolean()
              ? call(TemplateFunction.ROUND, numberMostly(below), digits())
              : call(
                  TemplateFunction.INT,
                  textMostly(below),
                  literal(oneOf(0L, 2L, 8L, 10L, 16L, 36L, 37L)));
      default -> new Expression.Conditional(0, truth(below), number(below), number(below));
    };
  }

  private Expression simpleNumber() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> literal((long) random.nextInt(13));
      case 2 ->
          literal(
              oneOf(
                  0.0,
                  0.5,
                  1.5,
                  2.5,
                  2.675,
                  1e16,
                  1e22,
                  1e-7,
                  0.1,
                  Double.MIN_VALUE,
                  Double.MAX_VALUE));
      case 3 ->
          literal(
              PythonValue.integer(
                  new BigInteger(
                      oneOf(
                          "9007199254740993",
                          "9223372036854775807",
                          "9223372036854775808",
                          "100000000000000000000000"))));
      case 4 -> property("n", "neg", "huge", "area", "half", "minus", "inf", "nan", "flag");
      default -> new Expression.Name(0, oneOf("index", "one_based_index"));
    };
  }

  private Expression digits() {
    Expression digits = literal((long) random.nextInt(25));
    return random.nextBoolean() ? digits : new Expression.Sign(0, true, digits);
  }

  private Expression text(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return simpleText();
    }
    int below = depth - 1;
    return switch (random.nextInt(9)) {
      case 0 -> arithmetic(ArithmeticOperator.ADD, textMostly(below), textMostly(below));
      case 1 -> arithmetic(ArithmeticOperator.MULTIPLY, textMostly(below), numberMostly(below));
      case 2 -> slice(text(below));
      case 3 -> new Expression.Subscript(0, text(below), numberMostly(below));
      case 4, 5 ->
          call(
              oneOf(
                  TemplateFunction.SLUG,
                  TemplateFunction.LOWER,
                  TemplateFunction.UPPER,
                  TemplateFunction.TITLE,
                  TemplateFunction.STRIP,
                  TemplateFunction.STR),
              any(below));
      case 6 ->
          call(
              oneOf(TemplateFunction.SLUG, TemplateFunction.STRIP, TemplateFunction.ZFILL),
              any(below),
              random.nextBoolean() ? simpleText() : simpleNumber());
      case 7 -> call(TemplateFunction.REPLACE, any(below), text(below), text(below));
      default -> new Expression.Conditional(0, truth(below), text(below), text(below));
    };
  }

  private Expression simpleText() {
    return random.nextInt(3) == 0
        ? property("HucName", "acc", "smile", "empty")
        : literal(oneOf(WORDS));
  }

  private Expression list(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return property("tags", "mixed");
    }
    int below = depth - 1;
    return switch (random.nextInt(5)) {
      case 0, 1 -> {
        List<Expression> elements = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
          elements.add(any(below));
        }
        yield new Expression.ListOf(0, elements);
      }
      case 2 -> slice(list(below));
      case 3 -> arithmetic(ArithmeticOperator.ADD, list(below), listMostly(below));
      default -> arithmetic(ArithmeticOperator.MULTIPLY, simpleNumber(), list(below));
    };
  }

  private Expression slice(Expression sequence) {
    return new Expression.Slice(0, sequence, bound(), bound(), bound());
  }

  private Expression bound() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> digits();
      case 2, 3 -> literal(null);
      default -> simpleNumber();
    };
  }

  private Expression truth(int depth) {
    if (depth == 0) {
      return literal(random.nextBoolean());
    }
    int below = depth - 1;
    return switch (random.nextInt(6)) {
      case 0 -> comparison(any(below), any(below));
      case 1 -> comparison(number(below), number(below), number(below));
      case 2 -> comparison(text(below), text(below));
      case 3 -> comparison(any(below), list(below));
      case 4 -> new Expression.Logical(0, random.nextBoolean(), any(below), any(below));
      default -> new Expression.Not(0, any(below));
    };
  }

  private Expression comparison(Expression first, Expression... operands) {
    List<Expression.Comparison.Link> links = new ArrayList<>();
    for (Expression operand : operands) {
      links.add(new Expression.Comparison.Link(0, oneOf(ComparisonOperator.values()), operand));
    }
    return new Expression.Comparison(0, first, links);
  }

  private static Expression arithmetic(
      ArithmeticOperator operator, Expression left, Expression right) {
    return new Expression.Arithmetic(0, operator, left, right);
  }

  private static Expression call(TemplateFunction function, Expression... arguments) {
    return new Expression.Call(0, function, List.of(arguments));
  }

  private static Expression literal(@Nullable Object value) {
    return new Expression.Literal(0, value);
  }

  private Expression property(String... keys) {
    return new Expression.Subscript(
        0, new Expression.Name(0, "properties"), new Expression.Literal(0, oneOf(keys)));
  }

  @SafeVarargs
  private <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
