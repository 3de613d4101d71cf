package io.github.batchrunner.core.watershed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has kept of the file of watersheds that is attached to it; reading it does not read
 * the file.
 *
 * @param fileName the name of the copy under {@code resources/}
 * @param originalName what the uploader calls the file
 * @param uploadedAt when it was attached; {@link Instant#EPOCH} if that is not known
 * @param uploadedBy who attached it; empty if that is not known
 * @param features how many features it has
 * @param bounds west, south, east and north in the coordinates of the file; empty if it has no
 *     position
 * @param epsg such as {@code EPSG:4326}
 * @param checksum that of {@link GeoJsonAnalysis#checksum}
 * @param sizeBytes that of {@link GeoJsonAnalysis#sizeBytes}
 * @param properties the properties of the features, in the order in which they first occur
 * @param issues what a person should know about the upload; empty for a batch that another program
 *     attached it to
 */
public record Attachment(
    String fileName,
    String originalName,
    Instant uploadedAt,
    String uploadedBy,
    long features,
    List<Double> bounds,
    String epsg,
    String checksum,
    long sizeBytes,
    List<Property> properties,
    List<Issue> issues) {

  private static final String SEVERITY = "severity";
  private static final String MESSAGE = "message";

  /** Copies the lists. */
  public Attachment {
    bounds = List.copyOf(bounds);
    properties = List.copyOf(properties);
    issues = List.copyOf(issues);
  }

  /**
   * A property that features have.
   *
   * @param name its name
   * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code array},
   *     {@code object}, {@code null}, or {@code mixed}
   * @param exampleOrNull its value in one of the first features, as {@link
   *     WatershedFeature#properties} has it; null if these have none
   */
  public record Property(String name, String type, @Nullable Object exampleOrNull) {

    /** Returns its value in one of the first features; empty if these have none. */
    public Optional<Object> example() {
      return Optional.ofNullable(exampleOrNull);
    }
  }

  /**
   * What a person should know about an upload.
   *
   * @param severity how much it matters
   * @param message what it is and where, as one line
   */
  public record Issue(InputIssue.Severity severity, String message) {

    /** Returns the issue in the form that is kept. */
    private Map<String, @Nullable Object> toState() {
      Map<String, @Nullable Object> state = new LinkedHashMap<>();
      state.put(SEVERITY, severity.name().toLowerCase(Locale.ROOT));
      state.put(MESSAGE, message);
      return state;
    }
  }

  /** Returns the form in which the issues of an upload are kept. */
  public static List<Map<String, @Nullable Object>> toState(List<InputIssue> issues) {
    return issues.stream()
        .map(issue -> new Issue(issue.severity(), issue.toString()).toState())
        .toList();
  }

  /**
   * Reads what is kept.
   *
   * @param state {@code _geojson_state}; what is missing there counts as not known
   * @param issues the form in which the issues are kept; anything else counts as none
   */
  public static Attachment of(Map<String, @Nullable Object> state, @Nullable Object issues) {
    String fileName = text(state.get("filename"));
    String original = text(state.get("original_filename"));
    return new Attachment(
        fileName,
        original.isEmpty() ? fileName : original,
        instant(text(state.get("uploaded_at"))),
        text(state.get("uploaded_by")),
        whole(state.get("feature_count")),
        numbers(state.get("bbox")),
        text(state.get("epsg")),
        text(state.get("checksum")),
        whole(state.get("size_bytes")),
        properties(state),
        issues(issues));
  }

  private static List<Property> properties(Map<String, @Nullable Object> state) {
    List<Property> properties = new ArrayList<>();
    if (state.get("attribute_schema") instanceof Map<?, ?> schema) {
      schema.forEach(
          (name, type) ->
              properties.add(
                  new Property(
                      text(name), text(type), example(state.get("sample_properties"), name))));
    }
    return properties;
  }

  private static @Nullable Object example(@Nullable Object samples, Object property) {
    if (samples instanceof List<?> list) {
      for (Object sample : list) {
        if (sample instanceof Map<?, ?> feature
            && feature.get("properties") instanceof Map<?, ?> values
            && values.get(property) != null) {
          return values.get(property);
        }
      }
    }
    return null;
  }

  private static List<Issue> issues(@Nullable Object kept) {
    List<Issue> issues = new ArrayList<>();
    if (kept instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> issue) {
          boolean error = "error".equals(issue.get(SEVERITY));
          issues.add(
              new Issue(
                  error ? InputIssue.Severity.ERROR : InputIssue.Severity.WARNING,
                  text(issue.get(MESSAGE))));
        }
      }
    }
    return issues;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  private static long whole(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static List<Double> numbers(@Nullable Object value) {
    return value instanceof List<?> list
            && list.stream().allMatch(each -> each instanceof Number number && isFinite(number))
        ? list.stream().map(each -> ((Number) each).doubleValue()).toList()
        : List.of();
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  private static Instant instant(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
