package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.RqUnavailableException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One database of one server: how it is called in messages, and what its errors mean for people.
 *
 * @param config where it is
 * @param database its number
 */
record Endpoint(RqConfig config, int database) {

  /** Returns the exception for a server that cannot be reached or went away. */
  RqUnavailableException unavailable(String what, boolean maybeDone, Throwable cause) {
    return new RqUnavailableException(
        this + ": " + what + (maybeDone ? "; what was asked for may have been done or not" : ""),
        maybeDone,
        cause);
  }

  /** Returns the exception for a connection that broke while answers were awaited. */
  RqUnavailableException broken(Duration patience, boolean maybeDone, Throwable cause) {
    return broken(patience, maybeDone, cause, "");
  }

  /** Returns the exception for a connection that broke before the server had said anything. */
  RqUnavailableException brokenAtOnce(Duration patience, Throwable cause) {
    return broken(
        patience,
        false,
        cause,
        config.tls() ? "" : "; perhaps it wants TLS, which an address with rediss:// speaks");
  }

  private RqUnavailableException broken(
      Duration patience, boolean maybeDone, Throwable cause, String hint) {
    Throwable root = cause;
    while (root.getCause() != null && !(root instanceof IOException)) {
      root = root.getCause();
    }
    return unavailable(
        root instanceof SocketTimeoutException
            ? "no answer within " + patience.toMillis() + " ms"
            : "the connection broke (" + root.getMessage() + ")" + hint,
        maybeDone,
        cause);
  }

  /** Returns the exception for an error that the server answered. */
  RqRefusedException refused(String what, RedisError error) {
    return new RqRefusedException(
        error.code(), this + " refused " + what + ": " + shown(error.message()) + hint(error));
  }

  /** Returns the address without anything secret. */
  @Override
  public String toString() {
    return "Redis at " + config.host() + ":" + config.port() + " (database " + database + ")";
  }

  /** An unknown command's error repeats its arguments, and those of AUTH are secret. */
  private static String shown(String message) {
    int arguments = message.indexOf(", with args beginning with");
    return arguments < 0 ? message : message.substring(0, arguments);
  }

  private String hint(RedisError error) {
    return switch (error.code()) {
      case "NOAUTH" ->
          ". It wants a password: give it in the address, as redis://:password@host:port";
      case "WRONGPASS" -> ". Check user and password in the address";
      case "NOPERM" -> ". Its administrator has to allow that to user \"" + userName() + "\"";
      case "READONLY" -> ". It is a replica: name the primary's address";
      case "OOM" -> ". It has no memory left: make room, or raise its maxmemory";
      case "DENIED" -> ". It takes local connections only until it gets a password";
      default -> "";
    };
  }

  private String userName() {
    return config.user().isEmpty() ? "default" : config.user();
  }
}
