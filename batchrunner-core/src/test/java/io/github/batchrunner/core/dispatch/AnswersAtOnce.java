package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.LogAccess;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An engine that tells the end of each attempt when it is submitted, and keeps one log for all. */
class AnswersAtOnce implements TaskExecutor, LogAccess {

  private final Function<Submission, End> script;
  private final List<Long> memory = new ArrayList<>();
  private ObservationSink sink = news -> {};
  String log = "";

  /** How an attempt ends. */
  @FunctionalInterface
  interface End {
    Observation of(Handle handle);
  }

  AnswersAtOnce(Function<Submission, End> script) {
    this.script = script;
  }

  void deliverTo(ObservationSink target) {
    sink = target;
  }

  /** Returns the memory that each attempt so far asked for. */
  synchronized List<Long> memory() {
    return List.copyOf(memory);
  }

  SubmitOutcome outcome(Handle handle) {
    return new SubmitOutcome.Accepted(handle);
  }

  @Override
  public synchronized List<SubmitOutcome> submit(SubmitRequest request) {
    List<SubmitOutcome> outcomes = new ArrayList<>();
    for (Submission submission : request.submissions()) {
      memory.add(submission.resources().memoryMb());
      Handle handle = new Handle(submission.token(), submission.token().value());
      outcomes.add(outcome(handle));
      if (outcomes.get(outcomes.size() - 1) instanceof SubmitOutcome.Accepted) {
        sink.accept(List.of(script.apply(submission).of(handle)));
      }
    }
    return outcomes;
  }

  @Override
  public InputStream openLog(Handle handle, long offset) {
    return new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Observation> observe(ObserveRequest request) {
    return List.of();
  }

  @Override
  public void cancel(CancelRequest request) {
    // Nothing runs.
  }

  @Override
  public List<Observation> reattach(ReattachRequest request) {
    return List.of();
  }

  @Override
  public void close(CloseMode mode) {
    // Nothing to leave behind.
  }
}
