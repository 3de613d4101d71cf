package io.github.batchrunner.sample.hydrology;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.sample.hydrology.delineation.EqualAreaPlane;
import io.github.batchrunner.sample.hydrology.files.GeoJsonOutline;
import io.github.batchrunner.sample.hydrology.files.OutputFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.precision.GeometryPrecisionReducer;

/**
 * Makes watersheds that look like real ones, with the properties this sample's handlers read.
 *
 * <p>The outlines tile a region without gaps, have areas of some 4 to 250 km², wiggly divides, and
 * lie along a common direction of flow; one watershed in twelve has two parts, and the largest
 * encloses a closed basin. No two have the same {@code HucName}. The same generator gives the same
 * bytes on every machine.
 *
 * @param seed where chance comes from
 * @param count how many watersheds, 1 to 20,000
 * @param longitude of the middle of the region, degrees, -160 to 160
 * @param latitude of the middle of the region, degrees, -60 to 60
 */
public record WatershedGenerator(long seed, int count, double longitude, double latitude) {
  private static final int MOST = 20_000;
  private static final JsonFactory JSON = new JsonFactory();

  /** Checks the ranges. */
  public WatershedGenerator {
    require(count >= 1 && count <= MOST, "count", count, "1 to " + MOST);
    require(Math.abs(longitude) <= 160, "longitude", longitude, "-160 to 160");
    require(Math.abs(latitude) <= 60, "latitude", latitude, "-60 to 60");
  }

  private static void require(boolean allowed, String what, double value, String range) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "the " + what + " of generated watersheds is " + range + ", but this is " + value);
    }
  }

  /** Returns a generator whose watersheds lie around the Palouse, in Idaho and Washington. */
  public static WatershedGenerator of(long seed, int count) {
    return new WatershedGenerator(seed, count, -116.9, 46.7);
  }

  /** Returns the same generator around another point, degrees. */
  public WatershedGenerator around(double otherLongitude, double otherLatitude) {
    return new WatershedGenerator(seed, count, otherLongitude, otherLatitude);
  }

  /** Writes the watersheds as a GeoJSON FeatureCollection; a file of that name is replaced. */
  public void writeTo(Path file) throws IOException {
    OutputFile.write(file, toGeoJson());
  }

  /** Returns the watersheds as a GeoJSON FeatureCollection, one feature a line. */
  public String toGeoJson() {
    EqualAreaPlane plane = EqualAreaPlane.around(longitude, latitude);
    List<Geometry> basins = BasinTiling.create(seed, count);
    BasinNames names = new BasinNames(seed);
    BasinLandscape landscape = new BasinLandscape(seed);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("type", "FeatureCollection");
      json.writeArrayFieldStart("features");
      for (int i = 0; i < basins.size(); i++) {
        BasinProperties properties =
            landscape.properties(i, names.next(), basins.get(i).getCentroid().getCoordinate());
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeStringField("id", properties.huc12());
        properties.write(json);
        json.writeFieldName("geometry");
        GeoJsonOutline.write(json, onGrid(plane.toLonLat(basins.get(i))));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return text.toString();
  }

  /** To the six decimals of the file, such that the outline stays valid. */
  private static Geometry onGrid(Geometry lonLat) {
    return GeometryPrecisionReducer.reduce(lonLat, new PrecisionModel(1e6));
  }
}
