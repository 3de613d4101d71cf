package io.github.batchrunner.rq.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes final values of drafts, from the inside to the outside.
 *
 * <p>Hence keys are complete before they are hashed, and what contains itself is cut where it would
 * begin again. What is shared is made once. Depth and unfolded size are limited, because whoever
 * walks the result, down to its {@code hashCode}, walks shared parts again and again.
 */
final class DraftFinisher {

  /** More keys of one dict with one hash than this happens on purpose only. */
  private static final int EQUAL_HASHES = 256;

  /** How many values may be hashed in keys, as a multiple of the limit of values. */
  private static final int HASHED = 8;

  private final PickleLimits limits;
  private int depth;
  private long hashed;

  DraftFinisher(PickleLimits limits) {
    this.limits = limits;
  }

  /** Returns the final value of anything that was read. */
  @Nullable Object value(@Nullable Object read) {
    return read instanceof Draft draft ? made(draft) : read;
  }

  private Object made(Draft draft) {
    if (draft.finished != null) {
      return draft.finished;
    }
    if (++depth > limits.depth()) {
      throw tooDeep(draft);
    }
    draft.open = true;
    Object finished = draft.finish(this);
    draft.open = false;
    draft.finished = finished;
    depth--;
    return finished;
  }

  /** Returns the final value of a part of a draft. */
  @Nullable Object one(Draft whole, @Nullable Object read) {
    if (!(read instanceof Draft part)) {
      grow(whole, 1, 0);
      return read;
    }
    if (part.open) {
      grow(whole, 1, 0);
      return new PyRecursion(part.type());
    }
    Object made = made(part);
    grow(whole, part.unfolded, part.height);
    return made;
  }

  private void grow(Draft whole, long unfolded, int height) {
    whole.unfolded += unfolded;
    whole.height = Math.max(whole.height, height + 1);
    if (whole.height > limits.depth()) {
      throw tooDeep(whole);
    }
    if (whole.unfolded > limits.values()) {
      throw PickleInput.failure(
          whole.position,
          "a %s holds more than %d values if each is counted as often as it is referred to"
              .formatted(whole.type(), limits.values()));
    }
  }

  private PickleException tooDeep(Draft draft) {
    return PickleInput.failure(
        draft.position,
        "a %s is part of more than %d levels of values".formatted(draft.type(), limits.depth()));
  }

  List<@Nullable Object> all(Draft whole, List<@Nullable Object> read) {
    List<@Nullable Object> made = new ArrayList<>(read.size());
    for (Object each : read) {
      made.add(one(whole, each));
    }
    return made;
  }

  /** Returns what is going to be hashed. */
  List<@Nullable Object> keys(Draft whole, List<@Nullable Object> read) {
    List<@Nullable Object> made = all(whole, read);
    Map<Integer, Integer> hashes = new HashMap<>();
    for (int i = 0; i < made.size(); i++) {
      checkKey(whole, read.get(i), made.get(i), hashes);
    }
    return made;
  }

  /** Returns a map of keys and values in turn; a later value of an equal key wins. */
  Map<@Nullable Object, @Nullable Object> map(Draft whole, List<@Nullable Object> read) {
    Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
    Map<Integer, Integer> hashes = new HashMap<>();
    for (int i = 0; i < read.size(); i += 2) {
      Object key = one(whole, read.get(i));
      checkKey(whole, read.get(i), key, hashes);
      made.put(key, one(whole, read.get(i + 1)));
    }
    return made;
  }

  /**
   * Limits the work that keys make: plain ones can be ordered by a map of many equal hashes, tuples
   * and objects cannot.
   */
  private void checkKey(
      Draft whole, @Nullable Object read, @Nullable Object made, Map<Integer, Integer> hashes) {
    boolean composite = read instanceof Draft || read instanceof PyOpaque;
    if (made == null || !composite) {
      return;
    }
    hashed += read instanceof Draft draft ? draft.unfolded : 1;
    if (hashed > (long) HASHED * limits.values()
        || hashes.merge(made.hashCode(), 1, Integer::sum) > EQUAL_HASHES) {
      throw PickleInput.failure(
          whole.position, "a " + whole.type() + " has keys that take too long to compare");
    }
  }
}
