package io.github.batchrunner.core.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Elements, slices, sums and repetitions of text (a sequence of code points) and lists. */
final class PythonSequences {

  private PythonSequences() {}

  static boolean isSequence(Object value) {
    return value instanceof String || value instanceof List;
  }

  /** Returns the number of characters, elements or keys: Python's {@code len(value)}. */
  static long length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    throw new PythonError("len() needs text, a list or an object, not " + PythonValue.kind(value));
  }

  /** Returns {@code container[index]}, except for an object with a text as key. */
  static @Nullable Object element(Object container, Object index) {
    if (container instanceof Map) {
      throw new PythonError("the keys of an object are text, not " + PythonValue.kind(index));
    }
    if (!isSequence(container)) {
      throw new PythonError(PythonValue.kind(container) + " has no elements");
    }
    if (!PythonNumbers.isInteger(index)) {
      throw new PythonError(
          PythonValue.kind(container)
              + " is indexed by whole numbers, not by "
              + PythonValue.kind(index));
    }
    long length = length(container);
    long wanted = PythonNumbers.clampedLong(index);
    long position = wanted < 0 ? wanted + length : wanted;
    if (position < 0 || position >= length) {
      throw new PythonError(
          "the index " + wanted + " is outside: there are " + length + " elements, counted from 0");
    }
    if (container instanceof String text) {
      int start = text.offsetByCodePoints(0, (int) position);
      return text.substring(start, text.offsetByCodePoints(start, 1));
    }
    return PythonValue.of(((List<?>) container).get((int) position));
  }

  /** Returns {@code whole[from:to:step]}; null stands for a bound that is not given. */
  static Object slice(
      Object whole, @Nullable Object from, @Nullable Object to, @Nullable Object step) {
    if (!isSequence(whole)) {
      throw new PythonError("only text and lists can be sliced, not " + PythonValue.kind(whole));
    }
    int length = (int) length(whole);
    long stride = step == null ? 1 : bound(step);
    if (stride == 0) {
      throw new PythonError("the step of a slice cannot be 0");
    }
    // A longer stride takes no other elements, and cannot overflow the sum below.
    stride = Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, stride));
    boolean forward = stride > 0;
    long start = adjusted(from, forward ? 0 : length - 1, length, forward);
    long stop = adjusted(to, forward ? length : -1, length, forward);
    if (whole instanceof String text) {
      return sliceOfText(text, length, start, stop, stride);
    }
    List<?> list = (List<?>) whole;
    List<@Nullable Object> result = new ArrayList<>();
    forEachPosition(start, stop, stride, position -> result.add(list.get(position)));
    return result;
  }

  private static String sliceOfText(String text, int length, long start, long stop, long stride) {
    if (stride == 1) {
      if (start >= stop) {
        return "";
      }
      int begin = text.offsetByCodePoints(0, (int) start);
      return text.substring(begin, text.offsetByCodePoints(begin, (int) (stop - start)));
    }
    int[] characters =
        length == text.length() ? text.chars().toArray() : text.codePoints().toArray();
    StringBuilder result = new StringBuilder();
    forEachPosition(start, stop, stride, position -> result.appendCodePoint(characters[position]));
    return result.toString();
  }

  private static void forEachPosition(long start, long stop, long stride, IntConsumer action) {
    for (long i = start; stride > 0 ? i < stop : i > stop; i += stride) {
      action.accept((int) i);
    }
  }

  /** Counts a negative bound from the end and moves one that is outside to the edge. */
  private static long adjusted(@Nullable Object given, long absent, int length, boolean forward) {
    if (given == null) {
      return absent;
    }
    long position = bound(given);
    if (position < 0) {
      position += length;
      return position >= 0 ? position : forward ? 0 : -1;
    }
    return position < length ? position : forward ? length : length - 1L;
  }

  private static long bound(Object value) {
    if (!PythonNumbers.isInteger(value)) {
      throw new PythonError(
          "the bounds of a slice are whole numbers, not " + PythonValue.kind(value));
    }
    return PythonNumbers.clampedLong(value);
  }

  static List<?> concatenate(List<?> head, List<?> tail) {
    Limits.checkLength((long) head.size() + tail.size());
    List<@Nullable Object> result = new ArrayList<>(head.size() + tail.size());
    result.addAll(head);
    result.addAll(tail);
    return result;
  }

  /** Returns {@code sequence * count}; nothing for a negative count. */
  static Object repeat(Object sequence, Object count) {
    long times = Math.max(0, PythonNumbers.smallInteger(count));
    int length = sequence instanceof String text ? text.length() : ((List<?>) sequence).size();
    if (length > 0) {
      // One factor at a time, since the product of both may not fit.
      Limits.checkLength(times);
      Limits.checkLength(length * times);
    } else {
      times = 0;
    }
    if (sequence instanceof String text) {
      return text.repeat((int) times);
    }
    List<@Nullable Object> result = new ArrayList<>();
    for (List<?> copy : Collections.nCopies((int) times, (List<?>) sequence)) {
      result.addAll(copy);
    }
    return result;
  }
}
