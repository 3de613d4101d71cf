package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.Enqueued;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.RqUnavailableException;
import io.github.batchrunner.rq.internal.protocol.JobData;
import io.github.batchrunner.rq.internal.protocol.JobWriter;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes jobs of submissions: those connected by needs go to Redis at once, or not at all.
 * Thread-safe.
 */
final class Enqueuing {

  /** Redis itself takes 512 MiB at most; what is larger than this is surely a mistake. */
  static final int MOST_BYTES = 32 << 20;

  private final RqOptions options;
  private final JobWriter writer;
  private final Attempts attempts;
  private final Epoch epoch;
  private final Companions companions;

  Enqueuing(RqLink link, RqOptions options, Attempts attempts, Epoch epoch, Companions companions) {
    this.options = options;
    this.writer = new JobWriter(link.redis(), link.keys(), link.clock());
    this.attempts = attempts;
    this.epoch = epoch;
    this.companions = companions;
  }

  /** Answers for each submission in order. */
  List<SubmitOutcome> submit(List<Submission> submissions) {
    Map<AttemptToken, SubmitOutcome> outcomes = new HashMap<>();
    Map<AttemptToken, Submission> fit = new LinkedHashMap<>();
    for (Submission submission : submissions) {
      if (attempts.find(submission.token()).isPresent()) {
        outcomes.put(submission.token(), accepted(submission.token()));
        continue;
      }
      SubmitOutcome refusal = refusal(submission);
      if (refusal == null) {
        fit.putIfAbsent(submission.token(), submission);
      } else {
        outcomes.put(submission.token(), refusal);
      }
    }
    Graphs graphs = Graphs.of(fit.values());
    graphs.circular().forEach(token -> outcomes.put(token, never("it waits for itself")));
    if (!graphs.graphs().isEmpty()) {
      enqueue(graphs.graphs(), outcomes);
    }
    return submissions.stream()
        .map(submission -> Objects.requireNonNull(outcomes.get(submission.token())))
        .toList();
  }

  private void enqueue(List<List<Submission>> graphs, Map<AttemptToken, SubmitOutcome> outcomes) {
    List<Companion.Planned> planned = new ArrayList<>();
    graphs.forEach(
        graph ->
            graph.forEach(
                submission ->
                    planned.add(new Companion.Planned(submission, JobIds.of(submission.token())))));
    try {
      Map<String, Map<String, @Nullable Object>> meta = companions.meta(planned);
      List<List<JobWriter.Target>> targets =
          graphs.stream()
              .map(graph -> graph.stream().map(submission -> target(submission, meta)).toList())
              .toList();
      companions.beforeEnqueue(planned);
      List<JobWriter.GraphAnswer> answers = writer.tryGraphs(targets, true);
      for (int i = 0; i < graphs.size(); i++) {
        take(graphs.get(i), answers.get(i), outcomes);
      }
    } catch (RqUnavailableException e) {
      SubmitOutcome outcome =
          e.maybeDone() ? new SubmitOutcome.Uncertain(message(e)) : notNow(message(e));
      planned.forEach(job -> outcomes.put(job.submission().token(), outcome));
    } catch (RqException e) {
      // Whatever is not an answer to a graph was refused before anything was sent.
      planned.forEach(job -> outcomes.put(job.submission().token(), notNow(message(e))));
    }
    List<Companion.Planned> accepted = new ArrayList<>();
    List<Companion.Planned> refused = new ArrayList<>();
    for (Companion.Planned job : planned) {
      SubmitOutcome outcome = outcomes.get(job.submission().token());
      if (outcome instanceof SubmitOutcome.Accepted) {
        accepted.add(job);
      } else if (outcome instanceof SubmitOutcome.Rejected) {
        refused.add(job);
      }
    }
    companions.accepted(accepted, refused);
  }

  private void take(
      List<Submission> graph,
      JobWriter.GraphAnswer answer,
      Map<AttemptToken, SubmitOutcome> outcomes) {
    RedisError refusal = answer.refusal();
    for (int i = 0; i < graph.size(); i++) {
      Submission submission = graph.get(i);
      SubmitOutcome outcome;
      if (refusal == null) {
        outcome = outcome(submission, answer.jobs().get(i));
      } else if (new RqRefusedException(refusal.code(), refusal.message()).temporary()) {
        // Such errors come before a script has written anything.
        outcome = notNow("Redis refuses it for now: " + refusal.message());
      } else {
        outcome = new SubmitOutcome.Uncertain("Redis failed: " + refusal.message());
      }
      outcomes.put(submission.token(), outcome);
    }
  }

