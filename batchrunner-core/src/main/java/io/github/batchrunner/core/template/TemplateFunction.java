package io.github.batchrunner.core.template;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/** The functions a template may call; the text functions work on {@code str(value)}. */
enum TemplateFunction {
  SLUG(1, "value", "separator") {
    @Override
    Object call(List<Object> arguments, Work work) {
      String separator = arguments.size() > 1 ? text(arguments, 1) : "-";
      return PythonText.slug(valueAsText(arguments), separator);
    }
  },
  LOWER(1, "value") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonText.lower(valueAsText(arguments));
    }
  },
  UPPER(1, "value") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonText.upper(valueAsText(arguments));
    }
  },
  TITLE(1, "value") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonText.title(valueAsText(arguments));
    }
  },
  ZFILL(2, "value", "width") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonText.zfill(valueAsText(arguments), arguments.get(1));
    }
  },
  REPLACE(3, "value", "old", "new") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonText.replace(
          valueAsText(arguments), text(arguments, 1), text(arguments, 2), work);
    }
  },
  STRIP(1, "value", "chars") {
    @Override
    Object call(List<Object> arguments, Work work) {
      String value = valueAsText(arguments);
      if (arguments.size() == 1) {
        return PythonText.strip(value);
      }
      String characters = text(arguments, 1);
      work.spend((long) value.length() * characters.length());
      return PythonText.strip(value, characters);
    }
  },
  STR(1, "value") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonRepr.str(arguments.get(0));
    }
  },
  INT(1, "value", "base") {
    @Override
    Object call(List<Object> arguments, Work work) {
      Object value = arguments.get(0);
      if (value instanceof String text) {
        return PythonParsing.wholeNumber(text, arguments.size() > 1 ? whole(arguments, 1) : 10);
      }
      if (arguments.size() > 1) {
        throw new PythonError("int() takes a base only for text, not for " + kind(value));
      }
      if (!PythonNumbers.isNumber(value)) {
        throw new PythonError("int() needs text or a number, not " + kind(value));
      }
      return PythonNumbers.truncate(value);
    }
  },
  FLOAT(1, "value") {
    @Override
    Object call(List<Object> arguments, Work work) {
      Object value = arguments.get(0);
      if (value instanceof String text) {
        return PythonParsing.decimalNumber(text);
      }
      if (!PythonNumbers.isNumber(value)) {
        throw new PythonError("float() needs text or a number, not " + kind(value));
      }
      return value instanceof Double ? value : (Object) PythonNumbers.toDouble(value);
    }
  },
  ROUND(1, "number", "ndigits") {
    @Override
    Object call(List<Object> arguments, Work work) {
      Object number = arguments.get(0);
      if (!PythonNumbers.isNumber(number)) {
        throw new PythonError("round() needs a number, not " + kind(number));
      }
      if (arguments.size() == 1) {
        return PythonNumbers.round(number);
      }
      return PythonNumbers.round(number, whole(arguments, 1));
    }
  },
  LEN(1, "value") {
    @Override
    Object call(List<Object> arguments, Work work) {
      return PythonSequences.length(arguments.get(0));
    }
  };

  private final int required;
  private final ImmutableList<String> parameters;

  TemplateFunction(int required, String... parameters) {
    this.required = required;
    this.parameters = ImmutableList.copyOf(parameters);
  }

  /**
   * Calls the function.
   *
   * @param arguments as many as the parameters that are required, or also the optional one
   */
  abstract Object call(List<Object> arguments, Work work);

  /** Returns the name that templates write. */
  String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  int required() {
    return required;
  }

  ImmutableList<String> parameters() {
    return parameters;
  }

  /** Returns the way to call it, for messages. */
  String usage() {
    StringBuilder usage = new StringBuilder(symbol()).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      usage.append(i == 0 ? "" : ", ").append(parameters.get(i)).append(i < required ? "" : "=…");
    }
    return usage.append(')').toString();
  }

  private static String kind(Object value) {
    return PythonValue.kind(value);
  }

  private static String valueAsText(List<Object> arguments) {
    String text = PythonRepr.str(arguments.get(0));
    Limits.checkLength(text.length());
    return text;
  }

  String text(List<Object> arguments, int index) {
    if (arguments.get(index) instanceof String text) {
      return text;
    }
    throw wrongKind("text", arguments, index);
  }

  long whole(List<Object> arguments, int index) {
    Object value = arguments.get(index);
    if (PythonNumbers.isInteger(value)) {
      return PythonNumbers.clampedLong(value);
    }
    throw wrongKind("a whole number", arguments, index);
  }

  private PythonError wrongKind(String wanted, List<Object> arguments, int index) {
    return new PythonError(
        "\""
            + parameters.get(index)
            + "\" of "
            + symbol()
            + "() is "
            + wanted
            + ", not "
            + kind(arguments.get(index)));
  }
}
