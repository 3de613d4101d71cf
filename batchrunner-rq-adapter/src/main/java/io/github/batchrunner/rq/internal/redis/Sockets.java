package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the sockets of connections, encrypted or not. Thread-safe. */
final class Sockets {

  /**
   * Seconds until an idle connection is probed, between probes, and probes until it is given up.
   */
  private static final Map<String, Integer> KEEP_ALIVE =
      Map.of("TCP_KEEPIDLE", 30, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

  private final Endpoint endpoint;
  private final @Nullable SSLSocketFactory tls;

  /**
   * Makes one.
   *
   * @throws RqException if the trusted certificates cannot be read
   */
  Sockets(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.tls = endpoint.config().tls() ? tlsFactory(endpoint.config().certificates()) : null;
  }

  /**
   * Connects.
   *
   * @throws RqUnavailableException if the server cannot be reached
   * @throws RqException if it has no TLS or not the right certificate, which no waiting changes
   */
  Link connect(Fuse fuse) {
    RqConfig config = endpoint.config();
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(config.host());
    } catch (UnknownHostException e) {
      throw endpoint.unavailable("there is no host \"" + config.host() + "\"", false, e);
    }
    IOException last = null;
    for (InetAddress address : addresses) {
      Socket socket = new Socket();
      try {
        fuse.guard(socket);
        return connected(socket, address);
      } catch (SSLException e) {
        Fuse.closeQuietly(socket);
        if (!wasCut(e)) {
          throw new RqException(
              endpoint + ": no TLS connection could be made (" + e.getMessage() + ")", e);
        }
        last = e;
      } catch (IOException e) {
        Fuse.closeQuietly(socket);
        last = e;
      }
    }
    throw endpoint.unavailable(
        last instanceof SocketTimeoutException
            ? "no connection within "
                + config.connectTimeout().toMillis()
                + " ms"
                + (config.tls() ? "; perhaps it does not speak TLS, as rediss:// says" : "")
            : "cannot connect (" + (last == null ? "no address" : last.getMessage()) + ")",
        false,
        last == null ? new IOException("no address") : last);
  }

  private Link connected(Socket socket, InetAddress address) throws IOException {
    RqConfig config = endpoint.config();
    int timeout = (int) config.connectTimeout().toMillis();
    socket.connect(new InetSocketAddress(address, config.port()), timeout);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(timeout);
    keepAlive(socket);
    if (tls == null) {
      return new Link(socket, socket);
    }
    SSLSocket encrypted = (SSLSocket) tls.createSocket(socket, config.host(), config.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return new Link(socket, encrypted);
  }

  /** A subscription reads for days; only probes tell it that the other machine is gone. */
  private static void keepAlive(Socket socket) throws IOException {
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (SocketOption<?> option : socket.supportedOptions()) {
      Integer seconds = KEEP_ALIVE.get(option.name());
      if (seconds != null && option.type() == Integer.class) {
        @SuppressWarnings("unchecked")
        SocketOption<Integer> number = (SocketOption<Integer>) option;
        socket.setOption(number, seconds);
      }
    }
  }

  private static boolean wasCut(Throwable e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return true;
      }
    }
    return false;
  }

  private static SSLSocketFactory tlsFactory(@Nullable Path certificates) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          null, certificates == null ? null : trusting(certificates).getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (NoSuchFileException e) {
      throw new RqException("There is no file \"" + certificates + "\" with certificates.", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new RqException(
          "The certificates in \"" + certificates + "\" cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManagerFactory trusting(Path certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificates)) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("certificate-" + number++, certificate);
      }
      if (number == 0) {
        throw new IOException("there is none in it");
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  /**
   * A connected socket.
   *
   * @param raw the one to close from another thread: closing one with TLS may wait for a write
   * @param socket the one to read and write
   */
  record Link(Socket raw, Socket socket) {}
}
