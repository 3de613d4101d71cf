package io.github.batchrunner.rq.internal.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls, pipelines and transactions over one connection, with the scripts they need.
 *
 * <p>A script is loaded once on each connection. The server may forget it all the same (SCRIPT
 * FLUSH, another server taking over behind a proxy), but says so and does nothing: it is loaded
 * again then, and what was refused is asked for again. Where other commands would have been done
 * meanwhile, in a transaction and in a pipeline that has such, scripts are loaded each time.
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
      wire.loadedScripts().clear();
      reply = pipeline(List.of(command)).get(0);
    }
    if (reply instanceof RedisError error) {
      throw wire.endpoint().refused(command.name(), error);
    }
    return reply;
  }

  List<@Nullable Object> pipeline(List<Command> commands) {
    List<@Nullable Object> replies = exchangeAfterLoading(commands);
    for (int tried = 1; tried < TRIES; tried++) {
      List<Integer> left = unknownScripts(replies);
      if (left.isEmpty()) {
        break;
      }
      wire.loadedScripts().clear();
      List<@Nullable Object> again =
          exchangeAfterLoading(left.stream().map(commands::get).toList());
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
    List<Command> loads = scripts(commands, Set.of()).stream().map(Session::load).toList();
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

  private List<@Nullable Object> exchangeAfterLoading(List<Command> commands) {
    boolean mixed = commands.stream().anyMatch(command -> command.script().equals(Script.NONE));
    Set<Script> scripts = scripts(commands, mixed ? Set.of() : wire.loadedScripts());
    if (scripts.isEmpty()) {
      return commands.isEmpty() ? List.of() : wire.exchange(commands, 0);
    }
    List<Command> all = new ArrayList<>(scripts.size() + commands.size());
    scripts.forEach(script -> all.add(load(script)));
    all.addAll(commands);
    List<@Nullable Object> replies = wire.exchange(all, scripts.size());
    List<@Nullable Object> results =
        new ArrayList<>(replies.subList(scripts.size(), replies.size()));
    int position = 0;
    for (Script script : scripts) {
      if (replies.get(position++) instanceof RedisError refusal) {
        // Why the script is unknown says more than that it is.
        results.replaceAll(result -> isUnknownScript(result) ? refusal : result);
      } else {
        wire.loadedScripts().add(script.sha1());
      }
    }
    return results;
  }

  /** Returns the scripts that are called, without those of known digests. */
  private static Set<Script> scripts(List<Command> commands, Set<String> known) {
    Set<Script> scripts = new LinkedHashSet<>();
    Script last = Script.NONE;
    for (Command command : commands) {
      Script script = command.script();
      if (!script.equals(last) && !script.equals(Script.NONE) && !known.contains(script.sha1())) {
        scripts.add(script);
      }
      last = script;
    }
    return scripts;
  }

  private static Command load(Script script) {
    return Command.of("SCRIPT", "LOAD", script.source());
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
