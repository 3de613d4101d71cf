package io.github.batchrunner.rq.internal.redis;

/**
 * An error that the server answered to one of several commands.
 *
 * @param message as the server sent it
 */
public record RedisError(String message) {

  /** Returns its first word, such as {@code OOM}. */
  public String code() {
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }
}
