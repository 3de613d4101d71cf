package io.github.batchrunner.sample.web.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * What is wrong with the JSON of a request, without a word about classes.
 *
 * @param field path of the member that is wrong; empty if it is none in particular
 * @param detail what is wrong and what to do
 */
record JsonProblem(String field, String detail) {

  static JsonProblem of(@Nullable Throwable cause) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return unknown(unknown);
    }
    if (cause instanceof MismatchedInputException mismatched) {
      return mismatched(mismatched);
    }
    if (cause instanceof StreamConstraintsException) {
      return new JsonProblem("", "The JSON is nested too deeply, or has a value that is too long");
    }
    if (cause instanceof StreamReadException broken) {
      return new JsonProblem(
          "",
          "The request is not JSON from line %d, column %d on; correct it"
              .formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()));
    }
    return new JsonProblem("", "The request has no JSON in it; send an object");
  }

  private static JsonProblem unknown(UnrecognizedPropertyException unknown) {
    String known =
        unknown.getKnownPropertyIds().stream()
            .map(name -> "\"" + name + "\"")
            .sorted()
            .collect(Collectors.joining(", "));
    return new JsonProblem(
        path(unknown.getPath()),
        "There is no \"%s\" here; possible is: %s".formatted(unknown.getPropertyName(), known));
  }

  private static JsonProblem mismatched(MismatchedInputException mismatched) {
    String field = path(mismatched.getPath());
    return field.isEmpty()
        ? new JsonProblem("", "The request is not a JSON object, or it breaks off; send an object")
        : new JsonProblem(
            field, "\"%s\" has to be %s".formatted(field, wanted(mismatched.getTargetType())));
  }

  private static String path(List<JacksonException.Reference> path) {
    StringBuilder text = new StringBuilder();
    for (JacksonException.Reference step : path) {
      if (step.getPropertyName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return text.toString();
  }

  /** Returns what a value of a type is called in JSON. */
  static String wanted(@Nullable Class<?> type) {
    if (type == String.class) {
      return "a text";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    if (type != null && List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type != null && Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    return "of another form";
  }
}
