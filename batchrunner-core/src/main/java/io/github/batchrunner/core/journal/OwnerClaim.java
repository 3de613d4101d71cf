package io.github.batchrunner.core.journal;

import com.google.common.util.concurrent.Uninterruptibles;
import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a batch to one owner where the system's lock does not reach: between machines that
 * share a file system whose locks are each machine's own.
 *
 * <p>Whoever has the lock claims the batch by creating the file of the next generation, which
 * succeeds for one of all who try, whatever the locks do. It writes a beat into that file again and
 * again, and a mark when it lets go. A claim of another machine without that mark is watched for
 * longer than several beats before the next generation is begun, and an owner that finds a later
 * generation, or its own file gone, does not write any more. Thread-safe.
 */
final class OwnerClaim implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnerLock.class);

  /** How many beats are waited for; one or two may be late. */
  static final int WATCHED_BEATS = 4;

  private final ClaimFiles files;
  private final String batch;
  private final Rhythm rhythm;
  private final ClaimText.Claim self;
  private final int generation;
  private final Thread heart = new Thread(this::beatUntilClosed, "batchrunner-owner");

  private long beat;
  private long lookedAt = System.nanoTime();
  private boolean closed;
  private String lost = "";

  /**
   * How often an owner shows that it lives, and how somebody waits who watches it.
   *
   * @param interval time between two beats
   * @param pause waits
   * @param notice told what is waited for
   */
  record Rhythm(Duration interval, Pause pause, Consumer<String> notice) {

    /** Waits for a time. */
    interface Pause {
      /** Returns after this time. */
      void pause(Duration time) throws InterruptedException;
    }

    static Rhythm usual(Consumer<String> notice) {
      return new Rhythm(
          Duration.ofSeconds(5), time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()), notice);
    }
  }

  private OwnerClaim(
      ClaimFiles files, String batch, Rhythm rhythm, ClaimText.Claim self, int generation) {
    this.files = files;
    this.batch = batch;
    this.rhythm = rhythm;
    this.self = self;
    this.generation = generation;
  }

  /**
   * Claims a batch for somebody who has the system's lock.
   *
   * @param lock the file of the lock, beside which the claims are
   * @throws BatchBusyException if another machine owns it
   */
  static OwnerClaim of(Path lock, String batch, ClaimText.Claim self, Rhythm rhythm)
      throws IOException {
    ClaimFiles files = new ClaimFiles(lock);
    OptionalInt latest = files.latest();
    if (latest.isPresent()) {
      requireFree(files, latest.getAsInt(), batch, self, rhythm);
    }
    int generation = latest.orElse(0) + 1;
    OwnerClaim claim = new OwnerClaim(files, batch, rhythm, self, generation);
    try {
      files.create(generation, ClaimText.write(self, 0, false));
    } catch (FileAlreadyExistsException e) {
      throw busy(batch, files.read(generation));
    }
    files.deleteBefore(generation);
    claim.startBeating();
    return claim;
  }

  private static void requireFree(
      ClaimFiles files, int generation, String batch, ClaimText.Claim self, Rhythm rhythm)
      throws IOException {
    byte[] seen = files.read(generation);
    if (free(seen, self)) {
      return;
    }
    rhythm
        .notice()
        .accept(
            "the batch \"%s\" was being run by %s, and nobody said that this has ended; waiting %d seconds for a sign of it"
                .formatted(
                    batch, owner(seen), rhythm.interval().multipliedBy(WATCHED_BEATS).toSeconds()));
    for (int watched = 0; watched < WATCHED_BEATS; watched++) {
      pause(batch, rhythm);
      byte[] now = files.read(generation);
      if (free(now, self)) {
        return;
      }
      if (!Arrays.equals(seen, now)) {
        throw busy(batch, now);
      }
    }
  }

  /** Tells whether a claim has been let go, or is of this machine, whose lock then says enough. */
  private static boolean free(byte[] text, ClaimText.Claim self) {
    return ClaimText.read(text)
        .map(found -> found.released() || found.claim().sameMachine(self))
        .orElse(false);
  }

  private static void pause(String batch, Rhythm rhythm) {
    try {
      rhythm.pause().pause(rhythm.interval());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException(
          "interrupted while waiting whether the batch \"%s\" is being run; run it again to go on"
              .formatted(batch));
    }
  }

  private static String owner(byte[] text) {
    return ClaimText.read(text)
        .map(found -> found.claim().owner().toString())
        .orElse("an unknown process");
  }

  private static BatchBusyException busy(String batch, byte[] text) {
    return OwnerLock.busy(batch, owner(text));
  }

  /**
   * Returns who owns a batch on another machine, as far as that can be told without waiting: the
   * claim was written to in the last minute.
   *
   * @param now milliseconds since the epoch
   */
  static Optional<BatchOwner> elsewhere(Path lock, ClaimText.Claim self, long now)
      throws IOException {
    ClaimFiles files = new ClaimFiles(lock);
    OptionalInt latest = files.latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    long silence = Math.abs(now - files.lastWritten(latest.getAsInt()));
    return silence > TimeUnit.MINUTES.toMillis(1)
        ? Optional.empty()
        : ClaimText.read(files.read(latest.getAsInt()))
            .filter(found -> !found.released() && !found.claim().sameMachine(self))
            .map(found -> found.claim().owner());
  }

  private void startBeating() {
    heart.setDaemon(true);
    heart.start();
  }

  private synchronized void beatUntilClosed() {
    while (!closed && lost.isEmpty()) {
      long left = rhythm.interval().toNanos() - (System.nanoTime() - lookedAt);
      if (left <= 0) {
        beat();
        continue;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread on purpose; the batch must not seem to be nobody's.
      }
    }
  }

  /** Shows that the owner lives, if it is still the owner. */
  synchronized void beat() {
    lookedAt = System.nanoTime();
    if (closed || !lost.isEmpty()) {
      return;
    }
    try {
      String found = successor();
      if (found == null) {
        files.overwrite(generation, ClaimText.write(self, ++beat, false));
      } else {
        lost =
            "the batch \"%s\" has been taken over by %s, because this process gave no sign of life; nothing more is written here, and that one goes on"
                .formatted(batch, found);
      }
    } catch (IOException e) {
      // A file system that is away for a moment; whether the batch is ours is seen when it is back.
      LOG.warn("cannot show that the batch \"{}\" is being run", batch, e);
    }
  }

  /** Returns who came after this owner; null if nobody did. */
  private @Nullable String successor() throws IOException {
    int latest = files.latest().orElse(0);
    if (latest > generation) {
      return owner(files.read(latest));
    }
    boolean own =
        ClaimText.read(files.read(generation))
            .map(found -> found.claim().nonce().equals(self.nonce()))
            .orElse(false);
    return own ? null : "an unknown process";
  }

  /**
   * Makes sure that nobody else owns the batch by now; called before each write.
   *
   * @throws JournalException if somebody does
   */
  synchronized void requireHeld() {
    if (System.nanoTime() - lookedAt >= rhythm.interval().toNanos()) {
      beat(); // the thread that should have looked was kept from it, perhaps with the whole process
    }
    if (!lost.isEmpty()) {
      throw new JournalException(lost);
    }
  }

  /** Marks the batch as nobody's, and waits until no thread shows that it is somebody's. */
  @Override
  public void close() {
    release();
    Uninterruptibles.joinUninterruptibly(heart);
  }

  private synchronized void release() {
    if (!closed) {
      beat();
      closed = true;
      notifyAll();
      if (lost.isEmpty()) {
        try {
          files.overwrite(generation, ClaimText.write(self, beat, true));
        } catch (IOException e) {
          LOG.warn("cannot mark the batch \"{}\" as not run any more", batch, e);
        }
      }
    }
  }
}
