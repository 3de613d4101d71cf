package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.browser.SharedData;
import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.project.BaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch with a base project, and what is asked of its controls. */
final class TestBase {

  final BatchRunner batch;
  final BaseControls controls;

  private TestBase(BatchRunner batch, BaseControls controls) {
    this.batch = batch;
    this.controls = controls;
  }

  static TestBase of(Path root, String config) {
    return of(root, config, new LockFiles(Clock.systemUTC()));
  }

  static TestBase of(Path root, String config, BaseLocks locks) {
    BatchRunner batch =
        BatchRunner.builder()
            .baseProject(new ConfiguredProject())
            .create(root, BatchName.of("demo"), BaseConfig.named(config));
    return new TestBase(batch, new BaseControls(locks));
  }

  /** Puts a text in the place of a NoDb file. */
  TestBase with(String file, String text) {
    try {
      Files.writeString(path(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a real file in the place of one. */
  TestBase withReal(String file, String shared) {
    try {
      return with(file, Files.readString(SharedData.file("nodb/" + shared)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String file) {
    return batch.baseDirectory().resolve(file);
  }

  String text(String file) {
    try {
      return Files.readString(path(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NoDbDocument document(String file) {
    return NoDbFile.read(path(file)).document();
  }

  /** Returns the texts of all NoDb files. */
  Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    for (String file :
        List.of("climate", "disturbed", "landuse", "omni", "soils", "topaz", "watershed", "wepp")) {
      if (Files.exists(path(file + ".nodb"))) {
        texts.put(file, text(file + ".nodb"));
      }
    }
    return texts;
  }

  List<BaseControls.Edit> apply(String control, String field, @Nullable Object value) {
    return controls.apply(batch, form(control, field, value));
  }

  ControlState control(String id) {
    return controls.view(batch).stream()
        .filter(control -> control.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  FieldState field(String control, String name) {
    return control(control).fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Map<String, Map<String, @Nullable Object>> form(
      String control, String field, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(field, value);
    return Map.of(control, values);
  }
}
