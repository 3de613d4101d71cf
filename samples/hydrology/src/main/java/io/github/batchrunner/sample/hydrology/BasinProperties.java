package io.github.batchrunner.sample.hydrology;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.sample.hydrology.files.WatershedAttributes;
import io.github.batchrunner.sample.hydrology.model.LandCover;
import io.github.batchrunner.sample.hydrology.model.SoilTexture;
import java.io.IOException;

/** The properties of a generated watershed; units as {@link WatershedAttributes} says. */
record BasinProperties(
    String hucName,
    String region,
    String huc12,
    int elevation,
    double slopePercent,
    double burned,
    LandCover cover,
    SoilTexture texture,
    int precipitation) {

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("properties");
    json.writeStringField("HucName", hucName);
    json.writeStringField("Region", region);
    json.writeStringField("HUC12", huc12);
    json.writeNumberField(WatershedAttributes.ELEVATION, elevation);
    json.writeNumberField(WatershedAttributes.SLOPE, slopePercent);
    json.writeNumberField(WatershedAttributes.BURNED, burned);
    json.writeStringField(WatershedAttributes.COVER, cover.label());
    json.writeStringField(WatershedAttributes.TEXTURE, texture.label());
    json.writeNumberField(WatershedAttributes.PRECIPITATION, precipitation);
    json.writeEndObject();
  }
}
