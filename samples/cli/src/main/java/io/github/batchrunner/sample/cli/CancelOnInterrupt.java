package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.BatchExecution;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes Ctrl-C end some work in order: the first one asks it to end, the second forces what has not
 * ended, the third ends the process.
 *
 * <p>Whatever else ends the process (SIGTERM, a closed terminal) ends it too, with some time to do
 * so. In effect until it is closed; the methods are for one thread.
 */
final class CancelOnInterrupt implements AutoCloseable {

  /** What is not told otherwise has this long to end, and all has it to end by force. */
  static final Duration TIME_TO_END = Duration.ofSeconds(30);

  private final Work work;
  private final Terminal terminal;
  private final Duration grace;
  private final AtomicInteger interrupts = new AtomicInteger();
  private final Thread atShutdown = new Thread(this::shutDown, "batchrunner-shutdown");
  private Runnable restore = () -> {};

  /**
   * Prepares it.
   *
   * @param grace how long the work may take to end when the process is ended, before it is forced
   */
  CancelOnInterrupt(Work work, Terminal terminal, Duration grace) {
    this.work = work;
    this.terminal = terminal;
    this.grace = grace;
  }

  /** What is ended. */
  interface Work {
    /** Asks it to end; the second time, by force. */
    void end();

    /** Waits for its end; false if it has not come in time. */
    boolean await(Duration patience) throws InterruptedException;

    /** An execution of a batch. */
    static Work of(BatchExecution execution) {
      return new Work() {
        @Override
        public void end() {
          execution.cancel();
        }

        @Override
        public boolean await(Duration patience) throws InterruptedException {
          return execution.await(patience).isPresent();
        }
      };
    }
  }

  /** Begins to listen; called once. */
  void listen() {
    Runtime.getRuntime().addShutdownHook(atShutdown);
    restore = onInterrupt(this::interrupted);
  }

  private void interrupted() {
    switch (interrupts.incrementAndGet()) {
      case 1 -> {
        terminal.say("interrupted: ending what runs; press Ctrl-C again to force it");
        work.end();
      }
      case 2 -> {
        terminal.say("interrupted again: forcing the end; once more ends this process at once");
        work.end();
      }
      default -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }

  private void shutDown() {
    if (interrupts.getAndIncrement() == 0) {
      work.end();
    }
    try {
      if (!work.await(grace)) {
        work.end();
        work.await(TIME_TO_END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      terminal.say("this broke while it was ended: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    restore.run();
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is at work.
    }
  }

  /**
   * Calls {@code action} at every Ctrl-C instead of ending the process, and returns what undoes
   * that.
   *
   * <p>The only way to hear of a second Ctrl-C is {@code sun.misc.Signal} of module {@code
   * jdk.unsupported}; it is reached by reflection, for a runtime without it still has the shutdown
   * hook.
   */
  private static Runnable onInterrupt(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      InvocationHandler calls =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  action.run();
                  yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "ends the work";
              };
      Object ours =
          Proxy.newProxyInstance(
              CancelOnInterrupt.class.getClassLoader(), new Class<?>[] {handler}, calls);
      Object before = signal.getMethod("handle", signal, handler).invoke(null, interrupt, ours);
      return () -> restore(signal, handler, interrupt, before);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return () -> {};
    }
  }

  private static void restore(Class<?> signal, Class<?> handler, Object interrupt, Object before) {
    try {
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a signal could be handled before but not now", e);
    }
  }
}
