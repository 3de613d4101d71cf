package io.github.batchrunner.rq.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real redis-server on a free port of the loopback interface, in a directory of its own, that
 * ends when it is closed or the JVM does.
 *
 * <p>Without further options it keeps nothing on disk and wants no password. Not thread-safe,
 * except for the commands.
 */
public final class RedisFixture implements AutoCloseable {

  private static final Pattern CALLS =
      Pattern.compile("^cmdstat_([^:]+):calls=(\\d+)", Pattern.MULTILINE);

  private static final int PATIENCE_SECONDS = 30;
  private static final int TRIES_FOR_A_PORT = 5;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Options options;
  private final Path directory;
  private final int port;
  private final int tlsPort;
  private Process process;
  private volatile Queue<String> log = new ConcurrentLinkedQueue<>();
  private RespClient client;

  private RedisFixture(Options options, Path directory, int port, int tlsPort) {
    this.options = options;
    this.directory = directory;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /** Starts a server without persistence and without password, or skips the test. */
  public static RedisFixture start() {
    return options().start();
  }

  /** Begins the options of a server. */
  public static Options options() {
    return new Options();
  }

  /** Returns the address of database 0, with the password if there is one. */
  public URI uri() {
    return uri(0);
  }

  /** Returns the address of a database, with the password if there is one. */
  public URI uri(int database) {
    String user = options.password == null ? "" : ":" + options.password + "@";
    return URI.create(
        tlsPort == 0
            ? "redis://" + user + "127.0.0.1:" + port + "/" + database
            : "rediss://" + user + "localhost:" + tlsPort + "/" + database);
  }

  /** Returns the port without TLS; every server has one. */
  public int port() {
    return port;
  }

  /** Returns the PEM file of the certificate to be trusted; only with {@link Options#tls}. */
  public Path certificate() {
    return options.certificate.pem(directory);
  }

  /** Returns its version, such as {@code 7.0.15}. */
  public String version() {
    return text("INFO", "server")
        .lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Opens a further connection to a database. */
  public RespClient client(int database) {
    RespClient opened = new RespClient(port);
    if (options.password != null) {
      opened.command("AUTH", options.password);
    }
    if (database != 0) {
      opened.command("SELECT", database);
    }
    return opened;
  }

  /** Runs a command in database 0, as {@link RespClient#command}. */
  public Object command(Object... words) {
    return own().command(words);
  }

  /** Runs a command that answers with text, or null for none. */
  public String text(Object... words) {
    return own().text(words);
  }

  /** Returns how often each command was called, also by scripts, since CONFIG RESETSTAT. */
  public Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    Matcher line = CALLS.matcher(text("INFO", "commandstats"));
    while (line.find()) {
      calls.put(line.group(1), Long.parseLong(line.group(2)));
    }
    return calls;
  }

  /** Runs a command that answers with bytes, or null for none. */
  public byte[] bytes(Object... words) {
    return own().bytes(words);
  }

  /** Runs a command that answers with a number. */
  public long number(Object... words) {
    return own().number(words);
  }

  /** Runs a command that answers with a list of texts. */
  public List<String> texts(Object... words) {
    return own().texts(words);
  }

  /** Empties all databases; scripts stay loaded. */
  public void flush() {
    command("FLUSHALL");
  }

  /** Tells whether the process runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Ends the server in good order, as a restart by its administrator does. */
  public void stop() {
    end(false);
  }

  /** Ends the server at once, as a crash does. */
  public void kill() {
    end(true);
  }

  /** Starts it again on the same port, after it was stopped; if it runs, it is stopped first. */
  public void restart() {
    stop();
    if (!launch()) {
      throw new AssertionError("redis-server did not start again:\n" + log());
    }
  }

  /** Makes the server stand still: it keeps its connections and answers nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a server go on that stood still. */
  public void thaw() {
    signal("CONT");
  }

  /** Returns what the server has logged since its last start. */
  public String log() {
    return String.join("\n", log);
  }

  /** Ends the server and deletes its directory. Idempotent. */
  @Override
  public void close() {
    kill();
    deleteDirectory();
  }

  private synchronized RespClient own() {
    if (client == null) {
      client = client(0);
    }
    return client;
  }

  private boolean launch() {
    List<String> command = new ArrayList<>();
    command.add(RedisBinary.find().toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString(), "--save", "", "--daemonize", "no"));
    command.addAll(options.arguments);
    if (tlsPort != 0) {
      command.addAll(options.certificate.serverArguments(directory, tlsPort));
    }
    CountDownLatch readyOrEnded = new CountDownLatch(1);
    Queue<String> newLog = new ConcurrentLinkedQueue<>();
    log = newLog;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw Requirement.missing("redis-server cannot be started: " + e.getMessage());
    }
    RUNNING.add(process);
    Thread pump =
        new Thread(
            () -> pump(process.inputReader(StandardCharsets.UTF_8), newLog, readyOrEnded),
            "redis-server's log");
    pump.setDaemon(true);
    pump.start();
    try {
      if (!readyOrEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    return newLog.stream().anyMatch(RedisFixture::saysReady);
  }

  private static void pump(BufferedReader lines, Queue<String> log, CountDownLatch readyOrEnded) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (saysReady(line)) {
          readyOrEnded.countDown();
        }
      }
    } catch (IOException e) {
      log.add(e.toString());
    } finally {
      readyOrEnded.countDown();
    }
  }

  private static boolean saysReady(String line) {
    return line.contains("Ready to accept connections");
  }

  private void end(boolean atOnce) {
    synchronized (this) {
      if (client != null) {
        client.close();
        client = null;
      }
    }
    if (atOnce) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("redis-server did not end:\n" + log());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new AssertionError("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw Requirement.missing("kill cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteDirectory() {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a server is started with. */
  public static final class Options {

    private final List<String> arguments = new ArrayList<>();
    private String password;
    private TlsFiles certificate;

    private Options() {}

    /** Wants a password of the default user. */
    public Options password(String wanted) {
      password = wanted;
      return argument("--requirepass", wanted);
    }

    /** Limits the memory, such as {@code 4mb}, with a policy, such as {@code noeviction}. */
    public Options maxMemory(String size, String policy) {
      return argument("--maxmemory", size).argument("--maxmemory-policy", policy);
    }

    /** Keeps the data over restarts and crashes. */
    public Options appendOnly() {
      return argument("--appendonly", "yes").argument("--appendfsync", "always");
    }

    /** Copies another server and takes no writes. */
    public Options replicaOf(RedisFixture primary) {
      return argument("--replicaof", "127.0.0.1", Integer.toString(primary.port()));
    }

    /** Speaks TLS, with a certificate for {@code localhost}. */
    public Options tls() {
      return tls("localhost");
    }

    /** Speaks TLS, with a certificate for another name. */
    public Options tls(String host) {
      certificate = new TlsFiles(host);
      return this;
    }

    /** Is a node of a Redis Cluster. */
    public Options clusterEnabled() {
      return argument("--cluster-enabled", "yes");
    }

    /** Adds any other option of redis-server. */
    public Options argument(String name, String... values) {
      arguments.add(name);
      arguments.addAll(List.of(values));
      return this;
    }

    /** Starts the server, or skips the test. */
    public RedisFixture start() {
      for (int tried = 1; ; tried++) {
        RedisFixture server =
            new RedisFixture(
                this, newDirectory(), freePort(), certificate == null ? 0 : freePort());
        if (server.launch()) {
          return server;
        }
        server.close();
        if (tried == TRIES_FOR_A_PORT || !server.log().contains("Address already in use")) {
          throw new AssertionError("redis-server did not start:\n" + server.log());
        }
      }
    }

    private Path newDirectory() {
      try {
        Path directory = Files.createTempDirectory("batchrunner-redis");
        if (certificate != null) {
          certificate.write(directory);
        }
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
