package io.github.batchrunner.core.watershed;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watersheds that have been attached to a batch, and where they came from.
 *
 * @param watersheds the watersheds, read from the copy in the batch
 * @param fileName the copy's name under {@code resources/}
 * @param originalName what the uploader calls the file
 * @param contentType the media type
 * @param replaced whether there was a file of that name before
 * @param uploadedAt when, in UTC with microseconds, such as {@code
 *     2026-11-21T03:00:00.000001+00:00}
 * @param uploadedBy who; empty if that is not known
 * @param issues the warnings about the upload
 */
public record AttachedWatersheds(
    WatershedCollection watersheds,
    String fileName,
    String originalName,
    String contentType,
    boolean replaced,
    String uploadedAt,
    String uploadedBy,
    List<InputIssue> issues) {

  /** Copies the issues. */
  public AttachedWatersheds {
    issues = List.copyOf(issues);
  }

  /** Returns the copy in the batch. */
  public Path file() {
    return watersheds.file();
  }

  /**
   * Returns {@code _geojson_state} as WEPPcloud writes it to {@code batch_runner.nodb}: the
   * analysis and the metadata of the upload.
   */
  public Map<String, @Nullable Object> toState() {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.putAll(watersheds.analysis().toState(file()));
    state.put("resource_type", "geojson");
    state.put("filename", fileName);
    state.put("original_filename", originalName);
    state.put("relative_path", WatershedAttacher.RESOURCES + "/" + fileName);
    state.put("content_type", contentType);
    state.put("replaced", replaced);
    state.put("uploaded_at", uploadedAt);
    state.put("uploaded_by", uploadedBy.isEmpty() ? null : uploadedBy);
    return state;
  }
}
