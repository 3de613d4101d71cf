package io.github.batchrunner.rq.internal.redis;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread break the connection of another, at any moment and also while it is being made.
 * Thread-safe.
 *
 * <p>A blown fuse stays blown until it is {@linkplain #replace replaced}, so that it does not
 * matter whether it was blown shortly before or after the other thread began to wait.
 */
final class Fuse {

  private @Nullable Socket socket;
  private boolean blown;

  /** Puts a connection behind this fuse; closes it at once if the fuse is blown. */
  synchronized void guard(Socket guarded) throws IOException {
    if (blown) {
      guarded.close();
      throw new SocketException("interrupted");
    }
    socket = guarded;
  }

  /** Breaks the connection. */
  synchronized void blow() {
    blown = true;
    if (socket != null) {
      closeQuietly(socket);
    }
  }

  /** Tells whether it is blown. */
  synchronized boolean isBlown() {
    return blown;
  }

  /** Puts in a new fuse, without a connection behind it. */
  synchronized void replace() {
    blown = false;
    socket = null;
  }

  /** Closes a socket that nobody needs any more. */
  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
