package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to the journal with group commit, and keeps the {@link BatchState} they add up
 * to.
 *
 * <p>Records are made by one thread, which owns the state. They are written by a thread of the
 * writer's own, as soon as it has time, so that they outlive the process. They are synced, so that
 * they outlive the machine, when somebody {@linkplain #awaitDurable waits for it} and otherwise a
 * few times a second: under load one sync serves thousands of records. After an I/O error nothing
 * is durable any more, and every later call says so.
 */
public final class JournalWriter implements AutoCloseable {

  /** Most characters that are kept of a failure's message, and of its detail. */
  static final int TEXT_LIMIT = 8192;

  /** The system needs memory of its own as large as what is written at once. */
  private static final int WRITE_BYTES = 1 << 20;

  /**
   * How long a record that nobody waits for may be written and not synced: it survives the process,
   * not the machine.
   */
  private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  private final Path file;
  private final String batch;
  private final Storage.Output output;
  private final BatchState state;
  private final Runnable mayWrite;
  private final Snapshot snapshot;
  private final Thread committer;

  private final Object lock = new Object();
  private JsonLine filling = new JsonLine();
  private JsonLine writing = new JsonLine();
  private long appended;
  private long written;
  private long durable;
  private long wanted;
  private long length;
  private long nextSync = System.nanoTime();
  private boolean finished;
  private boolean closing;
  private boolean ended;
  private @Nullable Throwable broken;

  private JournalWriter(
      Storage.Output output,
      long length,
      Path file,
      String batch,
      BatchState state,
      Runnable mayWrite,
      Snapshot snapshot) {
    this.output = output;
    this.length = length;
    this.file = file;
    this.batch = batch;
    this.state = state;
    this.mayWrite = mayWrite;
    this.snapshot = snapshot;
    this.committer = new Thread(this::commitLoop, "batchrunner-journal");
    this.committer.setDaemon(true);
  }

  /** Opens a journal that no other process can have taken over; see the other method. */
  public static JournalWriter open(Path file, String batch, JournalReader.Result read) {
    return open(file, batch, read, () -> {});
  }

  /**
   * Opens a journal for appending, cutting a torn tail off, and putting a snapshot in its place if
   * it is long and mostly history.
   *
   * @param file the journal; created if it is not there
   * @param batch name of the batch, for the first record
   * @param read what {@link JournalReader} found in it; its state belongs to the writer from now on
   * @param mayWrite called before anything is written, on the writer's own thread; throws a {@link
   *     JournalException} if the journal is another's by now
   * @throws JournalException if the file cannot be opened
   */
  public static JournalWriter open(
      Path file, String batch, JournalReader.Result read, Runnable mayWrite) {
    Storage disk = new Storage.Disk();
    return open(file, batch, read, mayWrite, disk, new Snapshot(disk, file));
  }

  static JournalWriter open(
      Path file,
      String batch,
      JournalReader.Result read,
      Runnable mayWrite,
      Storage storage,
      Snapshot snapshot) {
    try {
      mayWrite.run();
      snapshot.sweep();
      long length = read.validBytes();
      if (length > 0 && snapshot.pays(read.state(), length)) {
        length = snapshot.take(read.state(), batch, mayWrite);
      }
      Storage.Output output = storage.append(file, length);
      try {
        storage.syncDirectory(file.resolveSibling("."));
        return over(output, length, file, batch, read.state(), mayWrite, snapshot);
      } catch (IOException | RuntimeException e) {
        try (output) {
          throw e;
        }
      }
    } catch (IOException e) {
      throw new JournalException(
          "cannot open the journal \"%s\": %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Writes to an output that stands at the end of the whole records. */
  static JournalWriter over(
      Storage.Output output,
      long length,
      Path file,
      String batch,
      BatchState state,
      Runnable mayWrite,
      Snapshot snapshot)
      throws IOException {
    JournalWriter writer =
        new JournalWriter(output, length, file, batch, state, mayWrite, snapshot);
    if (state.journalId().isEmpty()) {
      writer.journal(newId());
    }
    writer.committer.start();
    return writer;
  }

  /** Returns the table that all records add up to; belongs to the thread that makes the records. */
  public BatchState state() {
    return state;
  }

  /** Returns the number of a run, giving it one if it has none. */
  public int run(String runId) {
    int known = state.runNumber(runId);
    if (known >= 0) {
      return known;
    }
    int number = state.runCount();
    synchronized (lock) {
      filling.begin("run").number("n", number).text("id", runId).end();
      appended();
    }
    state.applyRun(number, runId);
    return number;
  }

  /** Returns the number of a version, giving it one if it has none. */
  public int version(TaskVersion version) {
    int known = state.versionNumber(version.hash());
    if (known >= 0) {
      return known;
    }
    int number = state.versionCount();
    synchronized (lock) {
      Records.version(filling, number, version);
      appended();
    }
    state.applyVersion(number, version);
    return number;
  }

  /** Records that an execution starts. */
  public void start(ExecutionRecord execution) {
    synchronized (lock) {
      Records.start(filling, execution).end();
      appended();
    }
    state.applyStart(execution);
  }

  /**
   * Records that the present execution ended.
   *
   * @param reason why it was stopped, for a person; empty unless it was
   */
  public void finish(Instant at, Ending ending, String reason) {
    ExecutionRecord.Finish finish = new ExecutionRecord.Finish(at, ending, reason);
    synchronized (lock) {
      Records.finish(filling, finish);
      appended();
      finished = true;
    }
    state.applyFinish(finish);
  }

  /**
   * Records that an attempt is about to be submitted; it may be, once this position is {@linkplain
   * #awaitDurable durable}.
   *
   * @param attempt its number, from 1
   * @param cause why it is made
   * @param memoryMb the mebibytes it asks for; 0 if its task is never given more than it defines
   */
  public long intent(int run, int version, long feature, int attempt, Cause cause, int memoryMb) {
    long position;
    synchronized (lock) {
      filling
          .begin("intent")
          .number("run", run)
          .number("version", version)
          .hex("feature", feature)
          .number("attempt", attempt);
      if (cause.known()) {
        filling.number("why", cause.code());
      }
      if (!cause.detail().isEmpty()) {
        filling.text("what", cause.detail());
      }
      if (memoryMb != 0) {
        filling.number("memory", memoryMb);
      }
      filling.end();
      position = appended();
    }
    state.applyIntent(run, version, feature, attempt, cause, memoryMb);
    return position;
  }

  /** Records how the engine knows the latest attempt. */
  public void handle(int run, int version, int attempt, String nativeId) {
    synchronized (lock) {
      filling
          .begin("handle")
          .number("run", run)
          .number("version", version)
          .number("attempt", attempt)
          .text("id", nativeId)
          .end();
      appended();
    }
    state.applyHandle(run, version, nativeId);
  }

  /**
   * Records how the latest attempt ended; times are milliseconds since the epoch.
   *
   * <p>Of a long message the beginning is kept, of a long detail the end, for the end of a log says
   * most.
   */
  public void end(
      int run,
      int version,
      int attempt,
      TaskStatus status,
      long began,
      long ended,
      @Nullable Failure failure) {
    Failure kept = failure == null ? null : shortened(failure);
    synchronized (lock) {
      filling
          .begin("end")
          .number("run", run)
          .number("version", version)
          .number("attempt", attempt)
          .text("status", status.name())
          .number("began", began)
          .number("at", ended);
      if (kept != null) {
        Records.failure(filling, kept);
      }
      filling.end();
      appended();
    }
    state.applyEnd(run, version, status, began, ended, kept);
  }

  /**
   * Waits until everything up to this position is on disk.
   *
   * @throws JournalException if it will never be, because of an I/O error or because the writer was
   *     closed before
   */
  public void awaitDurable(long position) throws InterruptedException {
    synchronized (lock) {
      if (wanted < position) {
        wanted = position;
        lock.notifyAll();
      }
      while (durable < position && broken == null && !ended) {
        lock.wait();
      }
      failIfBroken();
      if (durable < position) {
        throw new JournalException(
            "the journal \"%s\" is closed; start another execution to go on".formatted(file));
      }
    }
  }

  /** Returns the position after all that has been recorded. */
  public long position() {
    synchronized (lock) {
      return appended;
    }
  }

  /** Tells whether everything up to this position is on disk. */
  public boolean isDurable(long position) {
    synchronized (lock) {
      return durable >= position;
    }
  }

  /**
   * Brings everything to disk and closes the file; at the end of an execution, puts a snapshot in
   * its place if it is long and mostly history.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      output.close();
    } catch (IOException e) {
      throw new JournalException(
          "cannot close the journal \"%s\": %s".formatted(file, e.getMessage()), e);
    }
    synchronized (lock) {
      failIfBroken();
      if (finished) {
        shorten();
      }
    }
  }

  /** That the journal stays as it is does no harm but that it is long. */
  private void shorten() {
    finished = false;
    if (snapshot.pays(state, length)) {
      try {
        snapshot.take(state, batch, mayWrite);
      } catch (IOException | JournalException e) {
        LOG.warn("the journal \"{}\" could not be replaced by a snapshot", file, e);
      }
    }
  }

  /**
   * The first record is on disk before anything else is written: a file without it is not the
   * beginning of a journal.
   */
  private void journal(String id) throws IOException {
    mayWrite.run();
    // A journal that grows has the older format, which older versions read, until it is replaced.
    Records.journal(filling, JournalReader.FORMAT_WITHOUT_SNAPSHOT, id, batch);
    output.write(ByteBuffer.wrap(filling.buffer(), 0, filling.length()));
    output.sync();
    length += filling.length();
    filling.clear();
    state.applyJournal(id);
  }

  private long appended() {
    if (appended == written || filling.length() > 1 << 20) {
      lock.notifyAll();
    }
    return ++appended;
  }

  private void commitLoop() {
    while (true) {
      long upTo;
      boolean sync;
      synchronized (lock) {
        awaitWork();
        if (filling.length() == 0 && written == durable) {
          ended = true;
          lock.notifyAll();
          return;
        }
        JsonLine swap = writing;
        writing = filling;
        filling = swap;
        upTo = appended;
        sync = wanted > durable || closing || System.nanoTime() - nextSync >= 0;
      }
      Throwable failure = commit(sync);
      synchronized (lock) {
        if (failure != null) {
          broken = failure;
        } else {
          written = upTo;
          if (sync) {
            durable = upTo;
            nextSync = System.nanoTime() + SYNC_NANOS;
          }
        }
        lock.notifyAll();
        if (failure != null) {
          return;
        }
      }
    }
  }

  /**
   * Waits until there is something to write, or to sync: somebody waits for it, or it has been
   * unsynced for long.
   */
  private void awaitWork() {
    while (filling.length() == 0 && wanted <= durable && !closing) {
      long untilSync = TimeUnit.NANOSECONDS.toMillis(nextSync - System.nanoTime());
      if (written > durable && untilSync <= 0) {
        return;
      }
      try {
        lock.wait(written > durable ? untilSync : 0);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread on purpose; what was appended must still reach the disk.
      }
    }
  }

  /** Whatever goes wrong, out of memory included, is told to those who wait. */
  private @Nullable Throwable commit(boolean sync) {
    try {
      mayWrite.run();
      for (int from = 0; from < writing.length(); from += WRITE_BYTES) {
        int count = Math.min(WRITE_BYTES, writing.length() - from);
        output.write(ByteBuffer.wrap(writing.buffer(), from, count));
        length += count;
      }
      if (sync) {
        output.sync();
      }
      writing.clear();
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return e;
    }
  }

  private void failIfBroken() {
    if (broken instanceof JournalException e) {
      throw new JournalException(String.valueOf(e.getMessage()), e); // the journal is another's
    }
    if (broken != null) {
      throw new JournalException(
          "cannot write the journal \"%s\": %s; free space or mend the disk, then run again to continue"
              .formatted(file, broken.getMessage()),
          broken);
    }
  }

  private static Failure shortened(Failure failure) {
    String message = failure.message();
    String detail = failure.detail();
    if (message.length() <= TEXT_LIMIT && detail.length() <= TEXT_LIMIT) {
      return failure;
    }
    int end = Math.min(message.length(), TEXT_LIMIT);
    int start = Math.max(0, detail.length() - TEXT_LIMIT);
    Failure kept =
        Failure.of(failure.kind(), message.substring(0, splitsPair(message, end) ? end - 1 : end))
            .withDetail(detail.substring(splitsPair(detail, start) ? start + 1 : start));
    if (failure.exitCode().isPresent()) {
      kept = kept.withExitCode(failure.exitCode().getAsInt());
    }
    return failure.signal().isPresent() ? kept.withSignal(failure.signal().getAsInt()) : kept;
  }

  private static boolean splitsPair(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }

  private static String newId() {
    String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      id.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return id.toString();
  }
}
