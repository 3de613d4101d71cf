package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.pickle.PyTuple;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what functions return that do not throw when they fail (rule 9.5). */
final class ResultRule {

  private static final int MOST_OF_RESULT = 500;

  private ResultRule() {}

  /** Returns the failure that a result means; empty if it means success. */
  static Optional<Failure> judge(
      FailsWhen rule, byte @Nullable [] returned, Serializer serializer) {
    if (rule == FailsWhen.NEVER || returned == null) {
      return Optional.empty();
    }
    Object value;
    try {
      value = serializer.loads(returned);
    } catch (RqException unreadable) {
      return Optional.empty(); // so it is neither False nor a tuple that begins with it
    }
    boolean failed =
        switch (rule) {
          case NEVER -> false;
          case RESULT_IS_FALSE -> Boolean.FALSE.equals(value);
          case FIRST_IS_FALSE -> firstIsFalse(value);
        };
    return failed
        ? Optional.of(
            Failure.of(FailureKind.EXCEPTION, "the function returned " + cut(text(value))))
        : Optional.empty();
  }

  private static boolean firstIsFalse(@Nullable Object value) {
    List<?> items =
        value instanceof PyTuple tuple
            ? tuple.items()
            : value instanceof List<?> list ? list : List.of();
    return !items.isEmpty() && Boolean.FALSE.equals(items.get(0));
  }

  /** As Python would write it, nearly. */
  private static String text(@Nullable Object value) {
    Object shown = value instanceof PyTuple tuple ? tuple.items() : value;
    return String.valueOf(shown).replace("false", "False").replace("true", "True");
  }

  private static String cut(String text) {
    return text.length() <= MOST_OF_RESULT ? text : text.substring(0, MOST_OF_RESULT) + "…";
  }
}
