package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.internal.protocol.JobData;
import io.github.batchrunner.rq.internal.protocol.JobScripts;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that look whether something is wrong and, in the same breath, repair it.
 *
 * <p>Each takes the prefix, the time, whether to repair, the subject, the queue and the entry, and
 * answers nothing, or which kind, why, what would change if the subject moved on, and the jobs that
 * are to be looked at after the repair.
 */
final class Checks {

  private static final Map<FindingKind, Script> SCRIPTS = new EnumMap<>(FindingKind.class);

  static {
    for (FindingKind kind : FindingKind.values()) {
      SCRIPTS.put(kind, JobScripts.beside(Checks.class, kind.script() + ".lua"));
    }
  }

  private final RqLink link;
  private final Duration patience;

  Checks(RqLink link, Duration patience) {
    this.link = link;
    this.patience = patience;
  }

  /** Looks at candidates, in one round trip; what is not wrong is empty. */
  List<Optional<Verdict>> look(List<Finding> candidates, Instant now) {
    List<Command> commands = new ArrayList<>(candidates.size());
    candidates.forEach(candidate -> commands.add(command(candidate, now, false, "")));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    List<Optional<Verdict>> verdicts = new ArrayList<>(candidates.size());
    for (int n = 0; n < replies.size(); n++) {
      verdicts.add(verdict(candidates.get(n), replies.get(n)));
    }
    return verdicts;
  }

  /** Repairs what is wrong as this finding says; empty if it is so no more. */
  Optional<Verdict> repair(Finding finding, Instant now) {
    if (finding.kind() == FindingKind.POISON) {
      return repairPoison(finding, now);
    }
    String wanted =
        switch (finding.kind()) {
          case DEFERRED_FOR_NOTHING -> "met";
          case DEFERRED_FOR_EVER -> "doomed";
          default -> "";
        };
    return verdict(finding, link.redis().call(command(finding, now, true, wanted)));
  }

  /** Releases or cancels a deferred job if that is due. */
  Optional<Verdict> settle(String id, Instant now) {
    Finding any = Finding.candidate(FindingKind.DEFERRED_FOR_NOTHING, "", id, "");
    return verdict(any, link.redis().call(command(any, now, true, "")));
  }

  private Command command(Finding finding, Instant now, boolean repair, String wanted) {
    Command command = start(finding, now, repair);
    switch (finding.kind()) {
      case ABANDONED, ABANDONED_WITH_CALLBACK, STARTED_NOWHERE ->
          command
              .add(RqTime.format(now))
              .add(
                  failure(
                      "Moved to FailedJobRegistry, due to AbandonedJobError, at "
                          + RqTime.format(now)))
              .add(JobRequest.DEFAULT_FAILURE_TTL.toSeconds());
      case DEFERRED_FOR_NOTHING, DEFERRED_FOR_EVER -> command.add(RqTime.format(now)).add(wanted);
      case LOST, STUCK_BETWEEN, READY -> command.add(RqTime.format(now));
      case WITHOUT_TIMEOUT -> command.add(JobRequest.DEFAULT_TIMEOUT.toSeconds());
      case WORKER_SILENT -> command.add("silent");
      case WORKER_GONE -> command.add("gone");
      default -> {}
    }
    return command;
  }

  private Command start(Finding finding, Instant now, boolean repair) {
    return Command.eval(script(finding.kind()), 0)
        .add(link.keys().prefix())
        .add(RqTime.seconds(now))
        .add(repair ? "1" : "0")
        .add(finding.subject())
        .add(finding.queue())
        .add(
            switch (finding.kind()) {
              case DEFERRED_UNLISTED -> "unlisted";
              case DEFERRED_MISLISTED -> "mislisted";
              case DEFERRED_EXPIRES -> "expires";
              case LOST -> "lost";
              case STUCK_BETWEEN -> "between";
              case READY -> patience.toSeconds();
              default -> finding.entry();
            });
  }

  private Optional<Verdict> repairPoison(Finding finding, Instant now) {
    JobFactsReader reader = new JobFactsReader(link);
    Map<String, String> fields = reader.fields(finding.subject());
    byte[] meta = reader.meta(finding.subject());
    Map<String, String> unfit = Poison.unfit(finding.subject(), fields, meta);
    if (unfit.isEmpty()) {
      return Optional.empty();
    }
    Command command =
        start(finding, now, true)
            .add(RqTime.format(now))
            .add(failure("Taken out of the queue: " + words(unfit)))
            .add(JobRequest.DEFAULT_FAILURE_TTL.toSeconds())
            .add(unfit.containsKey(Poison.ID) ? "1" : "0");
    for (String field : unfit.keySet()) {
      if (!field.equals(Poison.ID)) {
        Object value = field.equals("meta") ? meta : fields.getOrDefault(field, "");
        boolean there = field.equals("meta") || fields.containsKey(field);
        command.add(field).add(there ? "1" : "").add(value);
      }
    }
    return verdict(finding, link.redis().call(command));
  }

  /** Says what is unfit about a job. */
  static String words(Map<String, String> unfit) {
    List<String> words = new ArrayList<>();
    unfit.forEach((field, why) -> words.add(field + " " + why));
    return String.join(", ", words);
  }

  private static Optional<Verdict> verdict(Finding finding, @Nullable Object reply) {
    List<String> words = Replies.texts(reply);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    FindingKind kind =
        switch (words.get(0)) {
          case "met" -> FindingKind.DEFERRED_FOR_NOTHING;
          case "doomed" -> FindingKind.DEFERRED_FOR_EVER;
          case "callback" -> FindingKind.ABANDONED_WITH_CALLBACK;
          default -> finding.kind();
        };
    return Optional.of(
        new Verdict(kind, words.get(1), words.get(2), List.copyOf(words.subList(3, words.size()))));
  }

  private static Script script(FindingKind kind) {
    Script script = SCRIPTS.get(kind);
    if (script == null) {
      throw new IllegalStateException("no script for " + kind);
    }
    return script;
  }

  private static byte[] failure(String text) {
    return Base64.getEncoder().encode(JobData.deflate(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * What a script answered.
   *
   * @param mark changes when the subject moves on
   * @param next the jobs that wait for a job that was failed or canceled
   */
  record Verdict(FindingKind kind, String why, String mark, List<String> next) {}
}
