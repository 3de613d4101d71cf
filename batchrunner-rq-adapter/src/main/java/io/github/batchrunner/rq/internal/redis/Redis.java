package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.RqUnavailableException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One logical database of one Redis server. Thread-safe; connections are made when needed and made
 * anew after they broke.
 *
 * <p>A reply is {@code Long} (integer), {@code byte[]} (bulk or status), {@code List} of replies,
 * null, or, inside a pipeline or list, a {@link RedisError}; {@link Replies} turns them into
 * values.
 *
 * <p>All methods throw {@link RqUnavailableException} if the server cannot be reached or goes away
 * meanwhile, which tells whether the commands may have been carried out; and {@link
 * RqRefusedException} if it answers with an error. Nothing is repeated here: only the caller knows
 * what may be done twice.
 */
public interface Redis extends AutoCloseable {

  /** Runs one command in one round trip. */
  @Nullable Object call(Command command);

  /**
   * Runs commands in one round trip, not atomically; a refused command leaves a {@link RedisError}
   * in its place of the answer and does not disturb the others. Very many commands take a round
   * trip for each {@code 10,000} or so.
   *
   * <p>The scripts that are called are loaded first. Should someone make the server forget them in
   * just that moment, their calls run again after all others: whoever needs an order takes {@link
   * #transaction}.
   */
  List<@Nullable Object> pipeline(List<Command> commands);

  /**
   * Runs commands atomically (MULTI, EXEC) in one round trip; of scripts, which are loaded inside,
   * all or none run.
   *
   * @throws RqRefusedException if any command was refused; those refused when they were queued
   *     leave the rest undone, those refused when carried out do not
   */
  List<@Nullable Object> transaction(List<Command> commands);

  /** Returns the version of the server; asks for it if there was no connection yet. */
  RedisVersion serverVersion();

  /** Opens a connection of its own, for commands that block or watch. */
  RedisLane lane();

  /**
   * Listens to channels on a connection and a thread of its own, and again after the connection
   * broke; messages sent meanwhile are lost. Returns at once, before it listens.
   */
  RedisSubscription subscribe(Set<String> channels, MessageListener listener);

  /** Tells whether it was closed. */
  boolean isClosed();

  /**
   * Closes all connections, also those of lanes and subscriptions. Idempotent; later calls throw
   * {@link IllegalStateException}.
   */
  @Override
  void close();

  /** Is given the messages of channels, on the subscription's thread. */
  @FunctionalInterface
  interface MessageListener {
    void received(String channel, byte[] message);

    /** Is told that messages come from now on: at first, and each time after some may be lost. */
    default void listening() {}
  }
}
