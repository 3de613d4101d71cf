package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.internal.redis.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** The scripts that act on jobs, each with what they have in common before it. */
public final class JobScripts {

  private static final Script COMMON = Script.resource(JobScripts.class, "jobs.lua");

  static final Script CANCEL = withCommon("cancel.lua");
  static final Script STOP = withCommon("stop.lua");
  static final Script DELETE = withCommon("delete.lua");
  static final Script REQUEUE = withCommon("requeue.lua");
  static final Script ENQUEUE = withCommon("enqueue.lua");
  static final Script META = withCommon("meta.lua");

  private JobScripts() {}

  private static Script withCommon(String file) {
    return beside(JobScripts.class, file);
  }

  /**
   * Reads a script that lies beside a class, to stand behind what all have in common: its first
   * argument must be the prefix of the keys.
   */
  public static Script beside(Class<?> owner, String file) {
    return Script.of(COMMON.source() + Script.resource(owner, file).source());
  }

  /** Cuts ids, each once, into parts, since a script blocks the server for all others. */
  static List<List<String>> parts(Collection<String> ids, int most) {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(ids));
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < distinct.size(); from += most) {
      parts.add(distinct.subList(from, Math.min(distinct.size(), from + most)));
    }
    return parts;
  }
}
