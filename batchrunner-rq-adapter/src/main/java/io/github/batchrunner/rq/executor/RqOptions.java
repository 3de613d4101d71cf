package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.OptionType;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of the executor, checked.
 *
 * @param redis the address, a secret
 * @param queue the name of the queue
 * @param serializer what its workers read
 * @param prefix what all of RQ's keys begin with
 * @param jobTimeout how long attempts may run that say nothing of it
 * @param resultTtl how long RQ keeps attempts that ended well
 * @param failureTtl how long RQ keeps attempts that ended badly
 * @param dependencies who holds back attempts that need others
 * @param workers who serves the queue
 * @param pollInterval how often to look
 * @param parentJob whether each batch has a job of its own that shows its tree
 * @param statusMessages whether WEPPcloud's pages are told what happens
 * @param nodb whether WEPPcloud's locks, caches and timestamps of cloned runs are cleared
 * @param nodbRedis the address of the server that holds these, a secret; its database is ignored
 * @param evidence what RQ's word for the end of a task is checked against
 */
record RqOptions(
    String redis,
    String queue,
    Serializer serializer,
    String prefix,
    Duration jobTimeout,
    Duration resultTtl,
    Duration failureTtl,
    Dependencies dependencies,
    Workers workers,
    Duration pollInterval,
    boolean parentJob,
    boolean statusMessages,
    boolean nodb,
    String nodbRedis,
    EvidenceSource evidence) {

  static final String REDIS = "redis";
  static final String QUEUE = "queue";
  static final String SERIALIZER = "serializer";
  static final String PREFIX = "prefix";
  static final String JOB_TIMEOUT = "job_timeout";
  static final String RESULT_TTL = "result_ttl";
  static final String FAILURE_TTL = "failure_ttl";
  static final String DEPENDENCIES = "dependencies";
  static final String WORKERS = "workers";
  static final String POLL_INTERVAL = "poll_interval";
  static final String PARENT_JOB = "parent_job";
  static final String STATUS_MESSAGES = "status_messages";
  static final String NODB = "nodb";
  static final String NODB_REDIS = "nodb_redis";
  static final String EVIDENCE = "evidence";

  /** RQ has whole seconds, in a 32-bit number in some places. */
  private static final Duration LONGEST = Duration.ofDays(20_000);

  private static final Duration SHORTEST_POLL = Duration.ofMillis(10);

  /** Who holds back attempts that need others. */
  enum Dependencies {
    /** RQ. */
    NATIVE,
    /** The host. */
    HELD
  }

  /** Who serves the queue, and so what can be run. */
  enum Workers {
    /** Python RQ: calls of its functions. */
    PYTHON {
      @Override
      Set<WorkKind> kinds() {
        return Set.of(WorkKind.CALL);
      }
    },
    /** Java workers that also know {@link AttemptCall#FUNCTION}: everything. */
    JAVA {
      @Override
      Set<WorkKind> kinds() {
        return Set.of(WorkKind.values());
      }
    };

    abstract Set<WorkKind> kinds();
  }

  /** What RQ's word for the end of a task is checked against. */
  enum EvidenceSource {
    /** Nothing. */
    NONE,
    /** RedisPrep's timestamps, and the run's metadata where there is none. */
    REDISPREP,
    /** {@code run_metadata.json}. */
    RUN_METADATA
  }

  static final List<OptionSpec> SPECS =
      List.of(
          OptionSpec.of(
                  REDIS,
                  OptionType.URI,
                  "The Redis that RQ uses: redis://[[user]:password@]host[:port]/database, or"
                      + " rediss:// for TLS. Set it wherever Redis is not on this machine.")
              .withDefault("redis://127.0.0.1:6379/9")
              .asSecret(),
          OptionSpec.of(
                  QUEUE,
                  OptionType.STRING,
                  "The queue that gets the jobs. Change it to that of the workers who are to run"
                      + " them.")
              .withDefault("batch"),
          OptionSpec.of(
                  SERIALIZER,
                  OptionType.STRING,
                  "How calls are written: pickle or json. Set json only if the queue's workers were"
                      + " started with RQ's JSONSerializer.")
              .withDefault("pickle"),
          OptionSpec.of(
                  PREFIX,
                  OptionType.STRING,
                  "What all of RQ's keys in Redis begin with. Change it only for an RQ that was"
                      + " changed.")
              .withDefault("rq:"),
          OptionSpec.of(
                  JOB_TIMEOUT,
                  OptionType.DURATION,
                  "How long an attempt may run whose task has no timeout, in whole seconds. Raise it"
                      + " for tasks that take longer than half a day.")
              .withDefault("12h"),
          OptionSpec.of(
                  RESULT_TTL,
                  OptionType.DURATION,
                  "How long RQ keeps attempts that ended well. Raise it if the host may be away for"
                      + " longer; lower it when Redis is short of memory.")
              .withDefault("7d"),
          OptionSpec.of(
                  FAILURE_TTL,
                  OptionType.DURATION,
                  "How long RQ keeps attempts that ended badly, with their tracebacks.")
              .withDefault("365d"),
          OptionSpec.of(
                  DEPENDENCIES,
                  OptionType.STRING,
                  "Who holds back tasks that need others: native gives a run's tasks to RQ at once,"
                      + " so that workers go on without the host; held gives RQ only what can run.")
              .withDefault("native"),
          OptionSpec.of(
                  WORKERS,
                  OptionType.STRING,
                  "Who serves the queue: python runs calls; java runs calls, handlers and commands.")
              .withDefault("python"),
          OptionSpec.of(
                  POLL_INTERVAL,
                  OptionType.DURATION,
                  "How often to look how the jobs are doing, 10ms or more. Raise it for a Redis that"
                      + " is busy or far away.")
              .withDefault("1s"),
          OptionSpec.of(
                  PARENT_JOB,
                  OptionType.BOOLEAN,
                  "Whether each batch is visible in RQ as one job with all others below it, which"
                      + " WEPPcloud's job tree and cancellation work on.")
              .withDefault("true"),
          OptionSpec.of(
                  STATUS_MESSAGES,
                  OptionType.BOOLEAN,
                  "Whether WEPPcloud's pages are told what happens, on the channel <batch>:batch.")
              .withDefault("false"),
          OptionSpec.of(
                  NODB,
                  OptionType.BOOLEAN,
                  "Whether WEPPcloud's NoDb locks, cached NoDb files and RedisPrep timestamps of a"
                      + " run are cleared when it is cloned. Set true if WEPPcloud's functions run.")
              .withDefault("false"),
          OptionSpec.of(
                  NODB_REDIS,
                  OptionType.URI,
                  "The Redis that holds these, if it is not the one of RQ. Databases are always"
                      + " WEPPcloud's: 0 and 13.")
              .asSecret(),
          OptionSpec.of(
                  EVIDENCE,
                  OptionType.STRING,
                  "What has to agree that one of WEPPcloud's tasks is done: none, redisprep or"
                      + " run_metadata; other than none, tasks that need others wait at the host."
                      + " Set redisprep if functions may return without having worked.")
              .withDefault("none"));

  static RqOptions of(ExecutorOptions options) {
    RqOptions parsed =
        new RqOptions(
            options.text(REDIS),
            notEmpty(options, QUEUE),
            word(options, SERIALIZER, Serializer.values()),
            notEmpty(options, PREFIX),
            atLeastASecond(options, JOB_TIMEOUT),
            atLeastASecond(options, RESULT_TTL),
            atLeastASecond(options, FAILURE_TTL),
            word(options, DEPENDENCIES, Dependencies.values()),
            word(options, WORKERS, Workers.values()),
            options.duration(POLL_INTERVAL),
            options.flag(PARENT_JOB),
            options.flag(STATUS_MESSAGES),
            options.flag(NODB),
            options.text(options.has(NODB_REDIS) ? NODB_REDIS : REDIS),
            word(options, EVIDENCE, EvidenceSource.values()));
    requireThatEndsAreSeen(parsed);
    if (options.has(NODB_REDIS) && !parsed.nodb && parsed.evidence != EvidenceSource.REDISPREP) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"rq\" is of use only with %s=true or %s=redisprep"
              .formatted(NODB_REDIS, NODB, EVIDENCE));
    }
    return parsed;
  }

  /** What RQ has forgotten before anybody looked would seem to be lost. */
  private static void requireThatEndsAreSeen(RqOptions options) {
    if (options.pollInterval.compareTo(SHORTEST_POLL) < 0) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"rq\" is 10ms or more, but \"%s\" was given"
              .formatted(POLL_INTERVAL, options.pollInterval));
    }
    Duration shorter =
        options.resultTtl.compareTo(options.failureTtl) < 0
            ? options.resultTtl
            : options.failureTtl;
    if (options.pollInterval.multipliedBy(2).compareTo(shorter) > 0) {
      throw new InvalidOptionException(
          ("executor \"rq\" would look every %s, when RQ may have forgotten what ended: %s and %s are"
                  + " to be twice the %s or more")
              .formatted(options.pollInterval, RESULT_TTL, FAILURE_TTL, POLL_INTERVAL));
    }
  }

  private static String notEmpty(ExecutorOptions options, String name) {
    String text = options.text(name);
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"rq\" is one line and not empty, but \"%s\" was given"
              .formatted(name, text));
    }
    return text;
  }

  private static Duration atLeastASecond(ExecutorOptions options, String name) {
    Duration time = options.duration(name);
    if (time.toSeconds() < 1) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"rq\" is a second or more, but \"%s\" was given"
              .formatted(name, options.text(name)));
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  private static <E extends Enum<E>> E word(ExecutorOptions options, String name, E[] values) {
    String text = options.text(name);
    return Stream.of(values)
        .filter(value -> lowerCase(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    "option \"%s\" of executor \"rq\" is %s, but \"%s\" was given"
                        .formatted(
                            name,
                            Stream.of(values)
                                .map(RqOptions::lowerCase)
                                .collect(Collectors.joining(" or ")),
                            text)));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Tells whether RQ holds back attempts that need others. It does not know evidence: what needs a
   * task that has to be checked waits at the host.
   */
  boolean ordersItself() {
    return dependencies == Dependencies.NATIVE && evidence == EvidenceSource.NONE;
  }

  /** Returns a timeout as RQ has it: whole seconds, never shorter than asked for. */
  Duration timeoutOrDefault(Duration asked) {
    if (asked.compareTo(LONGEST) > 0) {
      return LONGEST;
    }
    return asked.plus(Duration.ofSeconds(1).minusNanos(1)).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns the limit of a job whose hash says {@code timeout}; no limit counts as the default. */
  Duration limit(Duration timeout) {
    return timeout.equals(JobRequest.FOREVER) || timeout.isNegative() ? jobTimeout : timeout;
  }
}
