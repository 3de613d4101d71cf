package io.github.batchrunner.rq.internal.redis;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection for one thread, for commands that block or belong together, such as WATCH and
 * EXEC. Throws as {@link Redis} does; after {@link io.github.batchrunner.rq.RqUnavailableException}
 * the next call connects anew.
 */
public interface RedisLane extends AutoCloseable {

  /** Runs one command. */
  @Nullable Object call(Command command);

  /** Runs commands in one round trip, as {@link Redis#pipeline}. */
  List<@Nullable Object> pipeline(List<Command> commands);

  /** Runs commands atomically; null if a watched key changed. */
  @Nullable List<@Nullable Object> transaction(List<Command> commands);

  /**
   * Runs a command that the server may take up to {@code patience} to answer, such as BLMOVE.
   *
   * @param patience the time the command itself carries, more than zero; the connection waits for
   *     the command timeout in addition
   */
  @Nullable Object block(Command command, Duration patience);

  /**
   * Breaks the connection, from any thread: a call that waits throws {@link
   * io.github.batchrunner.rq.RqUnavailableException}; if none waits, the next one does.
   */
  void interrupt();

  /** Closes the connection. Idempotent; later calls throw {@link IllegalStateException}. */
  @Override
  void close();
}
