package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@OnlyWhereJazzerLoads
class TemplateFuzzTest {

  private static final Map<String, Object> SCOPE = scope();

  private static Map<String, Object> scope() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("HucName", "Upper Ça Creek-\uD83D\uDE00");
    properties.put("n", 7L);
    properties.put("area", -1.5e300);
    properties.put("nan", Double.NaN);
    properties.put("none", null);
    properties.put("list", new ArrayList<>(Arrays.asList(1L, "two", 3.5, true, null)));
    Map<String, Object> scope = new HashMap<>();
    scope.put("properties", properties);
    scope.put("feature", Map.of("properties", properties, "id", "x", "list", List.of(List.of(1L))));
    scope.put("index", 3L);
    scope.put("one_based_index", 4L);
    return scope;
  }

  /** A template is refused, fails for this feature, or has a text. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/template.dict")
  void aTemplateHasATextOrAnError(FuzzedDataProvider data) {
    String source = data.consumeRemainingAsString();
    try {
      String text = Template.forRunIds(source).evaluate(SCOPE::get);
      if (!Template.forRunIds(source).evaluate(SCOPE::get).equals(text)) {
        throw new IllegalStateException("another text the second time: " + text);
      }
    } catch (TemplateException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("no message", e);
      }
    }
  }
}
