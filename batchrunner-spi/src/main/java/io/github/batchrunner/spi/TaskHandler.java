package io.github.batchrunner.spi;

/**
 * The Java code behind a task whose work is a handler.
 *
 * <p>Registered with the host or found by {@link java.util.ServiceLoader}. One instance serves many
 * attempts at once, so implementations are thread-safe.
 */
public interface TaskHandler {

  /**
   * Returns the name pipelines call it by; lowercase letters, digits, {@code -}, {@code _} and
   * {@code .}.
   */
  String name();

  /**
   * Does the work of one attempt; returning means success, throwing means failure.
   *
   * <p>The thread is interrupted when the attempt is cancelled or runs out of time: end soon and
   * leave files complete or absent.
   *
   * @throws Exception if the work failed; the message is shown to people
   */
  void run(HandlerContext context) throws Exception;
}