  private SubmitOutcome outcome(Submission submission, Enqueued enqueued) {
    return switch (enqueued.outcome()) {
      case QUEUED -> remember(submission, "queued");
      case DEFERRED -> remember(submission, "deferred");
      case SCHEDULED, EXISTS -> remember(submission, "");
      case NEED_FAILED -> notNow("the job it needs, \"" + enqueued.need() + "\", did not end well");
      case NEED_MISSING -> notNow("the job it needs, \"" + enqueued.need() + "\", is not in RQ");
    };
  }

  private SubmitOutcome remember(Submission submission, String word) {
    SubmitOutcome.Accepted accepted = accepted(submission.token());
    Attempt attempt = attempts.remember(accepted.handle());
    synchronized (attempt) {
      if (attempt.told == null) {
        attempt.batch = submission.task().batch();
        attempt.task = submission.task().taskId();
        attempt.wd = submission.wd();
        attempt.failsWhen = AttemptMeta.failsWhen(submission);
        attempt.word = word;
        attempt.epoch = epoch.current();
      }
    }
    return accepted;
  }

  private static SubmitOutcome.Accepted accepted(AttemptToken token) {
    return new SubmitOutcome.Accepted(new Handle(token, JobIds.of(token)));
  }

  /** Returns why a submission cannot be enqueued; null if it can. */
  private @Nullable SubmitOutcome refusal(Submission submission) {
    if (!options.workers().kinds().contains(submission.work().kind())) {
      return never(
          ("executor \"rq\" with Python workers runs calls only, and this is a %s: use calls, or"
                  + " workers=java")
              .formatted(submission.work().kind().name().toLowerCase(java.util.Locale.ROOT)));
    }
    if (submission.work() instanceof Work.Call call && call.function().isBlank()) {
      return never("the call names no function");
    }
    try {
      int size = JobData.encode(AttemptCall.of(submission), options.serializer()).length;
      if (size > MOST_BYTES) {
        return never(
            "what it calls with takes %d bytes, which is more than %d: put it into a file"
                .formatted(size, MOST_BYTES));
      }
    } catch (RqException e) {
      return never(message(e));
    }
    Optional<SubmitOutcome.Rejected> objection = companions.objection(submission);
    if (objection.isPresent()) {
      return objection.get();
    }
    return refusalForNeeds(submission).orElse(null);
  }

  /** RQ knows only whether a job raised, not what else its result means. */
  private Optional<SubmitOutcome> refusalForNeeds(Submission submission) {
    for (AttemptToken need : submission.needs()) {
      Optional<Attempt> known = attempts.find(need);
      if (known.isEmpty()) {
        continue;
      }
      Attempt attempt = known.get();
      synchronized (attempt) {
        Observation told = attempt.told;
        boolean succeeded = told != null && told.state() == AttemptState.SUCCEEDED;
        if (attempt.ended() && !succeeded) {
          return Optional.of(notNow("what it needs, \"" + need + "\", did not end well"));
        }
      }
    }
    return Optional.empty();
  }

  private JobWriter.Target target(
      Submission submission, Map<String, Map<String, @Nullable Object>> companionMeta) {
    String id = JobIds.of(submission.token());
    Map<String, @Nullable Object> meta = new LinkedHashMap<>(AttemptMeta.of(submission));
    meta.putAll(companionMeta.getOrDefault(id, Map.of()));
    JobRequest.Builder request =
        JobRequest.builder(AttemptCall.of(submission))
            .id(id)
            .description(description(submission))
            .timeout(options.timeoutOrDefault(submission.timeout().orElse(options.jobTimeout())))
            .resultTtl(options.resultTtl())
            .failureTtl(options.failureTtl())
            .meta(meta);
    if (!submission.needs().isEmpty()) {
      Set<String> ids = new LinkedHashSet<>();
      submission.needs().forEach(need -> ids.add(JobIds.of(need)));
      // A run that has been started is finished before others start.
      request.dependsOn(ids).atFront();
    }
    return new JobWriter.Target(request.build(), options.queue(), options.serializer());
  }

  private static String description(Submission submission) {
    String text = submission.task().runId() + " " + submission.task().taskId();
    int attempt = submission.task().attempt();
    return attempt > 1 ? text + " (attempt " + attempt + ")" : text;
  }

  private static SubmitOutcome never(String reason) {
    return new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, reason), true);
  }

  private static SubmitOutcome notNow(String reason) {
    return new SubmitOutcome.Rejected(Failure.of(FailureKind.INFRASTRUCTURE, reason), false);
  }

  private static String message(RqException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }
}
