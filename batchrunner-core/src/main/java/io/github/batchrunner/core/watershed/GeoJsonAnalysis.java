package io.github.batchrunner.core.watershed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What WEPPcloud keeps about a file of watersheds in {@code batch_runner.nodb}.
 *
 * <p>Source: {@code WatershedCollection._analyze_geojson} of wepppy. Unlike there, a file without
 * any position has no box instead of being refused.
 */
public final class GeoJsonAnalysis {

  private final int featureCount;
  private final List<Double> bbox;
  private final CoordinateSystem coordinateSystem;
  private final Map<String, Object> attributeSchema;
  private final List<Object> properties;
  private final List<Map<String, @Nullable Object>> samples;
  private final String checksum;
  private final long sizeBytes;

  GeoJsonAnalysis(
      GeoJsonReader.Result result,
      List<Double> bbox,
      AttributeSchema schema,
      List<Map<String, @Nullable Object>> samples) {
    this.featureCount = result.featureCount();
    this.bbox = bbox;
    this.coordinateSystem = result.coordinateSystem();
    this.attributeSchema = schema.toMap();
    this.properties = schema.names();
    this.samples = samples;
    this.checksum = result.checksum();
    this.sizeBytes = result.size();
  }

  /** Returns the SHA-256 of {@code json.dumps(data, sort_keys=True)}, in hexadecimal. */
  public String checksum() {
    return checksum;
  }

  /** Returns the length of {@code json.dumps(data)}, which is not the length of the file. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** Returns the names of all properties that occur, in the order of code points. */
  public List<String> propertyNames() {
    return properties.stream().map(String.class::cast).toList();
  }

  /**
   * Returns the state as WEPPcloud writes it, keys in its order.
   *
   * @param file the absolute path that the file is found under
   * @return a map that may be changed; its values are strings, numbers, lists, maps, and null
   */
  public Map<String, @Nullable Object> toState(Path file) {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("_geojson_filepath", file.toAbsolutePath().normalize().toString());
    state.put("feature_count", (long) featureCount);
    state.put("bbox", bbox.isEmpty() ? null : new ArrayList<Object>(bbox));
    state.put("epsg", coordinateSystem.epsg());
    state.put("epsg_source", coordinateSystem.epsgSource());
    state.put("properties", new ArrayList<>(properties));
    state.put("attribute_schema", new LinkedHashMap<>(attributeSchema));
    state.put("sample_properties", sampleProperties());
    state.put("checksum", checksum);
    state.put("size_bytes", sizeBytes);
    return state;
  }

  private List<Object> sampleProperties() {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Map<String, Object> sample = new LinkedHashMap<>();
      sample.put("index", (long) i);
      sample.put("properties", Collections.unmodifiableMap(samples.get(i)));
      all.add(sample);
    }
    return all;
  }
}
