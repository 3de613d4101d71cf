package io.github.batchrunner.rq.internal.redis;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes connections that are ready for use. Thread-safe. */
final class Dialer {

  private final Endpoint endpoint;
  private final Sockets sockets;
  private final AtomicReference<@Nullable RedisVersion> version = new AtomicReference<>();

  Dialer(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.sockets = new Sockets(endpoint);
  }

  /** Returns where connections lead. */
  Endpoint endpoint() {
    return endpoint;
  }

  /** Connects; the fuse can break it off. */
  Wire dial(Fuse fuse) {
    Wire wire = new Wire(endpoint, sockets.connect(fuse));
    try {
      version.set(Handshake.shake(wire));
      wire.patience(endpoint.config().commandTimeout());
      return wire;
    } catch (RuntimeException e) {
      wire.cut();
      throw e;
    }
  }

  /** Returns the server's version as the last connection found it; null before the first one. */
  @Nullable RedisVersion version() {
    return version.get();
  }
}
