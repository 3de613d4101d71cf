package io.github.batchrunner.sample.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Client.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A client that holds each JSON answer against the description of the API that it was given. */
final class Described {

  private static final String API = "/api/openapi";

  private final Client client;
  private final JsonNode description;

  Described(Client client) {
    this.client = client;
    this.description = client.get(API).json();
  }

  JsonNode description() {
    return description;
  }

  Client client() {
    return client;
  }

  Response get(String path) {
    return checked("get", path, client.get(path));
  }

  Response post(String path, String json) {
    return checked("post", path, client.post(path, json));
  }

  Response put(String path, String json) {
    return checked("put", path, client.put(path, json));
  }

  Response upload(String path, Path file) {
    return checked("put", path, client.upload(path, file));
  }

  Response upload(String path, String name, byte[] content) {
    return checked("put", path, client.upload(path, name, content));
  }

  private Response checked(String method, String path, Response response) {
    String where = path.replaceFirst("\\?.*", "");
    JsonNode operation = operation(where, method);
    if (operation.isMissingNode()) {
      assertThat(response.status()).as("%s %s is not described", method, where).isIn(404, 405);
      return response;
    }
    JsonNode answer = operation.path("responses").path(String.valueOf(response.status()));
    assertThat(answer.isMissingNode())
        .as("%s %s does not describe %s: %s", method, where, response.status(), response.body())
        .isFalse();
    String type = response.header("Content-Type");
    JsonNode content = answer.path("content").path(type);
    assertThat(content.isMissingNode()).as("%s %s as %s", method, where, type).isFalse();
    List<String> differences = new ArrayList<>();
    compare(response.json(), content.path("schema"), "", differences);
    assertThat(differences).as("%s %s", method, where).isEmpty();
    return response;
  }

  private JsonNode operation(String path, String method) {
    for (var described : description.path("paths").properties()) {
      if (path.matches(described.getKey().replaceAll("\\{[^}]*\\}", "[^/]+"))
          && described.getValue().has(method)) {
        return described.getValue().path(method);
      }
    }
    return MissingNode.getInstance();
  }

  /**
   * Members that are sent and not described, or described and not sent, and values of other types.
   */
  private void compare(JsonNode value, JsonNode schema, String where, List<String> differences) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceFirst(".*/", "");
      compare(value, description.at("/components/schemas/" + name), where, differences);
    } else if (schema.has("anyOf")) {
      if (!value.isNull()) {
        compare(value, schema.path("anyOf").path(0), where, differences);
      }
    } else if (!types(schema).isEmpty() && !isOneOf(value, types(schema))) {
      differences.add(where + " is " + value.getNodeType() + ", not " + types(schema));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        compare(value.get(i), schema.path("items"), where + "[" + i + "]", differences);
      }
    } else if (value.isObject() && schema.has("properties")) {
      members(value, schema, where, differences);
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(
              member ->
                  compare(
                      member.getValue(),
                      schema.path("additionalProperties"),
                      where + "." + member.getKey(),
                      differences));
    }
  }

  private void members(JsonNode value, JsonNode schema, String where, List<String> differences) {
    JsonNode known = schema.path("properties");
    value
        .properties()
        .forEach(
            member -> {
              String name = where + "." + member.getKey();
              if (known.has(member.getKey())) {
                compare(member.getValue(), known.path(member.getKey()), name, differences);
              } else {
                differences.add(name + " is not described");
              }
            });
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asString())) {
                differences.add(where + "." + name.asString() + " is not sent");
              }
            });
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(each -> types.add(each.asString()));
    } else if (type.isString()) {
      types.add(type.asString());
    }
    return types;
  }

  private static boolean isOneOf(JsonNode value, List<String> types) {
    return types.stream()
        .anyMatch(
            type ->
                switch (type) {
                  case "null" -> value.isNull();
                  case "string" -> value.isString();
                  case "boolean" -> value.isBoolean();
                  case "integer" -> value.isIntegralNumber();
                  case "number" -> value.isNumber();
                  case "array" -> value.isArray();
                  default -> value.isObject();
                });
  }
}
