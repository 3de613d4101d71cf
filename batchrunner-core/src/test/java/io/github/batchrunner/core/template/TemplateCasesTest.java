package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The shared cases: run-id templates with the run id that Python computed, or an error. */
class TemplateCasesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> everySharedCaseAgreesWithPython() throws IOException {
    JsonNode cases = JSON.readTree(SharedData.file("template-cases.json").toFile());
    assertThat(cases).hasSizeGreaterThan(60);
    return StreamSupport.stream(cases.spliterator(), false)
        .map(each -> DynamicTest.dynamicTest(each.path("template").textValue(), () -> check(each)));
  }

  private static void check(JsonNode each) {
    String template = each.path("template").textValue();
    Map<String, Object> feature = JSON.convertValue(each.path("feature"), new TypeReference<>() {});
    FeatureScope scope = new FeatureScope(feature, each.path("index").intValue());
    if (each.has("result")) {
      assertThat(runId(template, scope)).isEqualTo(each.path("result").textValue());
    } else if (each.path("error").textValue().equals("ValueError")
        && template.equals("{properties['empty']}")) {
      // An empty result is an error of the run id, not of the template.
      assertThat(runId(template, scope)).isEmpty();
    } else {
      TemplateException error =
          catchThrowableOfType(TemplateException.class, () -> runId(template, scope));
      assertThat(error).isNotNull();
      assertThat(error.column()).isBetween(1, template.length());
    }
  }

  private static String runId(String template, TemplateScope scope) {
    return PythonText.strip(Template.forRunIds(template).evaluate(scope));
  }
}
