package io.github.batchrunner.core.nodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealNoDbFilesTest {

  private static List<Path> realFiles() throws IOException {
    try (Stream<Path> files = Files.list(Requirement.sharedData("nodb"))) {
      return files.filter(file -> file.toString().endsWith(".nodb")).sorted().toList();
    }
  }

  @Test
  void everyOneIsReadAndWrittenBackByteForByte() throws IOException {
    for (Path file : realFiles()) {
      NoDbDocument document = NoDbFile.read(file).document();
      assertThat(document.toBytes()).isEqualTo(Files.readAllBytes(file));
      for (String attribute : document.attributes()) {
        assertThat(document.with(attribute, document.value(attribute)))
            .as("%s of %s", attribute, file)
            .isEqualTo(document);
      }
    }
  }

  @Test
  void rebasingOneMovesItsPathsAndNoOthers() throws IOException {
    for (Path file : realFiles()) {
      NoDbDocument before = NoDbFile.read(file).document();
      NoDbDocument after = before.rebase("/wc1/batch/none/_base", "/data/b/r-1");
      assertThat(after.string("wd")).isEqualTo("/data/b/r-1");
      String wd = before.string("wd");
      String expected =
          wd.startsWith("/")
              ? before.toString().replace("\"" + wd, "\"/data/b/r-1")
              : before.with("wd", "/data/b/r-1").toString();
      String parent = before.has("_parent_wd") ? before.json("_parent_wd") : "\"_parent_wd\"";
      assertThat(after.toString())
          .isEqualTo(
              before.has("_parent_wd")
                  ? expected.replace("\"_parent_wd\": " + parent, "\"_parent_wd\": \"/data/b/r-1\"")
                  : expected);
    }
  }

  @Test
  void pathsOutsideTheProjectStay() throws IOException {
    Path climate = Requirement.sharedData("nodb/Test_Watershed_15.climate.nodb");
    NoDbDocument after = NoDbFile.read(climate).document().rebase("/x/_base", "/y");
    assertThat(after.json("_closest_stations"))
        .contains("\"/workdir/wepppy/wepppy/climates/cligen/2015_par_files/nv263205.par\"");
  }
}
