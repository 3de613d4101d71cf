package io.github.batchrunner.core.template;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an expression with no more parentheses than it needs. */
final class Printer {

  /** From loosest to tightest, as the grammar nests them. */
  private enum Level {
    EXPRESSION,
    DISJUNCTION,
    CONJUNCTION,
    INVERSION,
    COMPARISON,
    SUM,
    TERM,
    FACTOR,
    PRIMARY
  }

  private Printer() {}

  static String print(Expression node) {
    return print(node, Level.EXPRESSION);
  }

  private static String print(Expression node, Level around) {
    String text = plain(node);
    return levelOf(node).compareTo(around) < 0 ? "(" + text + ")" : text;
  }

  private static Level levelOf(Expression node) {
    if (node instanceof Expression.Conditional) {
      return Level.EXPRESSION;
    }
    if (node instanceof Expression.Logical logical) {
      return logical.and() ? Level.CONJUNCTION : Level.DISJUNCTION;
    }
    if (node instanceof Expression.Not) {
      return Level.INVERSION;
    }
    if (node instanceof Expression.Comparison) {
      return Level.COMPARISON;
    }
    if (node instanceof Expression.Arithmetic arithmetic) {
      return isSum(arithmetic) ? Level.SUM : Level.TERM;
    }
    return node instanceof Expression.Sign ? Level.FACTOR : Level.PRIMARY;
  }

  private static boolean isSum(Expression.Arithmetic node) {
    return node.operator() == ArithmeticOperator.ADD
        || node.operator() == ArithmeticOperator.SUBTRACT;
  }

  private static String plain(Expression node) {
    if (node instanceof Expression.Literal literal) {
      return literal(literal.value());
    }
    if (node instanceof Expression.Name name) {
      return name.name();
    }
    if (node instanceof Expression.ListOf list) {
      return "[" + list(list.elements()) + "]";
    }
    if (node instanceof Expression.Subscript subscript) {
      return print(subscript.container(), Level.PRIMARY) + "[" + print(subscript.key()) + "]";
    }
    if (node instanceof Expression.Slice slice) {
      String bounds = bound(slice.from()) + ":" + bound(slice.to());
      String step = bound(slice.step());
      return print(slice.sequence(), Level.PRIMARY)
          + "["
          + bounds
          + (step.isEmpty() ? "" : ":" + step)
          + "]";
    }
    if (node instanceof Expression.Sign sign) {
      return (sign.minus() ? "-" : "+") + print(sign.operand(), Level.FACTOR);
    }
    if (node instanceof Expression.Arithmetic operation) {
      Level here = levelOf(operation);
      Level right = isSum(operation) ? Level.TERM : Level.FACTOR;
      return print(operation.left(), here)
          + " "
          + operation.operator().symbol()
          + " "
          + print(operation.right(), right);
    }
    if (node instanceof Expression.Comparison comparison) {
      return print(comparison.first(), Level.SUM)
          + comparison.links().stream()
              .map(link -> " " + link.operator().symbol() + " " + print(link.operand(), Level.SUM))
              .collect(Collectors.joining());
    }
    if (node instanceof Expression.Logical logical) {
      Level here = levelOf(logical);
      Level right = logical.and() ? Level.INVERSION : Level.CONJUNCTION;
      return print(logical.left(), here)
          + (logical.and() ? " and " : " or ")
          + print(logical.right(), right);
    }
    if (node instanceof Expression.Not not) {
      return "not " + print(not.operand(), Level.INVERSION);
    }
    if (node instanceof Expression.Conditional conditional) {
      return print(conditional.then(), Level.DISJUNCTION)
          + " if "
          + print(conditional.condition(), Level.DISJUNCTION)
          + " else "
          + print(conditional.otherwise(), Level.EXPRESSION);
    }
    Expression.Call call = (Expression.Call) node;
    return call.function().symbol() + "(" + list(call.arguments()) + ")";
  }

  private static String list(List<Expression> nodes) {
    return nodes.stream().map(Printer::print).collect(Collectors.joining(", "));
  }

  private static String bound(Expression node) {
    return node instanceof Expression.Literal literal && literal.value() == null ? "" : print(node);
  }

  private static String literal(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    return PythonRepr.repr(value);
  }
}
