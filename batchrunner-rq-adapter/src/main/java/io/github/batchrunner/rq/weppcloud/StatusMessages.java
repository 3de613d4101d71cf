package io.github.batchrunner.rq.weppcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The messages by which WEPPcloud's pages follow a batch: plain text on the channel {@code
 * <batch>:batch}. Thread-safe.
 *
 * <p>Messages are for whoever listens just then; none is kept. All methods throw {@link
 * io.github.batchrunner.rq.RqUnavailableException} if Redis cannot be reached.
 */
public final class StatusMessages implements AutoCloseable {

  /** An event for a panel of a page. */
  public enum Event {
    /** A run of the batch has ended, well or not. */
    BATCH_WATERSHED_TASK_COMPLETED,
    /** All runs have ended, well. */
    BATCH_RUN_COMPLETED,
    /** All runs have ended, some of them not well. */
    BATCH_RUN_COMPLETED_WITH_FAILURES,
    /** No more messages will come. */
    END_BROADCAST
  }

  private static final JsonMapper JSON = new JsonMapper();

  private final String channel;
  private final BiConsumer<String, String> publisher;
  private final Runnable closing;

  private StatusMessages(String batch, BiConsumer<String, String> publisher, Runnable closing) {
    this.channel = batch + ":batch";
    this.publisher = publisher;
    this.closing = closing;
  }

  /** Opens the connection for the messages of a batch. */
  public static StatusMessages open(RqConfig config, String batch) {
    return open(config, WeppcloudDatabases.DEFAULT, batch);
  }

  /** Opens the connection for the messages of a batch. */
  public static StatusMessages open(RqConfig config, WeppcloudDatabases databases, String batch) {
    Redis redis = RedisConnections.open(config, databases.status());
    return new StatusMessages(
        batch,
        (channel, line) -> Replies.number(redis.call(Command.of("PUBLISH", channel, line))),
        redis::close);
  }

  /**
   * Returns the messages of a batch over a connection that somebody else owns; channels are the
   * same in all databases of a server.
   *
   * @param publisher is given the channel and the line
   */
  public static StatusMessages over(BiConsumer<String, String> publisher, String batch) {
    return new StatusMessages(batch, publisher, () -> {});
  }

  /** Says that a job began. */
  public void started(String jobId, String function, String argument) {
    publish(jobId, "STARTED " + call(function, argument));
  }

  /** Says that a job ended well. */
  public void completed(String jobId, String function, String argument) {
    publish(jobId, "COMPLETED " + call(function, argument));
  }

  /** Says that a job ended, whether its work was done, and how long it took. */
  public void completed(
      String jobId, String function, String argument, boolean done, Duration elapsed) {
    publish(
        jobId,
        String.format(
            Locale.ROOT,
            "COMPLETED %s -> (%s, %.3f)",
            call(function, argument),
            done ? "True" : "False",
            elapsed.toMillis() / 1000.0));
  }

  /** Says that a job failed, and why. */
  public void exception(
      String jobId, String function, String argument, String type, String message) {
    publish(jobId, "EXCEPTION " + call(function, argument));
    Map<String, String> why = new LinkedHashMap<>();
    why.put("type", type);
    why.put("message", message);
    try {
      publish(jobId, "EXCEPTION_JSON " + JSON.writeValueAsString(why));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("two texts are always JSON", e);
    }
  }

  /** Says something about the state of the batch. */
  public void status(String jobId, String text) {
    publish(jobId, "STATUS " + text);
  }

  /** Says something else. */
  public void info(String jobId, String text) {
    publish(jobId, "INFO " + text);
  }

  /**
   * Lets the pages of a panel do something.
   *
   * @param panel {@code batch} or {@code omni}
   */
  public void trigger(String jobId, String panel, Event event) {
    publish(jobId, "TRIGGER " + panel + " " + event);
  }

  @Override
  public void close() {
    closing.run();
  }

  /** Each message is one line. */
  private void publish(String jobId, String text) {
    String line = ("rq:" + jobId + " " + text).replaceAll("\\p{Cntrl}+", " ");
    publisher.accept(channel, line);
  }

  private static String call(String function, String argument) {
    return function + "(" + argument + ")";
  }
}
