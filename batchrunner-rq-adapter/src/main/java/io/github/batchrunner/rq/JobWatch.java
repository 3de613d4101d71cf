package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.JobReader;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.StatusLook;
import io.github.batchrunner.rq.internal.redis.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches many jobs at once: 100,000 cost one look of a fraction of a second, and changes nothing
 * in Redis. Thread-safe.
 *
 * <p>A look asks where each job stands; only of those that stand elsewhere than before the rest is
 * read, and the listener told. A job that has ended or is gone is told of once and then no longer
 * watched. Looks are taken by whoever calls {@link #look}, or by a thread of the watch's own after
 * {@link #start}.
 */
public final class JobWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

  private static final class Watched {
    private final String id;
    private final byte[] key;
    private char letter;

    private Watched(String id, byte[] key, char letter) {
      this.id = id;
      this.key = key;
      this.letter = letter;
    }
  }

  /** No job's letter: the first look tells of every job. */
  private static final char NOT_SEEN = ' ';

  private final RqLink link;
  private final JobReader reader;
  private final JobListener listener;
  private final Map<String, Watched> jobs = new LinkedHashMap<>();
  private final Object looking = new Object();
  private List<Watched> prepared = List.of();
  private @Nullable StatusLook look;
  private @Nullable ScheduledExecutorService thread;
  private @Nullable ScheduledFuture<?> looks;

  JobWatch(RqLink link, Serializer serializer, JobListener listener) {
    this.link = link;
    this.reader = new JobReader(link, serializer);
    this.listener = listener;
  }

  /**
   * Watches jobs; the next look tells where each stands. Those watched already stay as they are.
   */
  public void add(Collection<String> ids) {
    add(ids, NOT_SEEN);
  }

  /**
   * Watches jobs of which the caller knows where they stand, as after enqueuing them; the next look
   * tells of those that stand elsewhere. Those watched already stay as they are.
   */
  public void add(Collection<String> ids, JobStatus known) {
    add(ids, StatusLook.letter(known));
  }

  private void add(Collection<String> ids, char letter) {
    synchronized (jobs) {
      for (String id : ids) {
        jobs.computeIfAbsent(
            id, wanted -> new Watched(wanted, Command.bytes(link.keys().job(wanted)), letter));
      }
      look = null;
    }
  }

  /** Watches these jobs no longer. */
  public void remove(Collection<String> ids) {
    synchronized (jobs) {
      if (jobs.keySet().removeAll(List.copyOf(ids))) {
        look = null;
      }
    }
  }

  /** Returns how many jobs are watched. */
  public int size() {
    synchronized (jobs) {
      return jobs.size();
    }
  }

  /**
   * Looks once, tells the listener what changed, and returns how many changes there were. Waits
   * while another thread looks. What the listener throws is logged and keeps nobody else's change
   * from being told.
   *
   * @throws RqException if Redis cannot be reached or refuses; then nothing was told that the next
   *     look would leave out
   */
  public int look() {
    synchronized (looking) {
      StatusLook current;
      List<Watched> watched;
      synchronized (jobs) {
        if (look == null) {
          prepared = List.copyOf(jobs.values());
          look = StatusLook.ofKeys(prepared.stream().map(job -> job.key).toList());
        }
        current = look;
        watched = prepared;
      }
      String letters = current.look(link.redis());
      List<Watched> changed = new ArrayList<>();
      for (int i = 0; i < watched.size(); i++) {
        if (letters.charAt(i) != watched.get(i).letter) {
          changed.add(watched.get(i));
        }
      }
      return changed.isEmpty() ? 0 : tell(changed);
    }
  }

  private int tell(List<Watched> changed) {
    Map<String, RqJob> details = new HashMap<>();
    reader
        .jobs(changed.stream().map(job -> job.id).toList())
        .forEach(job -> details.put(job.id(), job));
    int told = 0;
    for (Watched watched : changed) {
      JobStatus before = StatusLook.status(watched.letter);
      boolean first = watched.letter == NOT_SEEN;
      RqJob job = details.get(watched.id);
      JobChange change = new JobChange(watched.id, before, job);
      watched.letter = job == null ? StatusLook.MISSING : StatusLook.letter(job.status());
      if (!settle(watched, change) || (!first && job != null && before == change.after())) {
        continue;
      }
      told++;
      try {
        listener.changed(change);
      } catch (RuntimeException | Error e) {
        LOG.warn("The listener failed at job {}.", change, e);
      }
    }
    return told;
  }

  /** Forgets a job that has ended; false if it is not watched any more. */
  private boolean settle(Watched watched, JobChange change) {
    synchronized (jobs) {
      if (jobs.get(watched.id) != watched) {
        return false;
      }
      if (change.last()) {
        jobs.remove(watched.id);
        look = null;
      }
      return true;
    }
  }

  /**
   * Looks again and again on a daemon thread, until closed.
   *
   * @param pause the time between the end of a look and the next one, more than zero
   * @throws IllegalStateException if it does so already
   */
  public void start(Duration pause) {
    if (pause.isNegative() || pause.isZero()) {
      throw new IllegalArgumentException("nobody can look every " + pause);
    }
    synchronized (jobs) {
      if (thread != null) {
        throw new IllegalStateException("this watch has a thread already");
      }
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread looker = new Thread(task, "rq-watch");
                looker.setDaemon(true);
                return looker;
              });
      looks =
          started.scheduleWithFixedDelay(
              this::lookSafely, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
      thread = started;
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RqException problem) {
      try {
        listener.lookFailed(problem);
      } catch (RuntimeException | Error e) {
        LOG.warn("The listener failed at \"{}\".", problem.getMessage(), e);
      }
    } catch (RuntimeException | Error e) {
      if (link.redis().isClosed()) {
        close();
      } else {
        LOG.error("A look at jobs failed.", e);
      }
    }
  }

  /**
   * Ends the thread, if there is one; a look that goes on is finished. Idempotent. The thread also
   * ends by itself after the connection it looks over was closed.
   */
  @Override
  public void close() {
    synchronized (jobs) {
      if (looks != null) {
        looks.cancel(false);
        looks = null;
      }
      if (thread != null) {
        thread.shutdown();
        thread = null;
      }
    }
  }
}
