package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is said first on each connection, in one round trip: who we are, which database, and whether
 * the server is one that RQ works on.
 */
final class Handshake {

  /** Results of RQ are streams. */
  private static final RedisVersion OLDEST = new RedisVersion(5, 0);

  private final Wire wire;
  private final Endpoint endpoint;
  private final List<Command> commands = new ArrayList<>();

  private Handshake(Wire wire) {
    this.wire = wire;
    this.endpoint = wire.endpoint();
  }

  /**
   * Makes a new connection ready for use and returns the server's version.
   *
   * @throws RqRefusedException if the server does not let us in
   * @throws RqException if it is none that RQ works on
   */
  static RedisVersion shake(Wire wire) {
    return new Handshake(wire).shake();
  }

  private RedisVersion shake() {
    RqConfig config = endpoint.config();
    if (!config.password().isEmpty()) {
      Command auth = Command.of("AUTH");
      commands.add(
          (config.user().isEmpty() ? auth : auth.add(config.user())).add(config.password()));
    }
    int server = add(Command.of("INFO", "server"));
    int cluster = add(Command.of("INFO", "cluster"));
    int select = add(Command.of("SELECT", endpoint.database()));
    // If MULTI were refused later, with its commands behind it, they would run one by one.
    int multi = add(Command.of("MULTI"));
    int discard = add(Command.of("DISCARD"));
    commands.add(Command.of("CLIENT", "SETNAME", config.clientName()));

    List<@Nullable Object> replies = wire.exchange(commands, commands.size());
    if (!config.password().isEmpty()) {
      accepted(replies.get(0), "the login");
    }
    Map<String, String> info = new TreeMap<>();
    read(accepted(replies.get(server), "INFO"), info);
    read(accepted(replies.get(cluster), "INFO"), info);
    RedisVersion version = check(info);
    accepted(replies.get(select), "the database");
    accepted(replies.get(multi), "MULTI");
    accepted(replies.get(discard), "DISCARD");
    return version;
  }

  private int add(Command command) {
    commands.add(command);
    return commands.size() - 1;
  }

  private @Nullable Object accepted(@Nullable Object reply, String what) {
    if (reply instanceof RedisError error) {
      if (error.message().contains("max number of clients")) {
        throw endpoint.unavailable(
            "it has as many connections as it may (" + error.message() + ")",
            false,
            endpoint.refused(what, error));
      }
      throw endpoint.refused(what, error);
    }
    return reply;
  }

  private RedisVersion check(Map<String, String> info) {
    String mode = info.getOrDefault("redis_mode", info.getOrDefault("server_mode", ""));
    if (mode.equals("cluster") || "1".equals(info.get("cluster_enabled"))) {
      throw new RqException(
          endpoint
              + " belongs to a Redis Cluster, on which RQ does not work: it changes several keys at"
              + " once, which a cluster keeps on different nodes. Use a server without"
              + " cluster-enabled.");
    }
    if (mode.equals("sentinel")) {
      throw new RqException(
          endpoint + " is a Sentinel, which holds no data. Name the primary's own address.");
    }
    String text = info.getOrDefault("redis_version", "");
    RedisVersion version = RedisVersion.parse(text);
    if (!version.atLeast(OLDEST.major(), OLDEST.minor())) {
      throw new RqException(
          endpoint
              + " has version \""
              + text
              + "\"; streams, which RQ keeps results in, exist from "
              + OLDEST
              + " on.");
    }
    return version;
  }

  private static void read(@Nullable Object reply, Map<String, String> info) {
    String text = Replies.textOrNull(reply);
    if (text == null) {
      return;
    }
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
  }
}
