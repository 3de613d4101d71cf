package io.github.batchrunner.rq.internal.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls, pipelines and transactions over one connection, with the scripts they need.
 *
 * <p>The server may forget scripts at any time (SCRIPT FLUSH, a restart, another server taking
 * over), so that what it knew once says nothing: a pipeline begins with loading them, a transaction
 * does it inside, and a single call tries first, since nothing has been done when a script is
 * unknown.
 */
final class Session {

  private static final String UNKNOWN_SCRIPT = "NOSCRIPT";
  private static final int TRIES = 3;

  private final Wire wire;

  Session(Wire wire) {
    this.wire = wire;
  }

  @Nullable Object call(Command command) {
    Object reply = wire.exchange(List.of(command), 0).get(0);
    if (isUnknownScript(reply) && !command.script().equals(Script.NONE)) {
      reply = pipeline(List.of(command)).get(0);
    }
    if (reply instanceof RedisError error) {
      throw wire.endpoint().refused(command.name(), error);
    }
    return reply;
  }

  List<@Nullable Object> pipeline(List<Command> commands) {
    List<Command> loads = loads(commands);
    if (loads.isEmpty()) {
      return commands.isEmpty() ? List.of() : wire.exchange(commands, 0);
    }
    List<@Nullable Object> replies = exchangeAfter(loads, commands);
    for (int tried = 1; tried < TRIES; tried++) {
      List<Integer> left = unknownScripts(replies);
      if (left.isEmpty()) {
        break;
      }
      List<@Nullable Object> again =
          exchangeAfter(loads, left.stream().map(commands::get).toList());
      for (int i = 0; i < left.size(); i++) {
        replies.set(left.get(i), again.get(i));
      }
    }
    return replies;
  }

  /** Returns null if a watched key changed. */
  @Nullable List<@Nullable Object> transaction(List<Command> commands) {
    if (commands.isEmpty()) {
      return List.of();
    }
    List<Command> loads = loads(commands);
    List<Command> all = new ArrayList<>(commands.size() + loads.size() + 2);
    all.add(Command.of("MULTI"));
    all.addAll(loads);
    all.addAll(commands);
    all.add(Command.of("EXEC"));
    int exec = all.size() - 1;
    List<@Nullable Object> replies = wire.exchange(all, exec);
    for (int i = 0; i < exec; i++) {
      if (replies.get(i) instanceof RedisError error) {
        throw wire.endpoint().refused(all.get(i).name() + ", so that nothing was done", error);
      }
    }
    Object outcome = replies.get(exec);
    if (outcome == null) {
      return null;
    }
    if (outcome instanceof RedisError error) {
      throw wire.endpoint().refused("EXEC", error);
    }
    List<@Nullable Object> results = Replies.list(outcome);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof RedisError error) {
        throw wire.endpoint()
            .refused(
                all.get(i + 1).name() + " of a transaction, the rest of which was done", error);
      }
    }
    return new ArrayList<>(results.subList(loads.size(), results.size()));
  }

  private List<@Nullable Object> exchangeAfter(List<Command> loads, List<Command> commands) {
    List<Command> all = new ArrayList<>(loads.size() + commands.size());
    all.addAll(loads);
    all.addAll(commands);
    List<@Nullable Object> replies = wire.exchange(all, loads.size());
    List<@Nullable Object> results = new ArrayList<>(replies.subList(loads.size(), replies.size()));
    for (Object loaded : replies.subList(0, loads.size())) {
      if (loaded instanceof RedisError refusal) {
        // Why the script is unknown says more than that it is.
        results.replaceAll(result -> isUnknownScript(result) ? refusal : result);
      }
    }
    return results;
  }

  private static List<Command> loads(List<Command> commands) {
    Set<Script> scripts = new LinkedHashSet<>();
    Script last = Script.NONE;
    for (Command command : commands) {
      Script script = command.script();
      if (!script.equals(Script.NONE) && !script.equals(last)) {
        scripts.add(script);
        last = script;
      }
    }
    List<Command> loads = new ArrayList<>(scripts.size());
    for (Script script : scripts) {
      loads.add(Command.of("SCRIPT", "LOAD", script.source()));
    }
    return loads;
  }

  private static List<Integer> unknownScripts(List<@Nullable Object> replies) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      if (isUnknownScript(replies.get(i))) {
        positions.add(i);
      }
    }
    return positions;
  }

  private static boolean isUnknownScript(@Nullable Object reply) {
    return reply instanceof RedisError error && error.code().equals(UNKNOWN_SCRIPT);
  }
}
