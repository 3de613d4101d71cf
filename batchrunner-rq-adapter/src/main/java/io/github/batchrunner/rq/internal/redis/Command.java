package io.github.batchrunner.rq.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One Redis command with its arguments, as bytes. Immutable once given away.
 *
 * <p>Text arguments are UTF-8, numbers decimal.
 */
public final class Command {

  private final String name;
  private final ArrayList<byte[]> arguments = new ArrayList<>();
  private final Script script;

  private Command(String name, Script script) {
    this.name = name;
    this.script = script;
  }

  /** Starts a command, such as {@code HSET}. */
  public static Command of(String name) {
    return new Command(name, Script.NONE);
  }

  /** Starts a command with its first arguments: text, {@code byte[]} or numbers. */
  public static Command of(String name, Object... arguments) {
    Command command = of(name);
    for (Object argument : arguments) {
      command.add(argument);
    }
    return command;
  }

  /**
   * Starts a call of a script by its digest; the connection makes sure that the server knows it.
   *
   * @param keys how many of the arguments that follow are keys
   */
  public static Command eval(Script script, int keys) {
    return new Command("EVALSHA", script).add(script.sha1()).add(keys);
  }

  /** Returns the bytes of an argument, so that one which is used often is encoded once. */
  public static byte[] bytes(Object argument) {
    return argument instanceof byte[] bytes
        ? bytes
        : argument.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Adds an argument: text, {@code byte[]} or a number. */
  public Command add(Object argument) {
    arguments.add(bytes(argument));
    return this;
  }

  /** Adds arguments, each as {@link #add}. */
  public Command addAll(Collection<?> more) {
    arguments.ensureCapacity(arguments.size() + more.size());
    more.forEach(this::add);
    return this;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the arguments; not to be changed. */
  public List<byte[]> arguments() {
    return arguments;
  }

  /** Returns the script it calls, or {@link Script#NONE}. */
  public Script script() {
    return script;
  }

  /** Returns the name alone: arguments may hold secrets. */
  @Override
  public String toString() {
    return name;
  }
}
