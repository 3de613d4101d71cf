package io.github.batchrunner.rq.internal.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as RQ writes them: {@code 2026-01-02T03:04:05.000001Z}, always UTC, six digits.
 *
 * <p>Other forms of ISO 8601 end the workers that read them, so exactly this one is written.
 */
public final class RqTime {

  private static final Pattern FORM =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?Z");

  private static final double MOST_SECONDS = 1e11;

  private RqTime() {}

  /** Returns the text of a time of the years 0 to 9999, cut to microseconds. */
  public static String format(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(27);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2).append('.');
    return digits(text, utc.getNano() / 1000, 6).append('Z').toString();
  }

  /** Reads a time; empty if the text is empty or of another form. */
  public static Optional<Instant> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Instant seconds = LocalDateTime.parse(matcher.group(1)).toInstant(ZoneOffset.UTC);
      String fraction = matcher.group(2);
      return Optional.of(
          fraction == null
              ? seconds
              : seconds.plusNanos(Long.parseLong((fraction + "00000000").substring(0, 9))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns seconds since the epoch with six digits, as Python's {@code time.time()}; zero for
   * earlier times.
   */
  public static String seconds(Instant time) {
    if (time.getEpochSecond() < 0) {
      return "0";
    }
    StringBuilder text = new StringBuilder(20).append(time.getEpochSecond()).append('.');
    return digits(text, time.getNano() / 1000, 6).toString();
  }

  /**
   * Reads seconds since the epoch, such as the score of a sorted set; empty if they are no time
   * that anybody can mean: infinite, negative, or after the year 5000.
   */
  public static Optional<Instant> ofSeconds(double seconds) {
    if (!(seconds >= 0 && seconds < MOST_SECONDS)) {
      return Optional.empty();
    }
    long micros = Math.round(seconds * 1e6);
    return Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static StringBuilder digits(StringBuilder text, int value, int width) {
    String digits = Integer.toString(value);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(digits);
  }
}
