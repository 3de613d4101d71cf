package io.github.batchrunner.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a compiled expression; immutable and shared by all threads that evaluate.
 *
 * <p>A node's {@code at} is its place in the source, in UTF-16 units from 0: where the node begins,
 * or for an operator between two operands where the operator stands.
 */
sealed interface Expression {

  /** Returns the node's place in the source. */
  int at();

  /** Returns the nodes directly below. */
  List<Expression> children();

  /**
   * Computes the value.
   *
   * @throws PythonError for a problem of this node, {@link TemplateException} for one below it
   */
  @Nullable Object evaluate(Evaluation evaluation);

  /** A constant. */
  record Literal(int at, @Nullable Object value) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of();
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      return value;
    }
  }

  /** A name that the scope gives a value. */
  record Name(int at, String name) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of();
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      return PythonValue.of(evaluation.scope().lookup(name));
    }
  }

  /** A list display, as in {@code ['NW', 'SW']}. */
  record ListOf(int at, List<Expression> elements) implements Expression {
    @Override
    public List<Expression> children() {
      return elements;
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      List<@Nullable Object> values = new ArrayList<>(elements.size());
      for (Expression element : elements) {
        values.add(evaluation.value(element));
      }
      return values;
    }
  }

  /** One element: {@code x[key]}. */
  record Subscript(int at, Expression container, Expression key) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(container, key);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      Object from = evaluation.required(container);
      Object wanted = evaluation.value(key);
      if (from instanceof Map<?, ?> map && wanted instanceof String text) {
        Object found = map.get(text);
        if (found == null && !map.containsKey(text)) {
          throw evaluation.missingKey(this, map, text);
        }
        return PythonValue.of(found);
      }
      if (wanted == null) {
        throw evaluation.failure(key.at(), "null cannot be a key or an index");
      }
      try {
        return PythonSequences.element(from, wanted);
      } catch (PythonError error) {
        throw evaluation.failure(key.at(), error.problem());
      }
    }
  }

  /** A slice: {@code x[from:to:step]}; a bound that is not written is the literal null. */
  record Slice(int at, Expression sequence, Expression from, Expression to, Expression step)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(sequence, from, to, step);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      Object whole = evaluation.required(sequence);
      return PythonSequences.slice(
          whole, evaluation.value(from), evaluation.value(to), evaluation.value(step));
    }
  }

  /** A sign before a number. */
  record Sign(int at, boolean minus, Expression operand) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      return PythonNumbers.sign(minus, evaluation.required(operand));
    }
  }

  /** Two operands with an arithmetic operator between them. */
  record Arithmetic(int at, ArithmeticOperator operator, Expression left, Expression right)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      return operator.apply(evaluation.required(left), evaluation.required(right));
    }
  }

  /** A chain of comparisons, as in {@code 1 < x <= 7}; stops at the first that does not hold. */
  record Comparison(int at, Expression first, List<Link> links) implements Expression {

    /** One operator of a chain with the operand on its right. */
    record Link(int at, ComparisonOperator operator, Expression operand) {}

    @Override
    public List<Expression> children() {
      List<Expression> all = new ArrayList<>();
      all.add(first);
      links.forEach(link -> all.add(link.operand()));
      return all;
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      Expression leftNode = first;
      Object left = evaluation.value(first);
      for (Link link : links) {
        Object right = evaluation.value(link.operand());
        if (!link.operator().allowsNull()) {
          evaluation.checkNotNull(leftNode, left);
          evaluation.checkNotNull(link.operand(), right);
        }
        try {
          if (!link.operator().holds(left, right, evaluation.work())) {
            return false;
          }
        } catch (PythonError error) {
          throw evaluation.failure(link.at(), error.problem());
        }
        leftNode = link.operand();
        left = right;
      }
      return true;
    }
  }

  /** {@code and} or {@code or}: the value of the operand that decides. */
  record Logical(int at, boolean and, Expression left, Expression right) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      Object value = evaluation.value(left);
      return PythonValue.isTrue(value) == and ? evaluation.value(right) : value;
    }
  }

  /** {@code not x}. */
  record Not(int at, Expression operand) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      return !PythonValue.isTrue(evaluation.value(operand));
    }
  }

  /** {@code then if condition else otherwise}. */
  record Conditional(int at, Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(condition, then, otherwise);
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      return evaluation.value(PythonValue.isTrue(evaluation.value(condition)) ? then : otherwise);
    }
  }

  /** A call of one of the functions; optional arguments given by name stand in their place. */
  record Call(int at, TemplateFunction function, List<Expression> arguments) implements Expression {
    @Override
    public List<Expression> children() {
      return arguments;
    }

    @Override
    public @Nullable Object evaluate(Evaluation evaluation) {
      List<Object> values = new ArrayList<>(arguments.size());
      for (Expression argument : arguments) {
        values.add(evaluation.required(argument));
      }
      return function.call(values, evaluation.work());
    }
  }
}
