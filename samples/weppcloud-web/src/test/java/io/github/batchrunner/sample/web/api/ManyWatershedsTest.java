package io.github.batchrunner.sample.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.hydrology.WatershedGenerator;
import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A batch of 10,000 watersheds is set up with answers of bounded size. */
class ManyWatershedsTest {

  private static final String BATCH = "/api/batches/many";

  @Test
  void tenThousandAreSetUpPlannedAndDrawn(@TempDir Path data) throws IOException {
    Path file = data.resolve("many.geojson");
    WatershedGenerator.of(7, 10_000).writeTo(file);
    try (Service service =
        Service.start(data.resolve("service"), "--host.max-upload-bytes=" + (64 << 20))) {
      Described admin = new Described(service.admin());
      admin.post("/api/batches", "{\"name\":\"many\",\"config\":\"disturbed9002_wbt\"}");
      assertThat(
              admin.upload(BATCH + "/watersheds", file).json().at("/watersheds/features").asInt())
          .isEqualTo(10_000);

      JsonNode same =
          admin.post(BATCH + "/run-ids", "{\"template\":\"same\",\"show\":\"problems\"}").json();
      assertThat(same.path("rows")).hasSize(100);
      assertThat(same.at("/page/rows").asInt()).isEqualTo(10_000);
      assertThat(same.at("/duplicates/0/count").asInt()).isEqualTo(10_000);
      assertThat(same.at("/duplicates/0/features")).hasSize(8);
      JsonNode tooLong =
          admin.post(BATCH + "/run-ids", "{\"template\":\"{properties['none']}\"}").json();
      assertThat(tooLong.path("errors")).hasSize(50);
      assertThat(tooLong.at("/summary/errors").asInt()).isEqualTo(10_000);

      admin.put(BATCH + "/template", "{\"template\":\"{properties['HucName']}\"}");
      JsonNode plan = admin.post(BATCH + "/plan", "{\"page\":69,\"size\":1000}").json();
      assertThat(plan.path("to_run").asInt()).isEqualTo(70_000);
      assertThat(plan.path("items")).hasSize(1000);

      map(service.viewer());
    }
  }

  private static void map(Client viewer) {
    JsonNode map = viewer.get(BATCH + "/map").json();
    int positions = 0;
    assertThat(map.path("shapes")).hasSize(10_000);
    for (JsonNode shape : map.path("shapes")) {
      assertThat(shape).isNotEmpty();
      for (JsonNode ring : shape) {
        positions += ring.size() / 2;
      }
    }
    assertThat(positions).isBetween(100_000, 300_000);
  }
}
