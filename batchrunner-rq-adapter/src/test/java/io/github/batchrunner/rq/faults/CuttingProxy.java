package io.github.batchrunner.rq.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and Redis, and cuts connections when what was asked has been done and the
 * answer is on its way.
 */
final class CuttingProxy implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final ServerSocket listening;
  private final int port;
  private final String word;
  private final AtomicInteger cutsLeft = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Starts to listen.
   *
   * @param port of Redis on this machine
   * @param word what requests contain whose answers are lost
   */
  CuttingProxy(int port, String word) {
    this.port = port;
    this.word = word;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + listening.getLocalPort() + "/0");
  }

  /** Loses the next so many answers. */
  void cut(int answers) {
    cutsLeft.set(answers);
  }

  /** Returns how many answers are still to be lost. */
  int cutsLeft() {
    return cutsLeft.get();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(client);
        sockets.add(server);
        Pair pair = new Pair(client, server);
        start(pair::forward);
        start(pair::answer);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** One connection. */
  private final class Pair {
    private final Socket client;
    private final Socket server;
    private volatile boolean doomed;

    Pair(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void forward() {
      try {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          if (new String(chunk, 0, count, StandardCharsets.ISO_8859_1).contains(word)
              && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            doomed = true;
          }
          out.write(chunk, 0, count);
        }
      } catch (IOException e) {
        // The other side is gone.
      } finally {
        close();
      }
    }

    void answer() {
      try {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0 && !doomed; count = in.read(chunk)) {
          out.write(chunk, 0, count);
        }
      } catch (IOException e) {
        // The other side is gone.
      } finally {
        close();
      }
    }

    private void close() {
      for (Socket socket : new Socket[] {client, server}) {
        sockets.remove(socket);
        closeQuietly(socket);
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(CuttingProxy::closeQuietly);
  }
}
