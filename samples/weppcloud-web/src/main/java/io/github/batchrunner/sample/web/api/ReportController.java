package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.report.BatchReport;
import io.github.batchrunner.sample.web.batch.Batches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Makes reports and sends them. */
@RestController
@Tag(name = "report", description = "The report of a batch")
final class ReportController {

  /** A report of a large batch takes seconds and much memory. */
  private static final int MOST_AT_ONCE = 2;

  private final Batches batches;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  ReportController(Batches batches) {
    this.batches = batches;
  }

  @GetMapping("/api/batches/{batch}/report")
  @Operation(summary = "Writes the report of a batch as it stands, and returns it as a ZIP file")
  @ApiResponse(
      responseCode = "200",
      description = "All files of the report, in a directory with the name of the batch.",
      content = @Content(mediaType = "application/zip"))
  @ApiResponse(
      responseCode = "503",
      description = "Others are having reports made",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
              schema = @Schema(implementation = Problem.class)))
  void report(@PathVariable String batch, HttpServletResponse response) throws IOException {
    BatchRunner opened = batches.get(batch);
    if (!room.tryAcquire()) {
      throw new UnavailableException("other reports are being made; try again in a minute");
    }
    try {
      Path directory = Files.createTempDirectory("batchrunner-report-");
      try {
        BatchReport.write(opened, directory);
        response.setContentType("application/zip");
        response.setHeader(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(opened.name() + "-report.zip")
                .build()
                .toString());
        zip(directory, opened.name() + "-report/", response);
      } finally {
        FileSystemUtils.deleteRecursively(directory);
      }
    } finally {
      room.release();
    }
  }

  private static void zip(Path directory, String prefix, HttpServletResponse response)
      throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(directory)) {
      files = found.sorted().toList();
    }
    try (ZipOutputStream zip =
        new ZipOutputStream(response.getOutputStream(), StandardCharsets.UTF_8)) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(prefix + file.getFileName()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }
}
