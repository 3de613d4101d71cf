package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.sample.web.HostSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartFile;

/** Hands uploads over to the library; what the uploader calls a file never becomes a path here. */
@Component
public final class Uploads {

  private static final String NAMELESS = "watersheds.geojson";

  private final HostSettings settings;

  Uploads(HostSettings settings) {
    this.settings = settings;
  }

  /**
   * Attaches the watersheds that somebody has uploaded.
   *
   * @throws MaxUploadSizeExceededException if the file is larger than the settings allow
   */
  public void attach(BatchRunner batch, MultipartFile upload, String person) throws IOException {
    if (upload.getSize() > settings.maxUploadBytes()) {
      throw new MaxUploadSizeExceededException(settings.maxUploadBytes());
    }
    Path directory = Files.createDirectories(settings.own().resolve("uploads"));
    Path file = Files.createTempFile(directory, "watersheds", ".upload");
    try {
      upload.transferTo(file);
      batch.attachWatersheds(file, options(upload, person));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private AttachOptions options(MultipartFile upload, String person) {
    String name = upload.getOriginalFilename();
    String type = upload.getContentType();
    AttachOptions.Builder options =
        AttachOptions.builder()
            .maxBytes(settings.maxUploadBytes())
            .originalName(name == null || name.isBlank() ? NAMELESS : name)
            .uploadedBy(person);
    return (type == null ? options : options.contentType(type)).build();
  }
}
