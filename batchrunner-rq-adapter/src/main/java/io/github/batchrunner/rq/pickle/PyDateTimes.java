package io.github.batchrunner.rq.pickle;

import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers of dates and times in the bytes that Python packs them into.
 *
 * <p>Source: {@code _getstate} in CPython's {@code Lib/datetime.py}. The highest bit of the month
 * (of the hour, in a time) is the fold.
 */
final class PyDateTimes {

  private static final int DATE_BYTES = 4;
  private static final int TIME_BYTES = 6;

  private PyDateTimes() {}

  /** Returns year, month and so on as Python shows them; null if the object is no date or time. */
  static @Nullable String fields(PyObject object) {
    if (!(object.maker() instanceof PyGlobal type)
        || object.args().size() == 0
        || !(object.args().get(0) instanceof byte[] packed)) {
      return null;
    }
    if (type.is("datetime", "datetime") && packed.length == DATE_BYTES + TIME_BYTES) {
      return date(packed) + ", " + time(packed, DATE_BYTES);
    }
    if (type.is("datetime", "date") && packed.length == DATE_BYTES) {
      return date(packed);
    }
    if (type.is("datetime", "time") && packed.length == TIME_BYTES) {
      return time(packed, 0);
    }
    return null;
  }

  private static String date(byte[] packed) {
    int year = (unsigned(packed, 0) << 8) | unsigned(packed, 1);
    return year + ", " + (packed[2] & 0x7f) + ", " + unsigned(packed, 3);
  }

  private static String time(byte[] packed, int at) {
    int second = unsigned(packed, at + 2);
    int micros =
        (unsigned(packed, at + 3) << 16)
            | (unsigned(packed, at + 4) << 8)
            | unsigned(packed, at + 5);
    return (packed[at] & 0x7f)
        + ", "
        + unsigned(packed, at + 1)
        + (second != 0 || micros != 0 ? ", " + second : "")
        + (micros != 0 ? ", " + micros : "");
  }

  private static int unsigned(byte[] packed, int at) {
    return packed[at] & 0xff;
  }
}
