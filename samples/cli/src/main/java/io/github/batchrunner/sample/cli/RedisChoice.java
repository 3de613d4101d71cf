package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.rq.RqConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Redis, and under which names RQ keeps its things there. */
final class RedisChoice {

  private static final String DEFAULT_URL = "redis://127.0.0.1:6379/9";

  @Option(
      names = "--redis",
      paramLabel = "<url>",
      description =
          "redis://[user:password@]host[:port][/database], or rediss:// for TLS. With a password, "
              + "set BATCHRUNNER_REDIS in the environment instead, so that no list of processes "
              + "shows it. Default: "
              + DEFAULT_URL)
  private @Nullable String url;

  @Option(
      names = "--prefix",
      paramLabel = "<text>",
      description = "What RQ's keys begin with. Default: ${DEFAULT-VALUE}")
  private String prefix = "rq:";

  /**
   * Returns the configuration.
   *
   * @param terminal where it is said that a password is open to everybody
   */
  RqConfig config(Terminal terminal) {
    String variable = ExecutorChoice.variable("redis");
    String environment = ExecutorChoice.fromEnvironment("redis");
    if (url != null && Secrets.revealing(url)) {
      terminal.say(ExecutorChoice.warning("--redis", variable));
    }
    String chosen = url != null ? url : environment != null ? environment : DEFAULT_URL;
    try {
      return RqConfig.builder(chosen).prefix(prefix).build();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: %s".formatted(url != null ? "--redis" : variable, e.getMessage()), e);
    }
  }
}
