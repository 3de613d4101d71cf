package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqRefusedException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection that one thread has to itself. Others may interrupt and close it. */
final class Lane implements RedisLane, PooledRedis.AutoCloseableQuietly {

  private final Dialer dialer;
  private final Consumer<Lane> whenClosed;
  private final Fuse fuse = new Fuse();
  private @Nullable Wire wire;
  private volatile boolean closed;

  Lane(Dialer dialer, Consumer<Lane> whenClosed) {
    this.dialer = dialer;
    this.whenClosed = whenClosed;
  }

  @Override
  public @Nullable Object call(Command command) {
    return this.<@Nullable Object>with(own -> new Session(own).call(command));
  }

  @Override
  public List<@Nullable Object> pipeline(List<Command> commands) {
    return with(own -> new Session(own).pipeline(commands));
  }

  @Override
  public @Nullable List<@Nullable Object> transaction(List<Command> commands) {
    return this.<@Nullable List<@Nullable Object>>with(
        own -> new Session(own).transaction(commands));
  }

  @Override
  public @Nullable Object block(Command command, Duration patience) {
    Duration margin = dialer.endpoint().config().commandTimeout();
    return this.<@Nullable Object>with(
        own -> {
          own.patience(patience.plus(margin));
          return new Session(own).call(command);
        });
  }

  @Override
  public void interrupt() {
    fuse.blow();
  }

  @Override
  public void close() {
    closed = true;
    fuse.blow();
    whenClosed.accept(this);
  }

  private <T extends @Nullable Object> T with(Function<Wire, T> work) {
    boolean inStep = false;
    try {
      T result = work.apply(connected());
      inStep = true;
      return result;
    } catch (RqRefusedException e) {
      inStep = true;
      throw e;
    } finally {
      if (!inStep) {
        disconnect();
      }
    }
  }

  private Wire connected() {
    if (closed) {
      throw new IllegalStateException("This connection is closed already.");
    }
    if (fuse.isBlown()) {
      throw dialer.endpoint().unavailable("interrupted", false, new SocketException("interrupted"));
    }
    Wire own = wire;
    if (own == null) {
      own = dialer.dial(fuse);
      wire = own;
    }
    own.patience(dialer.endpoint().config().commandTimeout());
    return own;
  }

  private void disconnect() {
    if (wire != null) {
      wire.cut();
      wire = null;
    }
    if (!closed) {
      fuse.replace();
    }
  }
}
