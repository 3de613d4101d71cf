package io.github.batchrunner.core.template;

import java.util.List;

/** A piece of a compiled template or of a computed format. */
sealed interface Part {

  /** Appends the piece's text for one evaluation. */
  void appendTo(StringBuilder out, Evaluation evaluation);

  /** Text that stands in the template as it is. */
  record Text(String text) implements Part {
    @Override
    public void appendTo(StringBuilder out, Evaluation evaluation) {
      out.append(text);
    }
  }

  /** An expression in braces. */
  record Field(Expression expression, Conversion conversion, Format format) implements Part {
    @Override
    public void appendTo(StringBuilder out, Evaluation evaluation) {
      Object value = evaluation.required(expression);
      int at = format instanceof Format.None ? expression.at() : format.at();
      try {
        out.append(format.apply(conversion.apply(value), evaluation));
        Limits.checkLength(out.length());
      } catch (PythonError error) {
        throw evaluation.failure(at, error.problem());
      }
    }
  }

  /** What {@code !s}, {@code !r} and {@code !a} do before the format is applied. */
  enum Conversion {
    NONE,
    STR,
    REPR,
    ASCII;

    Object apply(Object value) {
      return switch (this) {
        case NONE -> value;
        case STR -> PythonRepr.str(value);
        case REPR -> PythonRepr.repr(value);
        case ASCII -> PythonRepr.ascii(value);
      };
    }
  }

  /** The format behind a colon. */
  sealed interface Format {

    /** Returns its place in the source. */
    int at();

    String apply(Object value, Evaluation evaluation);

    /** No format, or an empty one. */
    record None(int at) implements Format {
      @Override
      public String apply(Object value, Evaluation evaluation) {
        return PythonRepr.str(value);
      }
    }

    /** A format without fields. */
    record Fixed(int at, FormatSpec spec) implements Format {
      @Override
      public String apply(Object value, Evaluation evaluation) {
        return PythonFormat.format(value, spec);
      }
    }

    /** A format with fields in it, as in {@code {x:{width}}}. */
    record Computed(int at, List<Part> parts) implements Format {
      @Override
      public String apply(Object value, Evaluation evaluation) {
        StringBuilder spec = new StringBuilder();
        for (Part part : parts) {
          part.appendTo(spec, evaluation);
        }
        return spec.isEmpty()
            ? PythonRepr.str(value)
            : PythonFormat.format(value, FormatSpec.parse(spec.toString()));
      }
    }
  }
}
