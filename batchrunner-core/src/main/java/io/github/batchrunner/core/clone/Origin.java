package io.github.batchrunner.core.clone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a directory comes from: the marker by which a batch knows its own directories, kept in
 * {@code .batchrunner/origin.json}.
 *
 * @param batchName the batch that made the directory
 * @param runId the run it belongs to, or {@code _base}
 * @param baseFingerprint the {@linkplain BaseSnapshot#fingerprint() fingerprint} of the base it was
 *     cloned from; empty for a base project
 */
public record Origin(String batchName, String runId, String baseFingerprint) {

  /** The directory inside a run or a base that batchrunner keeps for itself. */
  public static final String PRIVATE_DIRECTORY = ".batchrunner";

  private static final String FILE = "origin.json";
  private static final int VERSION = 1;
  private static final long MAX_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the marker of a directory; a directory without one, or with one that nobody can read, has
   * none.
   *
   * @throws IOException when the marker is there but the system does not let it be read
   */
  public static Optional<Origin> of(Path directory) throws IOException {
    Path file = directory.resolve(PRIVATE_DIRECTORY).resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      String runId = json.path("run_id").asText();
      if (json.path("version").asInt() != VERSION || !isName(directory, runId)) {
        return Optional.empty();
      }
      return Optional.of(
          new Origin(json.path("batch").asText(), runId, json.path("base_fingerprint").asText()));
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  /** A run id is one directory name; anything else in its place is not a marker of ours. */
  private static boolean isName(Path directory, String runId) {
    try {
      Path name = directory.getFileSystem().getPath(runId);
      return !runId.isEmpty()
          && !runId.equals("..")
          && !runId.equals(".")
          && name.equals(name.getFileName());
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Writes the marker into a directory that is being filled. */
  public void writeTo(Path directory) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("batch", batchName);
    json.put("run_id", runId);
    json.put("base_fingerprint", baseFingerprint);
    Path own = Files.createDirectory(directory.resolve(PRIVATE_DIRECTORY));
    Files.write(
        own.resolve(FILE), (PythonJson.dumps(json) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  boolean isSameRun(String otherBatch, String otherRunId) {
    return batchName.equals(otherBatch) && runId.equals(otherRunId);
  }
}
