package io.github.batchrunner.core.engine;

import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.LogAccess;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PendingExplainer;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * An executor that is ready to run attempts, with what its provider says about it.
 *
 * <p>Thread-safe. It may serve executions of several batches at once, which then share what it has,
 * such as its threads. Executions that still go on when it is closed are closed first, in the same
 * mode.
 */
public final class OpenExecutor implements TaskExecutor, PendingExplainer, LogAccess {

  private final String id;
  private final Capabilities capabilities;
  private final TaskExecutor executor;
  private final Relay relay;
  private volatile boolean closed;

  OpenExecutor(String id, Capabilities capabilities, TaskExecutor executor, Relay relay) {
    this.id = id;
    this.capabilities = capabilities;
    this.executor = executor;
    this.relay = relay;
  }

  /** An execution that uses an executor; it is pushed what is not its own, too. */
  public interface User extends ObservationSink {

    /** Ends, since the executor is about to be closed in this mode; returns when that is done. */
    void close(CloseMode mode);
  }

  /**
   * Passes on what an executor pushes; what comes while nobody uses it is dropped, for the next
   * user's own look will find it.
   */
  static final class Relay implements ObservationSink {
    private final Set<User> users = new CopyOnWriteArraySet<>();

    @Override
    public void accept(List<Observation> observations) {
      users.forEach(user -> user.accept(observations));
    }
  }

  /** Returns the id of its provider. */
  public String id() {
    return id;
  }

  /** Returns what it can do. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Returns what it does each time the directory of a run has been prepared, if anything. */
  public List<AfterCloneHook> afterClone() {
    return executor instanceof AfterCloneHook hook ? List.of(hook) : List.of();
  }

  /** Returns why an attempt is not running yet; empty also if the executor cannot tell. */
  @Override
  public Optional<String> explainPending(Handle handle) {
    return executor instanceof PendingExplainer explainer
        ? explainer.explainPending(handle)
        : Optional.empty();
  }

  /** Opens what it keeps of an attempt's output; empty also if it keeps nothing. */
  @Override
  public InputStream openLog(Handle handle, long offset) throws IOException {
    return executor instanceof LogAccess access
        ? access.openLog(handle, offset)
        : InputStream.nullInputStream();
  }

  /**
   * Begins to be used by an execution.
   *
   * @throws IllegalStateException if it has been closed
   */
  public void use(User user) {
    relay.users.add(user); // before the look: who closes it either is seen or sees the user
    if (closed) {
      relay.users.remove(user);
      throw new IllegalStateException(
          "executor \"%s\" has been closed; open it again".formatted(id));
    }
  }

  /** Is not used by an execution any more. */
  public void release(User user) {
    relay.users.remove(user);
  }

  @Override
  public List<SubmitOutcome> submit(SubmitRequest request) {
    return executor.submit(request);
  }

  @Override
  public List<Observation> observe(ObserveRequest request) {
    return executor.observe(request);
  }

  @Override
  public void cancel(CancelRequest request) {
    executor.cancel(request);
  }

  @Override
  public List<Observation> reattach(ReattachRequest request) {
    return executor.reattach(request);
  }

  @Override
  public void close(CloseMode mode) {
    closed = true;
    relay.users.forEach(user -> user.close(mode));
    executor.close(mode);
  }
}
