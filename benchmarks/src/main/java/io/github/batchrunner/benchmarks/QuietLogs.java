package io.github.batchrunner.benchmarks;

import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPLoggerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Logs nothing; the diagnostic context is kept only while that is to be measured. */
public final class QuietLogs implements SLF4JServiceProvider {

  private static volatile boolean keepContext;

  private final ILoggerFactory loggers = new NOPLoggerFactory();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new Switched();

  /** Sets whether the diagnostic context is kept. */
  static void keepContext(boolean keep) {
    keepContext = keep;
  }

  @Override
  public void initialize() {
    // Everything is there.
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  private static final class Switched implements MDCAdapter {
    private final MDCAdapter kept = new BasicMDCAdapter();
    private final MDCAdapter nothing = new NOPMDCAdapter();

    private MDCAdapter now() {
      return keepContext ? kept : nothing;
    }

    @Override
    public void put(String key, @Nullable String value) {
      now().put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
      return now().get(key);
    }

    @Override
    public void remove(String key) {
      now().remove(key);
    }

    @Override
    public void clear() {
      now().clear();
    }

    @Override
    public @Nullable Map<String, String> getCopyOfContextMap() {
      return now().getCopyOfContextMap();
    }

    @Override
    public void setContextMap(Map<String, String> context) {
      now().setContextMap(context);
    }

    @Override
    public void pushByKey(String key, @Nullable String value) {
      now().pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
      return now().popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
      return now().getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
      now().clearDequeByKey(key);
    }
  }
}
