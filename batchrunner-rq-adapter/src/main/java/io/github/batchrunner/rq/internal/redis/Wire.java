package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection: writes commands and reads as many replies. Not thread-safe, except for {@link
 * #cut}.
 *
 * <p>It writes a limited number of commands and bytes before it reads their replies. So neither
 * side ever waits for the other to read while nobody does, and neither has to hold more than that.
 */
final class Wire {

  private static final int WINDOW_COMMANDS = 10_000;
  private static final int WINDOW_BYTES = 1 << 20;

  /** What fits into the buffers of any connection whose replies have all been read. */
  private static final int SURELY_BUFFERED_BYTES = 8 << 10;

  /**
   * What a network carries at least; a write may take the command timeout and as long as this says.
   */
  private static final int SLOWEST_BYTES_PER_MILLI = 4 << 10;

  /** About what the lengths around an argument take. */
  private static final int FRAME_BYTES = 8;

  private final Endpoint endpoint;
  private final Sockets.Link link;
  private final FlushableConnection connection;
  private final Set<String> loadedScripts = new HashSet<>();
  private Duration patience;
  private boolean answered;
  private volatile boolean late;

  /** Takes over a connected socket. */
  Wire(Endpoint endpoint, Sockets.Link link) {
    this.endpoint = endpoint;
    this.link = link;
    this.patience = endpoint.config().connectTimeout();
    this.connection = new FlushableConnection(link);
    try {
      connection.connect();
    } catch (JedisException e) {
      throw failed(false, e);
    }
  }

  /** Returns the database it leads to. */
  Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the digests of the scripts that were loaded over this connection; may be changed. */
  Set<String> loadedScripts() {
    return loadedScripts;
  }

  /** Sets how long to wait for each reply; zero is for ever. */
  void patience(Duration wanted) {
    if (wanted.equals(patience)) {
      return;
    }
    patience = wanted;
    try {
      connection.setSoTimeout(Math.toIntExact(wanted.toMillis()));
    } catch (JedisException e) {
      throw failed(false, e);
    }
  }

  /**
   * Sends commands and returns their replies, errors among them as {@link RedisError}.
   *
   * @param decisive the position of the first command that has an effect by itself
   * @throws RqUnavailableException if the connection breaks, and cannot be used any more
   */
  List<@Nullable Object> exchange(List<Command> commands, int decisive) {
    List<@Nullable Object> replies = new ArrayList<>(commands.size());
    int sent = 0;
    try {
      while (replies.size() < commands.size()) {
        Window window = window(commands, sent);
        CompletableFuture<Void> written = deadline(window.bytes());
        try {
          while (sent < window.end()) {
            send(commands.get(sent));
            sent++;
          }
          connection.flushed();
        } finally {
          written.complete(null);
        }
        while (replies.size() < sent) {
          replies.add(read());
        }
      }
      return replies;
    } catch (JedisException e) {
      throw failed(sent > decisive, e);
    }
  }

  /** Sends a command without reading what it answers. */
  void write(Command command) {
    try {
      send(command);
      connection.flushed();
    } catch (JedisException e) {
      throw failed(false, e);
    }
  }

  /** Reads what the server sends of itself; waits for it. */
  @Nullable Object next() {
    try {
      return read();
    } catch (JedisException e) {
      throw failed(false, e);
    }
  }

  /** Closes the connection, from any thread; whoever waits for a reply gets an exception. */
  void cut() {
    Fuse.closeQuietly(link.raw());
  }

  private RqUnavailableException failed(boolean maybeDone, JedisException e) {
    cut();
    if (late) {
      return endpoint.unavailable("it does not take what is sent to it", maybeDone, e);
    }
    return answered ? endpoint.broken(patience, maybeDone, e) : endpoint.brokenAtOnce(patience, e);
  }

  /**
   * Cuts the connection when writing takes too long: Java's sockets have a timeout for reading
   * alone, and a server that stands still takes nothing off a full buffer.
   *
   * @return to be completed when all is written
   */
  private CompletableFuture<Void> deadline(long bytes) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (bytes > SURELY_BUFFERED_BYTES) {
      long millis = endpoint.config().commandTimeout().toMillis() + bytes / SLOWEST_BYTES_PER_MILLI;
      var unused =
          written
              .orTimeout(millis, TimeUnit.MILLISECONDS)
              .whenComplete(
                  (nothing, timeout) -> {
                    if (timeout != null) {
                      late = true;
                      cut();
                    }
                  });
    }
    return written;
  }

  private void send(Command command) {
    CommandArguments arguments = new CommandArguments(new Name(command.name()));
    for (byte[] argument : command.arguments()) {
      arguments.add(argument);
    }
    connection.sendCommand(arguments);
  }

  private @Nullable Object read() {
    Object reply;
    try {
      reply = ours(connection.getOne());
    } catch (JedisDataException e) {
      reply = error(e);
    }
    answered = true;
    return reply;
  }

  private static Window window(List<Command> commands, int from) {
    int end = from;
    long bytes = 0;
    while (end < commands.size()
        && end - from < WINDOW_COMMANDS
        && (end == from || bytes < WINDOW_BYTES)) {
      for (byte[] argument : commands.get(end).arguments()) {
        bytes += argument.length + FRAME_BYTES;
      }
      end++;
    }
    return new Window(end, bytes);
  }

  private static @Nullable Object ours(@Nullable Object reply) {
    if (reply instanceof JedisDataException error) {
      return error(error);
    }
    if (reply instanceof List<?> list) {
      @SuppressWarnings("unchecked")
      ListIterator<@Nullable Object> elements = ((List<@Nullable Object>) list).listIterator();
      while (elements.hasNext()) {
        Object element = elements.next();
        if (element instanceof JedisDataException || element instanceof List<?>) {
          elements.set(ours(element));
        }
      }
    }
    return reply;
  }

  private static RedisError error(JedisDataException e) {
    String message = e.getMessage();
    return new RedisError(message == null ? "ERR" : message);
  }

  /**
   * Commands that are written before their replies are read.
   *
   * @param end the position after the last one
   */
  private record Window(int end, long bytes) {}

  /** A connection of Jedis that can be told to send what it holds. */
  private static final class FlushableConnection extends Connection {

    FlushableConnection(Sockets.Link link) {
      super(link::socket);
    }

    void flushed() {
      flush();
    }
  }

  /** The name of a command, as Jedis wants it. */
  private record Name(String text) implements ProtocolCommand {
    @Override
    public byte[] getRaw() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
