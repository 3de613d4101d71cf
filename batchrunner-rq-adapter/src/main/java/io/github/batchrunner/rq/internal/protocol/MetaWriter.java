package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes the metadata of jobs that are there, and never makes half a job of one that is not. */
public final class MetaWriter {

  /** With so many others who change the same, something is wrong. */
  private static final int MOST_TRIES = 100;

  private final RqLink link;
  private final Serializer serializer;

  /** Makes one for jobs of queues with this serializer. */
  public MetaWriter(RqLink link, Serializer serializer) {
    this.link = link;
    this.serializer = serializer;
  }

  /** Replaces the metadata; false if there is no such job. */
  public boolean save(String id, Map<String, ? extends @Nullable Object> meta) {
    return Replies.number(link.redis().call(command(id, meta))) == 1;
  }

  /**
   * Replaces the metadata by what becomes of it; false if there is no such job.
   *
   * @param change may be asked again, if another changed the metadata meanwhile
   * @throws RqException if the metadata cannot be read, or changes all the time
   */
  public boolean change(String id, UnaryOperator<Map<String, @Nullable Object>> change) {
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      byte[] before =
          Replies.bytesOrNull(link.redis().call(Command.of("HGET", link.keys().job(id), "meta")));
      byte[] old = before == null ? new byte[0] : before;
      Map<String, @Nullable Object> meta = new RqJob(id, Map.of("meta", old), serializer).meta();
      long answer =
          Replies.number(
              link.redis().call(command(id, change.apply(new LinkedHashMap<>(meta))).add(old)));
      if (answer >= 0) {
        return answer == 1;
      }
    }
    throw new RqException(
        "the metadata of job \"" + id + "\" was changed by others " + MOST_TRIES + " times");
  }

  private Command command(String id, Map<String, ? extends @Nullable Object> meta) {
    return Command.eval(JobScripts.META, 0)
        .add(link.keys().prefix())
        .add(id)
        .add(serializer.dumps(meta));
  }
}
