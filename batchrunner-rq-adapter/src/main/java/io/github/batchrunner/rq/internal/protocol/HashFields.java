package io.github.batchrunner.rq.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a hash or of a stream's entry that anybody may have written: what cannot be read is
 * as if it were not there.
 *
 * @param raw the fields as Redis held them; the arrays are not to be changed
 */
public record HashFields(Map<String, byte[]> raw) {

  /** Longer texts than any number's are not looked at. */
  private static final int MOST_DIGITS = 64;

  /** Copies the map. */
  public HashFields {
    raw = Collections.unmodifiableMap(new LinkedHashMap<>(raw));
  }

  /** Returns a field as text; empty if it is not there. */
  public String text(String name) {
    byte[] value = raw.get(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  /** Returns a field as a whole number. */
  public OptionalLong number(String name) {
    byte[] value = raw.get(name);
    if (value == null || value.length == 0 || value.length > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text(name).strip()));
    } catch (NumberFormatException notANumber) {
      return OptionalLong.empty();
    }
  }

  /** Returns a field as a time as RQ writes it. */
  public Optional<Instant> time(String name) {
    return RqTime.parse(text(name));
  }

  /** Returns a field that holds seconds since the epoch with a fraction as a time. */
  public Optional<Instant> unixTime(String name) {
    byte[] value = raw.get(name);
    if (value == null || value.length > MOST_DIGITS) {
      return Optional.empty();
    }
    try {
      return RqTime.ofSeconds(Double.parseDouble(text(name)));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** Returns a field that holds whole seconds. */
  public Optional<Duration> seconds(String name) {
    OptionalLong number = number(name);
    return number.isPresent()
        ? Optional.of(Duration.ofSeconds(number.getAsLong()))
        : Optional.empty();
  }

  /** Returns a field that holds seconds with a fraction. */
  public Optional<Duration> decimalSeconds(String name) {
    return unixTime(name).map(time -> Duration.between(Instant.EPOCH, time));
  }
}
