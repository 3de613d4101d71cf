package io.github.batchrunner.core.clone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a base project had in it at one moment.
 *
 * @param fingerprint the {@linkplain BaseSnapshot#fingerprint() fingerprint} of that base
 * @param files by the path below the base, with {@code /} between the names; directories before
 *     what is in them
 */
record BaseManifest(String fingerprint, Map<String, FileState> files) {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  static BaseManifest of(BaseSnapshot base) {
    Map<String, FileState> files = new LinkedHashMap<>();
    for (BaseEntry entry : base.entries()) {
      if (!entry.path().toString().isEmpty()) {
        files.put(PathNames.slashed(entry.path()), base.state(entry));
      }
    }
    return new BaseManifest(base.fingerprint(), Collections.unmodifiableMap(files));
  }

  FileState file(String path) {
    return files.getOrDefault(path, FileState.ABSENT);
  }

  byte[] toBytes() {
    StringBuilder text = new StringBuilder("{\"version\": 1, \"fingerprint\": ");
    text.append(PythonJson.dumps(fingerprint)).append(", \"files\": {");
    String separator = "\n";
    for (Map.Entry<String, FileState> file : files.entrySet()) {
      text.append(separator)
          .append(PythonJson.dumps(file.getKey()))
          .append(": ")
          .append(PythonJson.dumps(members(file.getValue())));
      separator = ",\n";
    }
    return text.append("\n}}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> members(FileState state) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kind", state.kind().word());
    if (!state.is(FileState.Kind.DIRECTORY)) {
      members.put("sha256", state.hash());
      members.put("size", state.size());
    }
    return members;
  }

  /** Reads a manifest; one that nobody can read, or of a later version, is none. */
  static Optional<BaseManifest> parse(byte[] text) throws IOException {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("version").asInt() != VERSION || !json.path("files").isObject()) {
        return Optional.empty();
      }
      Map<String, FileState> files = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> file : json.path("files").properties()) {
        FileState.@Nullable Kind kind = kind(file.getValue().path("kind").asText());
        if (kind == null) {
          return Optional.empty();
        }
        files.put(
            file.getKey(),
            new FileState(
                kind,
                file.getValue().path("sha256").asText(),
                file.getValue().path("size").asLong()));
      }
      return Optional.of(
          new BaseManifest(json.path("fingerprint").asText(), Collections.unmodifiableMap(files)));
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  private static FileState.@Nullable Kind kind(String word) {
    for (FileState.Kind kind : FileState.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }
}
