package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the hashes of many jobs, never their data. */
final class JobFactsReader {

  private static final int JOBS_AT_ONCE = 500;

  /** Metadata that is larger is not looked into. */
  private static final long MOST_META = 1 << 20;

  private static final List<String> FIELDS =
      Stream.of(
              Stream.of("status", "origin", "dependency_id"),
              Poison.TIMES.stream(),
              Poison.NUMBERS.stream(),
              Poison.FULL_NUMBERS.stream(),
              Poison.LISTS.stream())
          .flatMap(fields -> fields)
          .toList();

  private final RqLink link;

  JobFactsReader(RqLink link) {
    this.link = link;
  }

  /** Returns the facts of those of these jobs that have a hash. */
  Map<String, JobFacts> read(Iterable<String> ids) {
    Map<String, JobFacts> facts = new HashMap<>();
    List<String> chunk = new ArrayList<>(JOBS_AT_ONCE);
    for (String id : ids) {
      chunk.add(id);
      if (chunk.size() == JOBS_AT_ONCE) {
        read(chunk, facts);
        chunk.clear();
      }
    }
    if (!chunk.isEmpty()) {
      read(chunk, facts);
    }
    return facts;
  }

  /** Returns the values of a job's fields; absent ones are absent. */
  Map<String, String> fields(String id) {
    List<Command> one = List.of(fieldsOf(id));
    return fields(Replies.list(link.redis().pipeline(one).get(0)));
  }

  /** Returns a job's metadata; empty if it has none. */
  byte[] meta(String id) {
    byte[] meta =
        Replies.bytesOrNull(link.redis().call(Command.of("HGET", link.keys().job(id), "meta")));
    return meta == null ? new byte[0] : meta;
  }

  private void read(List<String> ids, Map<String, JobFacts> facts) {
    List<Command> commands = new ArrayList<>(ids.size() * 3);
    for (String id : ids) {
      commands.add(fieldsOf(id));
      commands.add(Command.of("HSTRLEN", link.keys().job(id), "data"));
      commands.add(Command.of("HSTRLEN", link.keys().job(id), "meta"));
    }
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    List<Job> jobs = new ArrayList<>(ids.size());
    for (int n = 0; n < ids.size(); n++) {
      // A key of another type is nobody's job.
      if (!(replies.get(3 * n) instanceof RedisError)) {
        Map<String, String> fields = fields(Replies.list(replies.get(3 * n)));
        long data = Replies.number(replies.get(3 * n + 1));
        long meta = Replies.number(replies.get(3 * n + 2));
        if (!fields.isEmpty() || data > 0 || meta > 0) {
          jobs.add(new Job(ids.get(n), fields, data > 0, meta));
        }
      }
    }
    Map<String, byte[]> metas = metas(jobs);
    for (Job job : jobs) {
      facts.put(job.id(), job.facts(metas.get(job.id())));
    }
  }

  private Map<String, byte[]> metas(List<Job> jobs) {
    List<Job> wanted =
        jobs.stream()
            .filter(job -> job.facts(null).waits() && job.meta() > 0 && job.meta() <= MOST_META)
            .toList();
    Map<String, byte[]> metas = new HashMap<>();
    List<@Nullable Object> replies =
        wanted.isEmpty()
            ? List.of()
            : link.redis()
                .pipeline(
                    wanted.stream()
                        .map(job -> Command.of("HGET", link.keys().job(job.id()), "meta"))
                        .toList());
    for (int n = 0; n < wanted.size(); n++) {
      byte[] meta = Replies.bytesOrNull(replies.get(n));
      if (meta != null) {
        metas.put(wanted.get(n).id(), meta);
      }
    }
    return metas;
  }

  private Command fieldsOf(String id) {
    return Command.of("HMGET", link.keys().job(id)).addAll(FIELDS);
  }

  private static Map<String, String> fields(List<@Nullable Object> values) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int n = 0; n < values.size(); n++) {
      String value = Replies.textOrNull(values.get(n));
      if (value != null) {
        fields.put(FIELDS.get(n), value);
      }
    }
    return fields;
  }

  private record Job(String id, Map<String, String> fields, boolean hasData, long meta) {

    JobFacts facts(byte @Nullable [] metadata) {
      JobFacts plain =
          new JobFacts(
              JobStatus.of(fields.getOrDefault("status", "")),
              fields.getOrDefault("origin", ""),
              hasData,
              !fields.getOrDefault("timeout", "").isEmpty(),
              Map.of());
      return plain.waits() && hasData
          ? new JobFacts(
              plain.status(),
              plain.origin(),
              true,
              plain.hasTimeout(),
              Poison.unfit(id, fields, metadata))
          : plain;
    }
  }
}
