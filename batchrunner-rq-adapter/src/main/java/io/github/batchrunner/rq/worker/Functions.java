package io.github.batchrunner.rq.worker;

import io.github.batchrunner.spi.NearestName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The functions and callbacks that workers know. Immutable. */
final class Functions {

  /** Names are for people; comparing longer ones would cost more than it tells. */
  private static final int LONGEST_NAME = 500;

  private final Map<String, JobFunction> functions;
  private final Function<String, Optional<JobFunction>> resolver;
  private final Map<String, JobCallback> callbacks;

  Functions(
      Map<String, JobFunction> functions,
      Function<String, Optional<JobFunction>> resolver,
      Map<String, JobCallback> callbacks) {
    this.functions = new HashMap<>(functions);
    this.resolver = resolver;
    this.callbacks = new HashMap<>(callbacks);
  }

  /**
   * Returns the function of a name.
   *
   * @throws UnknownFunctionException if there is none
   */
  JobFunction function(String name) {
    JobFunction function = functions.get(name);
    return function != null
        ? function
        : resolver.apply(name).orElseThrow(() -> new UnknownFunctionException(unknown(name)));
  }

  /** Returns the callback of a name. */
  Optional<JobCallback> callback(String name) {
    return Optional.ofNullable(callbacks.get(name));
  }

  private String unknown(String name) {
    if (name.length() > LONGEST_NAME) {
      return "this worker knows no function of " + name.length() + " characters";
    }
    String nearest =
        NearestName.to(name, functions.keySet())
            .map(known -> "; did you mean \"" + known + "\"?")
            .orElse("; it knows " + functions.size() + " others");
    return "this worker knows no function \"" + name + "\"" + nearest;
  }

  /** A job calls what its worker does not know. */
  static final class UnknownFunctionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownFunctionException(String message) {
      super(message);
    }
  }
}
