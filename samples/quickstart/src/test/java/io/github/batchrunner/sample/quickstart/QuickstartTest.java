package io.github.batchrunner.sample.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.BatchResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  private static final Path WATERSHEDS = Path.of("watersheds.geojson");

  @TempDir Path root;

  @Test
  void runsItsHandlerForEachWatershed() throws Exception {
    BatchResult result = Quickstart.run(root, WATERSHEDS, "{slug(properties['name'])}");

    assertThat(result.succeeded()).isTrue();
    assertThat(result.progress().runs().succeeded()).isEqualTo(3);
    Path batch = root.resolve("quickstart");
    assertThat(batch.resolve("Cedar-Creek").resolve("measure.txt"))
        .content()
        .matches("\\d+ bytes\n");
    assertThat(batch.resolve("Birch-Creek").resolve("measure.txt")).exists();
    assertThat(batch.resolve("Alder-Fork").resolve("measure.txt")).exists();
  }

  @Test
  void stopsBeforeTheFirstRunWhenTwoWatershedsHaveOneRunId() {
    assertThatThrownBy(() -> Quickstart.run(root, WATERSHEDS, "{properties['region']}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("north");
    assertThat(root.resolve("quickstart").resolve("north")).doesNotExist();
  }
}
