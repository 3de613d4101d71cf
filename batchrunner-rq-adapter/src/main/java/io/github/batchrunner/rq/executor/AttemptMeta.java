package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of an attempt's job says: for people and Python functions, and for this
 * executor when another process submitted the attempt.
 *
 * @param batch the batch; empty if it does not say
 * @param runId the run; empty if it does not say
 * @param task the task; empty if it does not say
 * @param wd the run's directory; null if it does not say
 * @param failsWhen which results mean that it failed
 * @param children the jobs that its function has put below its own, as WEPPcloud's functions do
 */
record AttemptMeta(
    String batch,
    String runId,
    String task,
    @Nullable Path wd,
    FailsWhen failsWhen,
    List<String> children) {

  /** The ids of further attempts of the run that stand below its first, and are no work of it. */
  static final String ATTEMPTS_BELOW = "attempts_below";

  private static final String CHILD = "jobs:";

  private static final String RUN_ID = "runid";
  private static final String BATCH = "batch";
  private static final String RUN = "run";
  private static final String TASK = "task";
  private static final String ATTEMPT = "attempt";
  private static final String TOKEN = "token";
  private static final String WD = "wd";
  private static final String LOG_FILE = "log_file";
  private static final String FAILS_WHEN = "fails_when";

  private static final AttemptMeta NOTHING =
      new AttemptMeta("", "", "", null, FailsWhen.NEVER, List.of());

  /** Returns the metadata of a new job. */
  static Map<String, @Nullable Object> of(Submission submission) {
    TaskRef task = submission.task();
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put(RUN_ID, task.compositeRunId());
    meta.put(BATCH, task.batch());
    meta.put(RUN, task.runId());
    meta.put(TASK, task.taskId());
    meta.put(ATTEMPT, (long) task.attempt());
    meta.put(TOKEN, submission.token().value());
    meta.put(WD, submission.wd().toString());
    meta.put(LOG_FILE, submission.logFile().toString());
    if (failsWhen(submission) != FailsWhen.NEVER) {
      meta.put(FAILS_WHEN, failsWhen(submission).name().toLowerCase(Locale.ROOT));
    }
    return meta;
  }

  static FailsWhen failsWhen(Submission submission) {
    return submission.work() instanceof Work.Call call ? call.failsWhen() : FailsWhen.NEVER;
  }

  /** Reads metadata, which anybody may have changed: what cannot be read says nothing. */
  static AttemptMeta read(byte @Nullable [] bytes, Serializer serializer) {
    if (bytes == null || bytes.length == 0) {
      return NOTHING;
    }
    try {
      if (serializer.loads(bytes) instanceof Map<?, ?> meta) {
        return new AttemptMeta(
            text(meta, BATCH),
            text(meta, RUN),
            text(meta, TASK),
            directory(text(meta, WD)),
            failsWhen(text(meta, FAILS_WHEN)),
            children(meta));
      }
    } catch (RqException unreadable) {
      return NOTHING;
    }
    return NOTHING;
  }

  private static String text(Map<?, ?> meta, String name) {
    return meta.get(name) instanceof String text ? text : "";
  }

  private static List<String> children(Map<?, ?> meta) {
    List<?> attempts = meta.get(ATTEMPTS_BELOW) instanceof List<?> ids ? ids : List.of();
    List<String> children = new ArrayList<>();
    meta.forEach(
        (key, value) -> {
          if (key instanceof String name
              && name.startsWith(CHILD)
              && value instanceof String id
              && !attempts.contains(id)) {
            children.add(id);
          }
        });
    return List.copyOf(children);
  }

  private static @Nullable Path directory(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && path.getFileName() != null ? path : null;
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  private static FailsWhen failsWhen(String word) {
    return Stream.of(FailsWhen.values())
        .filter(rule -> rule.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElse(FailsWhen.NEVER);
  }
}
