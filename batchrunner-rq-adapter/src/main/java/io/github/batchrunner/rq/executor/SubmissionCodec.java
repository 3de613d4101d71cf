package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Resources;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submission as plain data, as it travels in the argument of a job: maps, lists, texts and whole
 * numbers, so that every serializer can write it and Python can read it.
 *
 * <p>Paths are texts as the submitting host wrote them: it and the workers see the same files. What
 * an attempt needs is not part of it, since RQ has that.
 */
public final class SubmissionCodec {

  private static final long VERSION = 1;

  private SubmissionCodec() {}

  /** Returns the plain data of a submission. */
  public static Map<String, @Nullable Object> encode(Submission submission) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("version", VERSION);
    data.put("token", submission.token().value());
    data.put("batch", submission.task().batch());
    data.put("run", submission.task().runId());
    data.put("task", submission.task().taskId());
    data.put("attempt", (long) submission.task().attempt());
    data.put("work", work(submission.work()));
    data.put("wd", submission.wd().toString());
    data.put("base_wd", submission.baseWd().toString());
    data.put("feature_file", submission.featureFile().toString());
    data.put("log_file", submission.logFile().toString());
    submission.timeout().ifPresent(limit -> data.put("timeout", limit.toString()));
    data.put("cpus", (long) submission.resources().cpus());
    data.put("memory_mb", submission.resources().memoryMb());
    data.put("hints", new LinkedHashMap<>(submission.hints()));
    return data;
  }

  /**
   * Reads a submission.
   *
   * @throws RqException if the data is not that of a submission of this version; says why
   */
  public static Submission decode(@Nullable Object data) {
    Reader reader = new Reader(data, "a submission");
    if (reader.number("version") != VERSION) {
      throw new RqException(
          "this submission is of version \"%s\", but this worker knows version %d alone: run the same"
                  .formatted(reader.get("version"), VERSION)
              + " version of batchrunner on both sides");
    }
    try {
      Submission.Builder builder =
          Submission.builder(
                  new AttemptToken(reader.text("token")),
                  new TaskRef(
                      reader.text("batch"),
                      reader.text("run"),
                      reader.text("task"),
                      Math.toIntExact(reader.number("attempt"))),
                  work(reader.map("work")),
                  Path.of(reader.text("wd")))
              .baseWd(Path.of(reader.text("base_wd")))
              .featureFile(Path.of(reader.text("feature_file")))
              .logFile(Path.of(reader.text("log_file")))
              .resources(
                  new Resources(Math.toIntExact(reader.number("cpus")), reader.number("memory_mb")))
              .hints(reader.map("hints").texts());
      if (reader.get("timeout") != null) {
        builder.timeout(Duration.parse(reader.text("timeout")));
      }
      return builder.build();
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new RqException("this is not a submission: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> work(Work work) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    if (work instanceof Work.Handler handler) {
      data.put("handler", handler.name());
      data.put("arguments", new LinkedHashMap<>(handler.arguments()));
    } else if (work instanceof Work.Command command) {
      data.put("command", new ArrayList<>(command.argv()));
      data.put("environment", new LinkedHashMap<>(command.environment()));
      command.envScript().ifPresent(script -> data.put("env_script", script.toString()));
    } else if (work instanceof Work.Call call) {
      data.put("call", call.function());
      data.put("args", call.args());
      data.put("kwargs", call.kwargs());
      data.put("fails_when", call.failsWhen().name());
    }
    return data;
  }

  private static Work work(Reader data) {
    if (data.get("handler") != null) {
      return new Work.Handler(data.text("handler"), data.map("arguments").texts());
    }
    if (data.get("command") != null) {
      Work.Command command =
          Work.Command.of(data.listOfTexts("command"), data.map("environment").texts());
      return data.get("env_script") == null
          ? command
          : command.withEnvScript(Path.of(data.text("env_script")));
    }
    return new Work.Call(
        data.text("call"),
        data.list("args"),
        data.map("kwargs").values(),
        FailsWhen.valueOf(data.text("fails_when")));
  }

  /** Reads members of a map and says what is wrong with them. */
  private static final class Reader {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final String what;

    Reader(@Nullable Object data, String what) {
      this.what = what;
      if (!(data instanceof Map<?, ?> map)) {
        throw new RqException(what + " is not a map");
      }
      map.forEach((name, value) -> values.put(String.valueOf(name), value));
    }

    @Nullable Object get(String name) {
      return values.get(name);
    }

    Map<String, @Nullable Object> values() {
      return values;
    }

    String text(String name) {
      if (values.get(name) instanceof String text) {
        return text;
      }
      throw wrong(name, "text");
    }

    long number(String name) {
      if (values.get(name) instanceof Number number) {
        return number.longValue();
      }
      throw wrong(name, "a number");
    }

    Reader map(String name) {
      return new Reader(values.get(name), "\"" + name + "\" of " + what);
    }

    List<@Nullable Object> list(String name) {
      if (values.get(name) instanceof List<?> list) {
        return new ArrayList<>(list);
      }
      throw wrong(name, "a list");
    }

    List<String> listOfTexts(String name) {
      List<String> texts = new ArrayList<>();
      for (Object element : list(name)) {
        if (!(element instanceof String text)) {
          throw wrong(name, "a list of texts");
        }
        texts.add(text);
      }
      return texts;
    }

    Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      for (String name : values.keySet()) {
        texts.put(name, text(name));
      }
      return texts;
    }

    private RqException wrong(String name, String wanted) {
      return new RqException("\"" + name + "\" of " + what + " is not " + wanted);
    }
  }
}
