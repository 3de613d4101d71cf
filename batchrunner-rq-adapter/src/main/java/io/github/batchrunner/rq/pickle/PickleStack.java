package io.github.batchrunner.rq.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack that opcodes work on, with its marks: nothing below the last mark can be taken. */
final class PickleStack {

  private final PickleInput input;
  private final int limit;
  private @Nullable Object[] values = new Object[16];
  private int size;
  private int[] marks = new int[8];
  private int markCount;
  private int floor;
  private int pushed;

  /**
   * Makes an empty one.
   *
   * @param limit how many values may be put on it in all, whether they are taken again or not
   */
  PickleStack(PickleInput input, int limit) {
    this.input = input;
    this.limit = limit;
  }

  void push(@Nullable Object value) {
    count();
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** Counts something that takes memory as if it were put on the stack. */
  void count() {
    if (++pushed > limit) {
      throw input.failure("exceeds the limit of " + limit + " values in one pickle");
    }
  }

  @Nullable Object pop() {
    @Nullable Object value = top();
    values[--size] = null;
    return value;
  }

  @Nullable Object top() {
    if (size == floor) {
      throw input.failure("needs a value where there is none");
    }
    return values[size - 1];
  }

  void mark() {
    count();
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, 2 * markCount);
    }
    marks[markCount++] = size;
    floor = size;
  }

  /** Takes away everything down to the last mark, and the mark, and returns it in order. */
  List<@Nullable Object> popToMark() {
    if (markCount == 0) {
      throw input.failure("needs a mark where there is none");
    }
    int start = marks[--markCount];
    List<@Nullable Object> popped = new ArrayList<>(Arrays.asList(values).subList(start, size));
    Arrays.fill(values, start, size, null);
    size = start;
    floor = markCount == 0 ? 0 : marks[markCount - 1];
    return popped;
  }

  /** Takes away the value on top, or the mark if it is there. */
  void drop() {
    if (size == floor && markCount > 0) {
      popToMark();
    } else {
      pop();
    }
  }
}
