package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.runid.RunIdValidator;
import io.github.batchrunner.core.runid.RunIds;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.template.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

@OnlyWhereJazzerLoads
class RunIdFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RUNS = Path.of("runs").toAbsolutePath();
  private static final Template AS_IT_IS = Template.forRunIds("{properties['name']}");
  private static final Template SLUG = Template.forRunIds("{slug(properties['name'])}");

  /** Each line of the input is the name of a feature. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/template.dict")
  void aRunIdIsTheNameOfADirectoryOrRefused(byte[] input) throws IOException {
    RunIdValidator validator = new RunIdValidator(AS_IT_IS);
    int names = 0;
    for (String name : new String(input, StandardCharsets.UTF_16BE).split("\n", 32)) {
      checkName(name);
      checkSlug(name);
      validator.accept((long) names++, scope(name)::get);
    }
    check(validator.finish(""), names);
  }

  private static Map<String, Object> scope(String name) {
    return Map.of("properties", Map.of("name", name));
  }

  private static void checkName(String name) {
    Optional<String> refusal = RunIds.refusal(name);
    if (refusal.isPresent()) {
      require(!refusal.get().isBlank(), "no reason");
      return;
    }
    Path directory = RUNS.resolve(name);
    require(
        directory.normalize().equals(directory) && RUNS.equals(directory.getParent()),
        "outside of its place: " + directory);
    require(String.valueOf(directory.getFileName()).equals(name), "another name: " + directory);
  }

  private static void checkSlug(String name) {
    String slug = SLUG.evaluate(scope(name)::get);
    require(slug.matches("[A-Za-z0-9-]*"), "not a slug: " + slug);
    require(SLUG.evaluate(scope(slug)::get).equals(slug), "the slug of a slug: " + slug);
  }

  private static void check(ValidationReport report, int names) throws IOException {
    require(report.size() == names, report.size() + " rows");
    for (int row = 0; row < names; row++) {
      require(
          report.runId(row).isPresent() != report.error(row).isPresent(), "neither id nor error");
    }
    report.collisions().forEach(collision -> require(collision.runIds().size() > 1, "alone"));
    report.duplicates().forEach(duplicate -> require(duplicate.indexes().size() > 1, "alone"));
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    report.writeJson(json);
    require(JSON.readTree(json.toByteArray()).isObject(), "not JSON");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
