package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingDirectionTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String turned(String geometry) throws IOException {
    return JSON.writeValueAsString(
        RingDirection.rightHanded(JSON.readValue(geometry, Object.class)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"Polygon","coordinates":[[[0,0],[0,4],[4,4],[0,0]]]} | {"type":"Polygon","coordinates":[[[0,0],[4,4],[0,4],[0,0]]]}
          {"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[2,1],[3,1],[3,2],[2,1]]]} | {"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[2,1],[3,2],[3,1],[2,1]]]}
          {"type":"MultiPolygon","coordinates":[[[[0,0,7],[0,4],[4,4],[0,0,7]]],[[[9,0],[9,1],[8,1],[9,0]]]]} | {"type":"MultiPolygon","coordinates":[[[[0,0,7],[4,4],[0,4],[0,0,7]]],[[[9,0],[9,1],[8,1],[9,0]]]]}
          {"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,4]},{"type":"Polygon","coordinates":[[[0,0],[0,4],[4,4],[0,0]]]}]} | {"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,4]},{"type":"Polygon","coordinates":[[[0,0],[4,4],[0,4],[0,0]]]}]}
          {"type":"Polygon","coordinates":[[[179,0],[179,1],[-179,1],[179,0]]]} | {"type":"Polygon","coordinates":[[[179,0],[-179,1],[179,1],[179,0]]]}
          """)
  void outerRingsGoCounterclockwiseAndHolesClockwise(String before, String after)
      throws IOException {
    assertThat(turned(before)).isEqualTo(after);
    assertThat(turned(after)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "{\"type\":\"Polygon\"}",
        "{\"type\":\"Polygon\",\"coordinates\":null}",
        "{\"type\":\"Polygon\",\"coordinates\":[]}",
        "{\"type\":\"Polygon\",\"coordinates\":[null,[],[[]],[[1],[\"x\",2]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}",
        "{\"type\":\"LineString\",\"coordinates\":[[0,0],[0,4],[4,4],[0,0]]}"
      })
  void whatHasNoDirectionStaysAsItIs(String geometry) throws IOException {
    assertThat(turned(geometry)).isEqualTo(geometry);
  }
}
