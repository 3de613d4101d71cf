package io.github.batchrunner.rq.pickle;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pickle has noted down under a number, to be used again. */
final class PickleMemo {

  /** What stands in a place that was never noted; null is a value. */
  private static final Object NOTHING = new Object();

  private final PickleInput input;
  private @Nullable Object[] values = new Object[0];

  /** Numbers that would make the array longer than what was noted warrants. */
  private final Map<Long, @Nullable Object> far = new HashMap<>();

  private int count;

  PickleMemo(PickleInput input) {
    this.input = input;
  }

  /** Returns how many numbers have a value. */
  int count() {
    return count;
  }

  void put(long number, @Nullable Object value) {
    if (number < 0) {
      throw input.failure("notes a value under the negative number " + number);
    }
    boolean isNew = !has(number);
    if (number < values.length) {
      values[(int) number] = value;
    } else if (number <= 2L * count + 16 && !far.containsKey(number)) {
      int length = values.length;
      values = Arrays.copyOf(values, 4 * count + 32);
      Arrays.fill(values, length, values.length, NOTHING);
      values[(int) number] = value;
    } else {
      far.put(number, value);
    }
    count += isNew ? 1 : 0;
  }

  private boolean near(long number) {
    return number < values.length && values[(int) number] != NOTHING;
  }

  private boolean has(long number) {
    return near(number) || far.containsKey(number);
  }

  @Nullable Object get(long number) {
    if (number < 0 || !has(number)) {
      throw input.failure("asks for number " + number + ", under which nothing was noted");
    }
    return near(number) ? values[(int) number] : far.get(number);
  }
}
