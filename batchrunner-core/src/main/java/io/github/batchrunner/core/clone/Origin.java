package io.github.batchrunner.core.clone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a directory comes from: the marker by which a batch knows its own directories, kept in
 * {@code .batchrunner/origin.json}.
 *
 * @param batchName the batch that made the directory
 * @param runId the run it belongs to, or {@code _base}
 * @param baseFingerprint the {@linkplain BaseSnapshot#fingerprint() fingerprint} of the base it was
 *     cloned from, or whose edits were merged into it completely; empty for a base project
 * @param mergingTo the fingerprints of bases whose edits may have been merged into it in part,
 *     since a merge was cut short; empty as a rule
 */
public record Origin(
    String batchName, String runId, String baseFingerprint, List<String> mergingTo) {

  /** Copies the list. */
  public Origin {
    mergingTo = List.copyOf(mergingTo);
  }

  /** The origin of a directory in which no merge was cut short. */
  public Origin(String batchName, String runId, String baseFingerprint) {
    this(batchName, runId, baseFingerprint, List.of());
  }

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
      List<String> mergingTo = new ArrayList<>();
      json.path("merging_to").forEach(fingerprint -> mergingTo.add(fingerprint.asText()));
      return Optional.of(
          new Origin(
              json.path("batch").asText(),
              runId,
              json.path("base_fingerprint").asText(),
              mergingTo));
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
    Files.write(Files.createDirectory(directory.resolve(PRIVATE_DIRECTORY)).resolve(FILE), text());
  }

  /** Replaces the marker of a directory, in one step. */
  void replaceIn(Path directory) throws IOException {
    AtomicFile.write(directory.resolve(PRIVATE_DIRECTORY).resolve(FILE), text());
  }

  private byte[] text() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("batch", batchName);
    json.put("run_id", runId);
    json.put("base_fingerprint", baseFingerprint);
    if (!mergingTo.isEmpty()) {
      json.put("merging_to", mergingTo);
    }
    return (PythonJson.dumps(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** All versions of the base of which the directory may have something. */
  List<String> baseVersions() {
    List<String> versions = new ArrayList<>();
    versions.add(baseFingerprint);
    versions.addAll(mergingTo);
    return versions;
  }

  Origin beginMerge(String fingerprint) {
    Set<String> begun = new LinkedHashSet<>(mergingTo);
    begun.add(fingerprint);
    return new Origin(batchName, runId, baseFingerprint, List.copyOf(begun));
  }

  Origin endMerge(String fingerprint) {
    return new Origin(batchName, runId, fingerprint);
  }

  boolean isSameRun(String otherBatch, String otherRunId) {
    return batchName.equals(otherBatch) && runId.equals(otherRunId);
  }
}
