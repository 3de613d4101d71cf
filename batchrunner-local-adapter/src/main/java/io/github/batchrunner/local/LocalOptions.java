package io.github.batchrunner.local;

import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.OptionType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of the executor, checked.
 *
 * @param threads how many attempts run at once
 * @param envScript the script that is sourced before every command that names none of its own
 * @param inheritEnvironment whether commands get the environment of this process
 * @param logMaxBytes the most that one attempt may add to its log file
 * @param gracePeriod how long an attempt that was asked to end may take
 * @param endedRetention how long ended attempts are remembered
 */
record LocalOptions(
    int threads,
    @Nullable Path envScript,
    boolean inheritEnvironment,
    long logMaxBytes,
    Duration gracePeriod,
    Duration endedRetention) {

  private static final String THREADS = "threads";
  private static final String ENV_SCRIPT = "env_script";
  private static final String INHERIT_ENVIRONMENT = "inherit_environment";
  private static final String LOG_MAX_BYTES = "log_max_bytes";
  private static final String GRACE_PERIOD = "grace_period";
  private static final String ENDED_RETENTION = "ended_retention";

  private static final int MOST_THREADS = 10_000;
  private static final long LEAST_LOG_BYTES = 1024;

  static final List<OptionSpec> SPECS =
      List.of(
          OptionSpec.of(
                  THREADS,
                  OptionType.INTEGER,
                  "How many attempts run at once; 0 means one per processor. Lower it when attempts"
                      + " need much memory or use several processors, raise it when they mostly"
                      + " wait.")
              .withDefault("0"),
          OptionSpec.of(
              ENV_SCRIPT,
              OptionType.PATH,
              "A POSIX shell script that is sourced before every command, to set PATH or load"
                  + " libraries. Set it when programs need an environment that this process does"
                  + " not have."),
          OptionSpec.of(
                  INHERIT_ENVIRONMENT,
                  OptionType.BOOLEAN,
                  "Whether commands get the environment variables of this process. Set it to false"
                      + " to give them only PATH, HOME, USER, LOGNAME, LANG, LC_ALL, TZ and TMPDIR"
                      + " besides their own.")
              .withDefault("true"),
          OptionSpec.of(
                  LOG_MAX_BYTES,
                  OptionType.INTEGER,
                  "How many bytes one attempt may add to its log file, 1024 or more; the middle of"
                      + " longer output is cut. Lower it when many attempts print much and the disk"
                      + " is small.")
              .withDefault("10485760"),
          OptionSpec.of(
                  GRACE_PERIOD,
                  OptionType.DURATION,
                  "How long an attempt that was cancelled or ran out of time may take to end by"
                      + " itself before it is forced. Raise it when programs need longer to save"
                      + " their state.")
              .withDefault("10s"),
          OptionSpec.of(
                  ENDED_RETENTION,
                  OptionType.DURATION,
                  "How long an ended attempt can still be observed. Raise it for a host that asks"
                      + " seldom; each remembered attempt takes a few hundred bytes of memory.")
              .withDefault("30s"));

  static LocalOptions of(ExecutorOptions options) {
    int threads = options.integer(THREADS, 0, MOST_THREADS);
    long logMaxBytes = options.integer(LOG_MAX_BYTES);
    if (logMaxBytes < LEAST_LOG_BYTES) {
      throw new InvalidOptionException(
          "option \"%s\" of executor \"local\" is %d or more, but \"%d\" was given"
              .formatted(LOG_MAX_BYTES, LEAST_LOG_BYTES, logMaxBytes));
    }
    return new LocalOptions(
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        options.has(ENV_SCRIPT) ? options.path(ENV_SCRIPT).toAbsolutePath() : null,
        options.flag(INHERIT_ENVIRONMENT),
        logMaxBytes,
        bounded(options, GRACE_PERIOD),
        bounded(options, ENDED_RETENTION));
  }

  /** Keeps durations where nanoseconds do not overflow. */
  private static Duration bounded(ExecutorOptions options, String name) {
    Duration most = Duration.ofDays(36_500);
    Duration given = options.duration(name);
    return given.compareTo(most) > 0 ? most : given;
  }
}
