package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A file to be read, and what it is called in messages.
 *
 * @param path the file
 * @param name the name that a person knows it by
 * @param source its bytes
 */
record GeoJsonFile(Path path, String name, Source source) {

  static GeoJsonFile of(Path path) {
    return of(path, path.toString());
  }

  static GeoJsonFile of(Path path, String name) {
    return new GeoJsonFile(path, name, () -> Files.newInputStream(path));
  }

  /** Reads the file, and turns what goes wrong into exceptions for people. */
  GeoJsonReader.Result read(
      ReadRequest request, LoadOptions options, Consumer<FeatureBatch> consumer) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InvalidInputException(
          "Watersheds cannot be read from \""
              + name
              + "\": it is not a file. Give a GeoJSON file.");
    }
    try {
      return new GeoJsonReader(source, options.largestFeature(), options.threads())
          .read(request, consumer);
    } catch (GeoJsonProblem e) {
      throw refusal(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  BatchRunnerException unreadable(IOException e) {
    if (e instanceof NoSuchFileException) {
      return new InvalidInputException(
          "Watersheds cannot be read from \"" + name + "\": there is no such file.", e);
    }
    return new BatchRunnerException(
        "Watersheds cannot be read from \"" + name + "\": " + e.getMessage() + ".", e);
  }

  private BatchRunnerException refusal(GeoJsonProblem problem) {
    Finding finding = problem.finding();
    try {
      TextLocation location =
          TextLocator.locate(source, new TreeSet<>(List.of(finding.offset())))
              .get(finding.offset());
      InputIssue issue =
          new InputIssue(
              InputIssue.Severity.ERROR,
              finding.code(),
              finding.message(),
              finding.featureIndex(),
              location);
      return new InvalidGeoJsonException(name, issue, problem);
    } catch (IOException e) {
      return unreadable(e);
    }
  }
}
