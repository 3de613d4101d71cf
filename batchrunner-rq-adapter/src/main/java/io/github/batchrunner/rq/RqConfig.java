package io.github.batchrunner.rq;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis to talk to, and how. Immutable.
 *
 * <p>Addresses are those of Python's redis package: {@code
 * redis://[user[:password]@]host[:port][/database]}, and {@code rediss://…} for TLS. The host's
 * name is then checked against its certificate. Special characters in user and password are
 * percent-encoded.
 *
 * <p>No message and no text made from this contains the password.
 */
public final class RqConfig {

  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  private final RedisAddress address;
  private final int database;
  private final String prefix;
  private final Duration connectTimeout;
  private final Duration commandTimeout;
  private final String clientName;
  private final @Nullable Path certificates;

  private RqConfig(Builder builder) {
    address = builder.address;
    database = builder.database;
    prefix = builder.prefix;
    connectTimeout = builder.connectTimeout;
    commandTimeout = builder.commandTimeout;
    clientName = builder.clientName;
    certificates = builder.certificates;
  }

  /**
   * Returns the configuration for an address, everything else being as by default.
   *
   * @throws IllegalArgumentException if the address cannot be used; the message says why
   */
  public static RqConfig parse(String address) {
    return builder(address).build();
  }

  /**
   * Returns the configuration for an address, everything else being as by default.
   *
   * @throws IllegalArgumentException if the address cannot be used; the message says why
   */
  public static RqConfig of(URI address) {
    return parse(address.toString());
  }

  /**
   * Begins a configuration for an address.
   *
   * @throws IllegalArgumentException if the address cannot be used; the message says why
   */
  public static Builder builder(String address) {
    return new Builder(RedisAddress.parse(address));
  }

  /** Begins a configuration that differs from this one. */
  public Builder toBuilder() {
    Builder builder =
        new Builder(address)
            .database(database)
            .prefix(prefix)
            .connectTimeout(connectTimeout)
            .commandTimeout(commandTimeout)
            .clientName(clientName);
    builder.certificates = certificates;
    return builder;
  }

  /** Returns the host's name or address. */
  public String host() {
    return address.host();
  }

  /** Returns the port. */
  public int port() {
    return address.port();
  }

  /** Tells whether the connection is encrypted. */
  public boolean tls() {
    return address.tls();
  }

  /** Returns the user's name; empty for Redis' default user. */
  public String user() {
    return address.user();
  }

  /** Returns the password, to be shown to nobody; empty for none. */
  public String password() {
    return address.password();
  }

  /** Returns the number of the database; 0 by default. */
  public int database() {
    return database;
  }

  /** Returns what all of RQ's keys begin with; {@code rq:} by default, as everywhere in RQ. */
  public String prefix() {
    return prefix;
  }

  /** Returns how long to wait for a connection; 5 s by default. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** Returns how long to wait for an answer; 10 s by default. */
  public Duration commandTimeout() {
    return commandTimeout;
  }

  /** Returns what connections are called in CLIENT LIST; {@code batchrunner} by default. */
  public String clientName() {
    return clientName;
  }

  /**
   * Returns the PEM file with the certificates that are trusted; null for those that Java trusts.
   */
  public @Nullable Path certificates() {
    return certificates;
  }

  /** Returns the address without the password. */
  @Override
  public String toString() {
    return address.withoutPassword() + "/" + database;
  }

  /**
   * Gathers the options of a configuration. All of them have defaults.
   *
   * <p>A {@linkplain #commandTimeout command timeout} is the time between two answers of the
   * server, not that of a whole batch of commands. It should be longer than the longest script or
   * snapshot of the server.
   */
  public static final class Builder {

    private final RedisAddress address;
    private int database;
    private String prefix = "rq:";
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration commandTimeout = Duration.ofSeconds(10);
    private String clientName = "batchrunner";
    private @Nullable Path certificates;

    private Builder(RedisAddress address) {
      this.address = address;
      this.database = address.database();
    }

    /** Takes another database than that of the address; from 0. */
    public Builder database(int number) {
      if (number < 0) {
        throw new IllegalArgumentException(
            "There is no database " + number + ": databases of Redis are counted from 0.");
      }
      database = number;
      return this;
    }

    /**
     * Lets RQ's keys begin with something else than {@code rq:}; the same for all who share them.
     */
    public Builder prefix(String start) {
      prefix = Objects.requireNonNull(start);
      return this;
    }

    /** Waits this long for a connection; 1 ms to 1 h. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = checked("connect", timeout);
      return this;
    }

    /** Waits this long for an answer; 1 ms to 1 h. */
    public Builder commandTimeout(Duration timeout) {
      commandTimeout = checked("command", timeout);
      return this;
    }

    /** Calls connections so in CLIENT LIST: printable ASCII without spaces. */
    public Builder clientName(String name) {
      if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IllegalArgumentException(
            "A client's name is of printable ASCII without spaces, unlike \"" + name + "\".");
      }
      clientName = name;
      return this;
    }

    /** Trusts the certificates in a PEM file and no others; for addresses with {@code rediss:}. */
    public Builder certificates(Path pem) {
      if (!address.tls()) {
        throw new IllegalArgumentException(
            "Certificates \"" + pem + "\" need an address that begins with rediss://.");
      }
      certificates = pem;
      return this;
    }

    /** Returns the configuration. */
    public RqConfig build() {
      return new RqConfig(this);
    }

    private static Duration checked(String which, Duration timeout) {
      if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "A " + which + " timeout is 1 ms to 1 h, unlike " + timeout + ".");
      }
      return timeout;
    }
  }
}
