package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.internal.redis.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** The scripts that act on jobs, each with what they have in common before it. */
public final class JobScripts {

  private static final String NEEDS = text("needs.lua");
  private static final String JOBS = NEEDS + text("jobs.lua");

  static final Script CANCEL = withCommon("cancel.lua");
  static final Script STOP = withCommon("stop.lua");
  static final Script DELETE = withCommon("delete.lua");
  static final Script REQUEUE = withCommon("requeue.lua");
  static final Script ENQUEUE = besideNeeds(JobScripts.class, "enqueue.lua");
  static final Script META = withCommon("meta.lua");

  private JobScripts() {}

  /**
   * Reads a script that lies beside a class, to stand behind what acts on jobs: its first argument
   * must be the prefix of the keys.
   */
  public static Script beside(Class<?> owner, String file) {
    return Script.of(JOBS + Script.resource(owner, file).source());
  }

  /** As {@link #beside}, for scripts that run often and need only know when a job may run. */
  public static Script besideNeeds(Class<?> owner, String file) {
    return Script.of(NEEDS + Script.resource(owner, file).source());
  }

  private static Script withCommon(String file) {
    return beside(JobScripts.class, file);
  }

  private static String text(String file) {
    return Script.resource(JobScripts.class, file).source();
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
