package io.github.batchrunner.rq.weppcloud;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.protocol.Glob;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.PreparedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What WEPPcloud keeps in Redis about the NoDb files of a run: locks, cached texts and RedisPrep
 * timestamps.
 *
 * <p>As a hook after a clone it clears what Redis still holds of an earlier run in the same
 * directory: locks and cached texts each time, timestamps only when the directory was cloned just
 * now or RedisPrep has never been used in it, since those of a run that goes on say what is done.
 *
 * <p>Thread-safe. All methods throw {@link io.github.batchrunner.rq.RqUnavailableException} if
 * Redis cannot be reached and {@link io.github.batchrunner.rq.RqRefusedException} if it refuses.
 */
public final class NoDbRedis implements AfterCloneHook, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NoDbRedis.class);
  private static final int KEYS_AT_ONCE = 5000;
  private static final String TIMESTAMP = "timestamps:";
  private static final String LOCKED = "locked:";

  /** Names between slashes, none of them one or two dots. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?!\\.{1,2}(?:/|$))[^/\\p{Cntrl}]+" + "(?:/(?!\\.{1,2}(?:/|$))[^/\\p{Cntrl}]+)*");

  private final Redis locks;
  private final Redis cache;
  private final Clock clock;
  private final List<Path> runRoots;
  private final LockRenewal renewal;
  private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

  NoDbRedis(Redis locks, Redis cache, Clock clock, List<Path> runRoots, Duration renewEvery) {
    this.locks = locks;
    this.cache = cache;
    this.clock = clock;
    this.runRoots = List.copyOf(runRoots);
    this.renewal = new LockRenewal(locks, clock, renewEvery);
  }

  /** Opens WEPPcloud's own databases of a server. */
  public static NoDbRedis open(RqConfig config) {
    return open(config, WeppcloudDatabases.DEFAULT, List.of());
  }

  /**
   * Opens databases of a server.
   *
   * @param runRoots the directories of plain runs, such as {@code /wc1/runs}, where names are
   *     looked for that a run of a batch has too; may be empty
   */
  public static NoDbRedis open(RqConfig config, WeppcloudDatabases databases, List<Path> runRoots) {
    return new NoDbRedis(
        RedisConnections.open(config, databases.locks()),
        RedisConnections.open(config, databases.nodbCache()),
        Clock.systemUTC(),
        runRoots,
        LockRenewal.EVERY);
  }

  /** Clears what Redis holds of an earlier run in this directory, and logs each collision once. */
  @Override
  public void afterClone(PreparedRun run) {
    Cleared cleared = clear(run);
    LOG.debug(
        "run {}: cleared {} locks, {} cached files, {} timestamps",
        run.compositeRunId(),
        cleared.locks().size(),
        cleared.cached().size(),
        cleared.timestamps().size());
    for (Collision collision : cleared.collisions()) {
      if (warnedOf.add(collision.name())) {
        LOG.warn("run {}: {}", run.compositeRunId(), collision.message());
      }
    }
  }

  /** Clears what Redis holds of an earlier run in this directory. Idempotent. */
  public Cleared clear(PreparedRun run) {
    String runId = run.compositeRunId();
    String prep = run.wd().getFileName().toString();
    Set<String> lockKeys = new TreeSet<>(scan(locks, "nodb-lock:" + Glob.escape(runId) + ":*"));
    List<@Nullable Object> fields =
        locks.pipeline(List.of(Command.of("HKEYS", runId), Command.of("HKEYS", prep)));
    List<String> flags = starting(LOCKED, Replies.texts(fields.get(0)));
    flags.forEach(flag -> lockKeys.add(lockKey(runId, flag.substring(LOCKED.length()))));
    List<String> timestamps =
        isNew(run) ? starting(TIMESTAMP, Replies.texts(fields.get(1))) : List.of();
    List<String> cleared = clearLocks(runId, prep, lockKeys, timestamps);
    return new Cleared(
        cleared,
        clearCache(run.wd()),
        timestamps.stream().map(field -> field.substring(TIMESTAMP.length())).toList(),
        Collisions.of(run.wd(), runRoots));
  }

  /**
   * Every use of RedisPrep leaves its file, which clones are without: a directory may have been
   * cloned by a process that ended before it came here.
   */
  private static boolean isNew(PreparedRun run) {
    return run.fresh() || !Files.exists(run.wd().resolve("redisprep.dump"));
  }

  /**
   * Makes sure that Redis can be reached and used.
   *
   * @throws RqException if not
   */
  public void check() {
    Replies.value(locks.call(Command.of("PING")));
    Replies.value(cache.call(Command.of("PING")));
  }

  /** Returns the names below a directory of batches that share RedisPrep timestamps. */
  public List<Collision> collisions(Path batchRoot) {
    return Collisions.below(batchRoot, runRoots);
  }

  /**
   * Locks a NoDb file, so that WEPPcloud's own programs do not change it.
   *
   * @param runId the run id as WEPPcloud has it, such as {@code batch;;demo;;OR-20}
   * @param file the file relative to the run's directory, such as {@code wepp.nodb}
   * @return the lock, which is renewed until it is closed
   * @throws NoDbLockedException if someone else has it; says who and until when
   */
  public NoDbLock lock(String runId, String file) {
    return renewal.lock(runId, checked(file));
  }

  /**
   * Makes WEPPcloud forget the cached text of a NoDb file, which was edited under its lock.
   *
   * <p>The cache names files by absolute path: a path that leads through a symbolic link is found
   * under both names.
   *
   * @param file the NoDb file itself
   */
  public void forget(Path file) {
    Set<String> keys = new TreeSet<>(List.of(file.toAbsolutePath().normalize().toString()));
    try {
      keys.add(file.toRealPath().toString());
    } catch (IOException notThere) {
      LOG.debug("\"{}\" has no real path: {}", file, notThere.toString());
    }
    Replies.number(cache.call(Command.of("DEL").addAll(List.copyOf(keys))));
  }

  /** Returns who has locked a NoDb file; empty if nobody has. */
  public Optional<NoDbLockHolder> holder(String runId, String file) {
    return NoDbLockHolder.read(locks, clock, lockKey(runId, checked(file)));
  }

  /**
   * Returns who has locked one of a run's directories for maintenance, under either of the two
   * names that WEPPcloud uses; empty if nobody has. These locks are only read here.
   *
   * @param directory {@code climate}, {@code landuse}, {@code soils} or {@code watershed}
   */
  public Optional<NoDbLockHolder> directoryHolder(String runId, Path wd, String directory) {
    String place = "runtime-paths/" + checked(directory);
    Optional<NoDbLockHolder> byRun = NoDbLockHolder.read(locks, clock, lockKey(runId, place));
    return byRun.isPresent()
        ? byRun
        : NoDbLockHolder.read(
            locks,
            clock,
            "nodb-lock:path-scope:" + PathScope.of(wd.resolve(directory)) + ":" + place);
  }

  /** Gives all locks back and closes the connections. */
  @Override
  public void close() {
    renewal.close();
    locks.close();
    cache.close();
  }

  static String lockKey(String runId, String file) {
    return "nodb-lock:" + runId + ":" + file;
  }

  private List<String> clearLocks(
      String runId, String prep, Set<String> lockKeys, List<String> timestamps) {
    List<Command> commands = new ArrayList<>();
    for (String key : lockKeys) {
      commands.add(Command.of("DEL", key));
      String file = key.substring(lockKey(runId, "").length());
      commands.add(Command.of("HSET", runId, LOCKED + file, "false"));
    }
    if (!timestamps.isEmpty()) {
      commands.add(Command.of("HDEL", prep).addAll(timestamps));
    }
    List<@Nullable Object> replies = commands.isEmpty() ? List.of() : locks.pipeline(commands);
    List<String> cleared = new ArrayList<>();
    int next = 0;
    for (String key : lockKeys) {
      if (Replies.number(replies.get(next)) > 0) {
        cleared.add(key);
      }
      Replies.number(replies.get(next + 1));
      next += 2;
    }
    if (!timestamps.isEmpty()) {
      Replies.number(replies.get(next));
    }
    return cleared;
  }

  /**
   * The cache names files by absolute path, and WEPPcloud clears it by the path without symbolic
   * links: a path that leads through one is found under both.
   */
  private List<String> clearCache(Path wd) {
    Set<Path> roots = new TreeSet<>(List.of(wd.toAbsolutePath().normalize()));
    try {
      roots.add(wd.toRealPath());
    } catch (IOException notThere) {
      LOG.debug("\"{}\" has no real path: {}", wd, notThere.toString());
    }
    Set<String> keys = new TreeSet<>(nodbFiles(wd));
    for (Path root : roots) {
      for (String key : scan(cache, Glob.escape(root + "/") + "*")) {
        if (key.endsWith(".nodb")) {
          keys.add(key);
        }
      }
    }
    List<String> ordered = List.copyOf(keys);
    List<@Nullable Object> replies =
        ordered.isEmpty()
            ? List.of()
            : cache.pipeline(ordered.stream().map(key -> Command.of("DEL", key)).toList());
    List<String> cleared = new ArrayList<>();
    for (int n = 0; n < ordered.size(); n++) {
      if (Replies.number(replies.get(n)) > 0) {
        cleared.add(ordered.get(n));
      }
    }
    return cleared;
  }

  /** Files below symbolic links are cached under where they really are. */
  private static List<String> nodbFiles(Path wd) {
    if (!Files.isDirectory(wd)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(wd, 1)) {
      List<String> keys = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".nodb")).toList()) {
        keys.add(file.toAbsolutePath().normalize().toString());
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("\"" + wd + "\" cannot be listed", e);
    }
  }

  private static List<String> scan(Redis redis, String pattern) {
    List<String> keys = new ArrayList<>();
    String cursor = "0";
    do {
      List<@Nullable Object> reply =
          Replies.list(
              redis.call(Command.of("SCAN", cursor, "MATCH", pattern, "COUNT", KEYS_AT_ONCE)));
      cursor = String.valueOf(Replies.textOrNull(reply.get(0)));
      keys.addAll(Replies.texts(reply.get(1)));
    } while (!cursor.equals("0"));
    return keys;
  }

  private static List<String> starting(String prefix, List<String> fields) {
    return fields.stream().filter(field -> field.startsWith(prefix)).toList();
  }

  private static String checked(String file) {
    if (!FILE.matcher(file).matches()) {
      throw new RqException(
          "\"" + file + "\" is no file relative to a run's directory, such as \"wepp.nodb\"");
    }
    return file;
  }
}
