package io.github.batchrunner.core.journal;

import io.github.batchrunner.spi.Failure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The latest attempts of one task, a row for each run.
 *
 * <p>A row is six numbers of 64 bits that lie together, because they are read and written together;
 * rows lie in pages, so that a table that grows is not copied. Not thread-safe.
 */
final class TaskRows {

  private static final int PAGE_BITS = 9;
  private static final int PAGE_RUNS = 1 << PAGE_BITS;
  private static final int WIDTH = 6;

  // Where in a row its numbers are; some of them share 64 bits.
  private static final int FEATURE = 0;
  private static final int BEGAN = 1;
  private static final int ENDED = 2;
  private static final int VERSION_AND_ATTEMPTS = 3;
  private static final int INTENDED_AND_ORDER = 4;
  private static final int DETAIL_CAUSE_AND_STATUS = 5;

  private static final long LOW = 0xffff_ffffL;

  private long[][] pages = new long[0][];
  private int count;

  /** Memory of those attempts that had other than their task defines. */
  private final Map<Integer, Integer> memory = new HashMap<>();

  private final Map<Integer, Failure> failures = new HashMap<>();
  private final Map<Integer, String> nativeIds = new HashMap<>();

  /** Returns how many runs have a row. */
  int count() {
    return count;
  }

  /** Tells whether there is a row for this run. */
  boolean has(int run) {
    return run >= 0
        && run >> PAGE_BITS < pages.length
        && pages[run >> PAGE_BITS].length > 0
        && status(run) != 0;
  }

  /** What an intent says; nothing of the attempt before is left but when it ended. */
  void intend(
      int run,
      int version,
      long feature,
      int attempt,
      int intended,
      byte status,
      byte cause,
      int detail,
      int memoryMb) {
    long[] page = page(run);
    int row = row(run);
    count += (byte) page[row + DETAIL_CAUSE_AND_STATUS] == 0 ? 1 : 0;
    page[row + FEATURE] = feature;
    page[row + BEGAN] = 0;
    page[row + ENDED] = 0;
    page[row + VERSION_AND_ATTEMPTS] = pair(version, attempt);
    page[row + INTENDED_AND_ORDER] = pair(intended, page[row + INTENDED_AND_ORDER]);
    page[row + DETAIL_CAUSE_AND_STATUS] = pair(detail, (cause & 0xff) << 8 | status);
    if (memoryMb != 0) {
      memory.put(run, memoryMb);
    } else if (!memory.isEmpty()) {
      memory.remove(run);
    }
    if (!failures.isEmpty()) {
      failures.remove(run);
    }
    if (!nativeIds.isEmpty()) {
      nativeIds.remove(run);
    }
  }

  /** What an end says. */
  void end(int run, byte status, long began, long ended, int order) {
    long[] page = page(run);
    int row = row(run);
    page[row + BEGAN] = began;
    page[row + ENDED] = ended;
    page[row + INTENDED_AND_ORDER] = pair((int) (page[row + INTENDED_AND_ORDER] >> 32), order);
    page[row + DETAIL_CAUSE_AND_STATUS] = (page[row + DETAIL_CAUSE_AND_STATUS] & ~0xffL) | status;
  }

  private long[] page(int run) {
    int number = run >> PAGE_BITS;
    if (number >= pages.length) {
      int old = pages.length;
      pages = Arrays.copyOf(pages, Math.max(number + 1, old * 2));
      Arrays.fill(pages, old, pages.length, new long[0]);
    }
    if (pages[number].length == 0) {
      pages[number] = new long[PAGE_RUNS * WIDTH];
    }
    return pages[number];
  }

  private static long pair(int high, long low) {
    return (long) high << 32 | (low & LOW);
  }

  private static int row(int run) {
    return (run & (PAGE_RUNS - 1)) * WIDTH;
  }

  private long value(int run, int place) {
    return pages[run >> PAGE_BITS][row(run) + place];
  }

  // All below are for runs that have a row.

  byte status(int run) {
    return (byte) value(run, DETAIL_CAUSE_AND_STATUS);
  }

  byte cause(int run) {
    return (byte) (value(run, DETAIL_CAUSE_AND_STATUS) >> 8);
  }

  int detail(int run) {
    return (int) (value(run, DETAIL_CAUSE_AND_STATUS) >> 32);
  }

  int version(int run) {
    return (int) (value(run, VERSION_AND_ATTEMPTS) >> 32);
  }

  int attempts(int run) {
    return (int) value(run, VERSION_AND_ATTEMPTS);
  }

  int intended(int run) {
    return (int) (value(run, INTENDED_AND_ORDER) >> 32);
  }

  int order(int run) {
    return (int) value(run, INTENDED_AND_ORDER);
  }

  long feature(int run) {
    return value(run, FEATURE);
  }

  long began(int run) {
    return value(run, BEGAN);
  }

  long ended(int run) {
    return value(run, ENDED);
  }

  /** Memory by run, of those attempts that had other than their task defines. */
  Map<Integer, Integer> memory() {
    return memory;
  }

  /** Why attempts failed, by run. */
  Map<Integer, Failure> failures() {
    return failures;
  }

  /** What the engine calls attempts, by run. */
  Map<Integer, String> nativeIds() {
    return nativeIds;
  }
}
