package io.github.batchrunner.core;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged under a name until it is closed. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  /** Begins to listen. */
  public CapturedLog(String name, Level level) {
    logger = (Logger) LoggerFactory.getLogger(name);
    setContext(logger.getLoggerContext());
    start();
    logger.setLevel(level);
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  /** Returns what was logged. */
  public List<ILoggingEvent> events() {
    return events;
  }

  /** Returns the texts that were logged. */
  public List<String> messages() {
    return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
    stop();
  }
}
