package io.github.batchrunner.sample.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes the API as OpenAPI: what its problems are, and names as they are sent. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

  private static final String PROBLEM = "Problem";

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("weppcloud-web")
                .version("1")
                .description(
                    """
                    Batches of watersheds: creating, configuring, planning, running and watching them. \
                    Reading needs the role BATCH_VIEWER, everything else BATCH_ADMIN; changes need the \
                    token of the page in the header X-CSRF-TOKEN. Times are UTC, durations seconds, \
                    areas square metres."""));
  }

  /** The pages speak Jackson 3, springdoc reads classes with Jackson 2: both name alike. */
  @Bean
  ModelResolver namesAsTheyAreSent(SchemaNames names) {
    ObjectMapper mapper = Json31.mapper().copy();
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    return new ModelResolver(mapper, names).openapi31(true);
  }

  @Bean
  SchemaNames schemaNames() {
    return new SchemaNames();
  }

  /** Says which members are always there, and which may be null. */
  @Bean
  OpenApiCustomizer presence(SchemaNames names) {
    return api ->
        api.getComponents()
            .getSchemas()
            .forEach(
                (name, schema) -> names.type(name).ifPresent(type -> Presence.tell(type, schema)));
  }

  @Bean
  OpenApiCustomizer describedProblems() {
    return api -> {
      ResolvedSchema problem =
          ModelConverters.getInstance(true)
              .resolveAsResolvedSchema(new AnnotatedType(Problem.class).resolveAsRef(true));
      problem.referencedSchemas.forEach(api.getComponents()::addSchemas);
      api.getPaths().forEach((path, item) -> addProblems(path, item));
    };
  }

  private static void addProblems(String path, PathItem item) {
    item.readOperationsMap()
        .forEach(
            (method, operation) -> {
              problemsOf(path, method, operation)
                  .forEach((status, meaning) -> add(operation, status, meaning));
              operation
                  .getResponses()
                  .forEach(
                      (status, response) -> {
                        if (status.startsWith("4") || status.startsWith("5")) {
                          isProblem(response);
                        }
                      });
            });
  }

  /** Returns what may be answered instead, by status. */
  private static Map<String, String> problemsOf(
      String path, PathItem.HttpMethod method, Operation operation) {
    Map<String, String> problems = new LinkedHashMap<>();
    problems.put("400", "Something of the request cannot be used");
    problems.put("401", "Nobody is signed in");
    problems.put("403", "The role is missing, or the page is out of date");
    if (path.contains("{")) {
      problems.put("404", "There is no such thing");
    }
    if (method != PathItem.HttpMethod.GET) {
      problems.put("409", "The name is taken, or the batch is being run");
    }
    if (operation.getRequestBody() != null) {
      problems.put("413", "The request is too large");
      problems.put("415", "The request has another media type");
    }
    problems.put("500", "The service failed");
    return problems;
  }

  /** What a controller says itself of a problem stays. */
  private static void add(Operation operation, String status, String meaning) {
    operation.getResponses().putIfAbsent(status, new ApiResponse().description(meaning));
  }

  private static void isProblem(ApiResponse response) {
    response.setContent(
        new Content()
            .addMediaType(
                "application/problem+json",
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
  }
}
