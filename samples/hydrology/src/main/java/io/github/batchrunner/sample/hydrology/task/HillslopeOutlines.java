package io.github.batchrunner.sample.hydrology.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.sample.hydrology.delineation.Hillslope;
import io.github.batchrunner.sample.hydrology.files.GeoJsonOutline;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

/** {@code watershed/hillslopes.geojson}: the hillslopes as a map, to open in a GIS. */
final class HillslopeOutlines {
  private static final JsonFactory JSON = new JsonFactory();

  private HillslopeOutlines() {}

  static String of(List<Hillslope> hillslopes) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("type", "FeatureCollection");
      json.writeArrayFieldStart("features");
      for (Hillslope hillslope : hillslopes) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeNumberField("id", hillslope.id());
        json.writeObjectFieldStart("properties");
        json.writeNumberField("hillslope_id", hillslope.id());
        json.writeNumberField("channel_id", hillslope.channelId());
        json.writeStringField("side", hillslope.side().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("area_ha", Math.round(hillslope.area() / 100) / 100.0);
        json.writeNumberField("slope_pct", Math.round(hillslope.slopePercent() * 10) / 10.0);
        json.writeEndObject();
        json.writeFieldName("geometry");
        GeoJsonOutline.write(json, hillslope.outline());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return text.toString();
  }
}
