package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.util.List;
import java.util.Map;

/** What an attempt's job calls. */
public final class AttemptCall {

  /**
   * The function that Java workers have for handlers and commands; its one argument is the
   * submission as {@link SubmissionCodec} writes it.
   */
  public static final String FUNCTION = "batchrunner.attempt";

  private AttemptCall() {}

  /** Returns the call: the work's own, or one that hands the submission to a Java worker. */
  static Call of(Submission submission) {
    return submission.work() instanceof Work.Call call
        ? new Call(call.function(), call.args(), call.kwargs())
        : new Call(FUNCTION, List.of(SubmissionCodec.encode(submission)), Map.of());
  }

  /** Returns a short name for people: the function without its module, else the task's id. */
  static String name(Submission submission) {
    if (submission.work() instanceof Work.Call call) {
      return call.function().substring(call.function().lastIndexOf('.') + 1);
    }
    return submission.task().taskId();
  }
}
