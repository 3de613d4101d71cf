package io.github.batchrunner.core.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls listeners that may throw: the log is told of the first time with each kind of news, and how
 * often it happened in the end.
 *
 * <p>Thread-safe.
 */
final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Map<String, Long> thrown = new HashMap<>();

  /** Calls, whatever comes of it. */
  void call(Object listener, String kind, Runnable call) {
    try {
      call.run();
    } catch (Throwable e) { // nothing that a listener throws may end the news
      if (count(name(listener) + " threw at " + kind) == 1) {
        LOG.warn(
            "listener {} threw at {}; when it does so again, that is only counted",
            name(listener),
            kind,
            e);
      }
    }
  }

  private synchronized long count(String what) {
    return thrown.merge(what, 1L, Long::sum);
  }

  private static String name(Object listener) {
    return listener.getClass().getName()
        + "@"
        + Integer.toHexString(System.identityHashCode(listener));
  }

  /** Logs how often listeners threw that did so more than once. */
  synchronized void summarise() {
    thrown.forEach(
        (what, times) -> {
          if (times > 1) {
            LOG.warn("listener {}, {} times in all", what, times);
          }
        });
  }
}
