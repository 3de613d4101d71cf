package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.internal.protocol.Glob;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All keys of RQ, sorted by what they are, and what lists and registries hold. */
final class Keyspace {

  static final List<String> REGISTRIES =
      List.of("wip", "deferred", "scheduled", "ready", "finished", "failed", "canceled");

  private static final int AT_ONCE = 1000;

  private final RqLink link;
  private final RqKeys keys;

  final Set<String> jobs = new HashSet<>();
  final Set<String> dependents = new HashSet<>();
  final Set<String> dependencies = new HashSet<>();
  final Set<String> results = new HashSet<>();
  final Set<String> queues = new TreeSet<>();
  final Set<String> intermediates = new TreeSet<>();
  final Set<String> workers = new TreeSet<>();
  final Set<String> workerQueues = new TreeSet<>();
  final Map<String, Set<String>> registries = new LinkedHashMap<>();

  private Keyspace(RqLink link) {
    this.link = link;
    this.keys = link.keys();
    REGISTRIES.forEach(registry -> registries.put(registry, new TreeSet<>()));
  }

  /** Looks through the whole database, in steps. */
  static Keyspace scan(RqLink link) {
    Keyspace all = new Keyspace(link);
    String cursor = "0";
    do {
      List<@Nullable Object> reply =
          Replies.list(
              link.redis()
                  .call(
                      Command.of(
                          "SCAN",
                          cursor,
                          "MATCH",
                          Glob.escape(all.keys.prefix()) + "*",
                          "COUNT",
                          AT_ONCE)));
      cursor = String.valueOf(Replies.textOrNull(reply.get(0)));
      Replies.texts(reply.get(1)).forEach(all::sort);
    } while (!cursor.equals("0"));
    all.members(all.keys.queues()).forEach(all::queue);
    all.members(all.keys.workers()).forEach(all::worker);
    return all;
  }

  /** Hands over the elements of a list, in steps; a list that moves meanwhile may hide some. */
  void elements(String list, Consumer<String> each) {
    for (int from = 0; ; from += AT_ONCE) {
      List<String> some = texts(Command.of("LRANGE", list, from, from + AT_ONCE - 1));
      some.forEach(each);
      if (some.size() < AT_ONCE) {
        return;
      }
    }
  }

  /** Returns the members of a sorted set with their scores. */
  Map<String, Double> entries(String registry, String queue) {
    Map<String, Double> entries = new LinkedHashMap<>();
    List<String> flat = scanned("ZSCAN", keys.registry(registry, queue));
    for (int n = 0; n + 1 < flat.size(); n += 2) {
      String score = flat.get(n + 1);
      entries.put(
          flat.get(n),
          score.endsWith("inf")
              ? (score.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
              : Double.parseDouble(score));
    }
    return entries;
  }

  /** Returns the members of a set. */
  Set<String> members(String key) {
    return new TreeSet<>(scanned("SSCAN", key));
  }

  private List<String> scanned(String command, String key) {
    List<String> all = new ArrayList<>();
    String cursor = "0";
    do {
      List<@Nullable Object> reply;
      try {
        reply = Replies.list(link.redis().call(Command.of(command, key, cursor, "COUNT", AT_ONCE)));
      } catch (RqRefusedException e) {
        return ofAnotherType(e);
      }
      cursor = String.valueOf(Replies.textOrNull(reply.get(0)));
      all.addAll(Replies.texts(reply.get(1)));
    } while (!cursor.equals("0"));
    return all;
  }

  private List<String> texts(Command command) {
    try {
      return Replies.texts(link.redis().call(command));
    } catch (RqRefusedException e) {
      return ofAnotherType(e);
    }
  }

  /** A key that others made of another type holds nothing of RQ's. */
  private static List<String> ofAnotherType(RqRefusedException refused) {
    if (refused.code().equals("WRONGTYPE")) {
      return List.of();
    }
    throw refused;
  }

  private void sort(String key) {
    String name = key.substring(keys.prefix().length());
    int colon = name.indexOf(':');
    if (colon < 0) {
      return;
    }
    String rest = name.substring(colon + 1);
    switch (name.substring(0, colon)) {
      case "job" -> job(rest);
      case "queue" -> queue(key);
      case "results" -> results.add(rest);
      case "workers" -> workerQueues.add(rest);
      case "worker" -> worker(key);
      default -> {
        Set<String> registry = registries.get(name.substring(0, colon));
        if (registry != null) {
          registry.add(rest);
        }
      }
    }
  }

  private void job(String rest) {
    if (rest.startsWith(":") && rest.endsWith(":dependencies")) {
      dependencies.add(rest.substring(1, rest.length() - ":dependencies".length()));
    } else if (rest.endsWith(":dependents")) {
      dependents.add(rest.substring(0, rest.length() - ":dependents".length()));
    } else {
      jobs.add(rest);
    }
  }

  private void queue(String key) {
    if (!key.startsWith(keys.queuePrefix())) {
      return;
    }
    String name = key.substring(keys.queuePrefix().length());
    if (name.endsWith(":intermediate")) {
      intermediates.add(name.substring(0, name.length() - ":intermediate".length()));
    } else if (!name.contains(":intermediate:first_seen:") && !name.startsWith("_compact:")) {
      queues.add(name);
    }
  }

  private void worker(String key) {
    String start = keys.worker("");
    if (key.startsWith(start) && !key.endsWith(":executions")) {
      workers.add(key.substring(start.length()));
    }
  }
}
