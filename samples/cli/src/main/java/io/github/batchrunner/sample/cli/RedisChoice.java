package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.Serializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Redis, and how RQ uses it. */
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

  @Option(
      names = "--serializer",
      paramLabel = "<name>",
      description = "What the queues' producers use: ${COMPLETION-CANDIDATES}. Default: PICKLE")
  private Serializer serializer = Serializer.PICKLE;

  /** Returns the configuration. */
  RqConfig config() {
    try {
      return RqConfig.builder(url()).prefix(prefix).build();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private String url() {
    String variable = System.getenv(ExecutorChoice.variable("redis"));
    return url != null ? url : variable != null ? variable : DEFAULT_URL;
  }

  /** Returns what the producers use. */
  Serializer serializer() {
    return serializer;
  }
}
