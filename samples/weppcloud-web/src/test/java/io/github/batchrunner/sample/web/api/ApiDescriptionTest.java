package io.github.batchrunner.sample.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the API says all of it, and says it as it is. */
class ApiDescriptionTest {

  @TempDir private static Path data;
  private static Service service;
  private static JsonNode description;

  @BeforeAll
  static void start() {
    service = Service.start(data);
    description = service.viewer().get("/api/openapi").json();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void everyMappingIsDescribedAndNothingElse() {
    Set<String> mapped = new TreeSet<>();
    service
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((mapping, method) -> mapped.addAll(operations(mapping, method)));

    Set<String> described = new TreeSet<>();
    operations().forEach(operation -> described.add(operation.name()));

    assertThat(mapped).isNotEmpty();
    assertThat(described).isEqualTo(mapped);
  }

  private static List<String> operations(RequestMappingInfo mapping, HandlerMethod method) {
    List<String> operations = new ArrayList<>();
    if (method.getBeanType().getPackage().equals(ApiDescription.class.getPackage())) {
      for (String path : mapping.getPatternValues()) {
        mapping
            .getMethodsCondition()
            .getMethods()
            .forEach(verb -> operations.add(verb.name().toLowerCase(Locale.ROOT) + " " + path));
      }
    }
    return operations;
  }

  private record Operation(String name, JsonNode content) {}

  private static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb ->
                            operations.add(
                                new Operation(
                                    verb.getKey() + " " + path.getKey(), verb.getValue()))));
    return operations;
  }

  @Test
  void eachOperationHasASummaryAndItsProblems() {
    for (Operation operation : operations()) {
      assertThat(operation.content().path("summary").asString()).as(operation.name()).isNotBlank();
      for (String status : List.of("400", "401", "403", "500")) {
        assertThat(
                operation
                    .content()
                    .path("responses")
                    .path(status)
                    .at("/content/application~1problem+json/schema/$ref")
                    .asString())
            .as("%s %s", operation.name(), status)
            .isEqualTo("#/components/schemas/Problem");
      }
    }
  }

  @Test
  void membersAreNamedAsTheyAreSent() {
    JsonNode schemas = description.at("/components/schemas");

    assertThat(schemas.path("BatchView").path("properties").has("pipeline_tasks")).isTrue();
    schemas
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("properties")
                    .propertyNames()
                    .forEach(
                        name -> assertThat(name).as(schema.getKey()).matches("[a-z][a-z0-9_]*")));
  }

  @Test
  void schemasSayWhatMayBeNull() {
    JsonNode batch = description.at("/components/schemas/BatchView");

    assertThat(batch.path("required").toString())
        .contains("\"name\"")
        .doesNotContain("\"running\"");
    assertThat(batch.at("/properties/running/anyOf/1/type").asString()).isEqualTo("null");
    assertThat(
            description.at("/components/schemas/ReportViewRow/properties/run_id/type").toString())
        .contains("string", "null");
  }
}
