package io.github.batchrunner.rq.internal.redis;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A database over a pool of connections. Thread-safe. */
final class PooledRedis implements Redis {

  private final Dialer dialer;
  private final Pool pool;
  private final Set<AutoCloseableQuietly> opened = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  PooledRedis(Dialer dialer) {
    this.dialer = dialer;
    this.pool = new Pool(dialer, System::nanoTime);
  }

  @Override
  public @Nullable Object call(Command command) {
    return pool.<@Nullable Object>with(wire -> new Session(wire).call(command));
  }

  @Override
  public List<@Nullable Object> pipeline(List<Command> commands) {
    return pool.with(wire -> new Session(wire).pipeline(commands));
  }

  @Override
  public List<@Nullable Object> transaction(List<Command> commands) {
    List<@Nullable Object> results =
        pool.<@Nullable List<@Nullable Object>>with(
            wire -> new Session(wire).transaction(commands));
    return Objects.requireNonNull(results, "nothing is watched on a shared connection");
  }

  @Override
  public RedisVersion serverVersion() {
    RedisVersion known = dialer.version();
    return known != null
        ? known
        : pool.with(wire -> Objects.requireNonNull(dialer.version(), "it has just connected"));
  }

  @Override
  public RedisLane lane() {
    Lane lane = new Lane(dialer, opened::remove);
    register(lane);
    return lane;
  }

  @Override
  public RedisSubscription subscribe(Set<String> channels, MessageListener listener) {
    Subscription subscription = new Subscription(dialer, channels, listener, opened::remove);
    register(subscription);
    subscription.start();
    return subscription;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    pool.close();
    opened.forEach(AutoCloseableQuietly::close);
  }

  private void register(AutoCloseableQuietly child) {
    opened.add(child);
    if (closed) {
      child.close();
      throw new IllegalStateException(dialer.endpoint() + " is closed here already.");
    }
  }

  /** What is closed together with the database. */
  interface AutoCloseableQuietly extends AutoCloseable {
    @Override
    void close();
  }
}
