package io.github.batchrunner.local;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.NearestName;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.Work;
import java.io.File;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Knows what can run here, and says of the rest why it cannot. Immutable. */
final class Admission {

  private static final boolean POSIX = File.separatorChar == '/';

  /**
   * The bytes Java gives to programs: JDK 17 takes the default encoding, later ones the system's.
   */
  private static final Charset ARGUMENT_ENCODING =
      Runtime.version().feature() < 18
          ? Charset.defaultCharset()
          : Charset.forName(
              System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

  private final Map<String, TaskHandler> handlers;

  private Admission(Map<String, TaskHandler> handlers) {
    this.handlers = handlers;
  }

  /**
   * Takes handlers by their names.
   *
   * @throws InvalidOptionException if two have one name
   */
  static Admission of(List<TaskHandler> known) {
    Map<String, TaskHandler> handlers = new TreeMap<>();
    for (TaskHandler handler : known) {
      TaskHandler other = handlers.putIfAbsent(handler.name(), handler);
      if (other != null) {
        throw new InvalidOptionException(
            "two handlers are called \"%s\": %s and %s; give one of them another name"
                .formatted(
                    handler.name(), other.getClass().getName(), handler.getClass().getName()));
      }
    }
    return new Admission(handlers);
  }

  /** Returns a handler that has been admitted by its name. */
  TaskHandler handler(String name) {
    return Objects.requireNonNull(handlers.get(name), name);
  }

  /** Says why a submission can never run here; null if it can. */
  @Nullable Failure refusal(Submission submission) {
    if (!submission.needs().isEmpty()) {
      return refused("executor \"local\" does not order attempts; submit each when it may start");
    }
    Work work = submission.work();
    if (work instanceof Work.Handler handler) {
      return refusal(handler);
    }
    if (work instanceof Work.Command command) {
      return refusal(command);
    }
    return refused(
        "executor \"local\" runs handlers and commands, but not calls of worker functions");
  }

  private @Nullable Failure refusal(Work.Handler work) {
    if (handlers.containsKey(work.name())) {
      return null;
    }
    String hint =
        NearestName.to(work.name(), handlers.keySet())
            .map(nearest -> "did you mean \"" + nearest + "\"?")
            .orElse(
                handlers.isEmpty()
                    ? "no handlers are registered or on the class path"
                    : "there are " + String.join(", ", handlers.keySet()));
    return Failure.of(
        FailureKind.ENVIRONMENT, "there is no handler \"" + work.name() + "\": " + hint);
  }

  private static @Nullable Failure refusal(Work.Command work) {
    if (work.envScript().isPresent() && !POSIX) {
      return refused("an env_script needs a POSIX shell, which this system does not have");
    }
    for (String argument : work.argv()) {
      if (!canBePassed(argument)) {
        return cannotBePassed("the argument", argument);
      }
    }
    for (Map.Entry<String, String> variable : work.environment().entrySet()) {
      String name = variable.getKey();
      if (name.isEmpty() || name.indexOf('=') >= 0 || !canBePassed(name)) {
        return refused("no environment variable can be called \"" + name + "\"");
      }
      if (!canBePassed(variable.getValue())) {
        return cannotBePassed("the value of the environment variable", name);
      }
    }
    return null;
  }

  private static boolean canBePassed(String text) {
    boolean ascii = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      ascii &= c < 0x80;
    }
    return ascii || ARGUMENT_ENCODING.newEncoder().canEncode(text);
  }

  private static Failure cannotBePassed(String what, String which) {
    return refused(
        "%s \"%s\" cannot be given to a program: it has a NUL or a character that %s lacks; start"
                .formatted(what, which.replace("\0", "\\0"), ARGUMENT_ENCODING)
            + " Java with a UTF-8 locale");
  }

  private static Failure refused(String message) {
    return Failure.of(FailureKind.REJECTED, message);
  }
}
