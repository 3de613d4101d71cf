package io.github.batchrunner.core.watershed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.batchrunner.core.internal.json.CanonicalReader;
import io.github.batchrunner.core.internal.json.CodePointOrder;
import io.github.batchrunner.core.internal.json.JsonBytes;
import io.github.batchrunner.core.internal.json.JsonInput;
import io.github.batchrunner.core.internal.json.JsonTextException;
import io.github.batchrunner.core.internal.json.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a FeatureCollection from its beginning to its end, in memory that does not grow with it.
 *
 * <p>One thread finds where features end, others read them ({@link BatchPipeline}). Members of the
 * collection other than its features are kept, since they are small.
 */
final class GeoJsonReader {

  private static final String WRAP = "{\"type\": \"FeatureCollection\", \"features\": [ … ]}";

  private final Source source;
  private final int longestValue;
  private final int threads;

  /**
   * What a reading has found besides the features.
   *
   * @param featureCount how many features there are; at least one
   * @param coordinateSystem what the coordinates mean
   * @param checksum as {@link Checksum}; empty unless geometries were read
   * @param size the bytes of the text the checksum is of
   * @param byteOrderMark whether the file begins with one
   */
  record Result(
      int featureCount,
      CoordinateSystem coordinateSystem,
      String checksum,
      long size,
      boolean byteOrderMark) {}

  /**
   * Creates a reader.
   *
   * @param longestValue bytes of one feature, or another member of the collection, at most
   * @param threads threads that read features
   */
  GeoJsonReader(Source source, int longestValue, int threads) {
    this.source = source;
    this.longestValue = longestValue;
    this.threads = threads;
  }

  /** Reads the file; the consumer is given every batch once, in their order, on this thread. */
  Result read(ReadRequest request, Consumer<FeatureBatch> consumer)
      throws IOException, GeoJsonProblem {
    Pass first = new Pass(request, consumer, emptyHeader());
    Result result = first.run();
    if (!request.geometry() || first.headerCameInTime()) {
      return result;
    }
    // A member whose name sorts before "features" came after them; the checksum needs it first.
    Result second = new Pass(ReadRequest.checksumOnly(), batch -> {}, first.header).run();
    if (second.featureCount != result.featureCount) {
      throw problem("the file was changed while it was read; read it again", 0);
    }
    return second;
  }

  private static SortedMap<String, byte[]> emptyHeader() {
    return new TreeMap<>(CodePointOrder.COMPARATOR);
  }

  /** One reading of the file. */
  private final class Pass {

    private final ReadRequest request;
    private final Consumer<FeatureBatch> consumer;
    private final SortedMap<String, byte[]> knownHeader;
    private final SortedMap<String, byte[]> header = emptyHeader();
    private @Nullable Checksum checksum;
    private int sizeOfHeaderAtFeatures;
    private @Nullable Object crs;
    private boolean isCollection;
    private int featureCount;

    Pass(
        ReadRequest request,
        Consumer<FeatureBatch> consumer,
        SortedMap<String, byte[]> knownHeader) {
      this.request = request;
      this.consumer = consumer;
      this.knownHeader = knownHeader;
    }

    Result run() throws IOException, GeoJsonProblem {
      try (InputStream in = source.open()) {
        GeoJsonScanner scanner = new GeoJsonScanner(in, longestValue);
        boolean marked = scanner.begin();
        collection(scanner);
        Checksum finished = checksum;
        if (!isCollection) {
          throw problem("the file has no \"type\"; " + wanted(), 0);
        }
        if (finished == null) {
          throw problem("the FeatureCollection has no \"features\"", 0);
        }
        String digest = request.geometry() ? finished.finish(header) : "";
        return new Result(featureCount, CoordinateSystem.of(crs), digest, finished.size(), marked);
      }
    }

    boolean headerCameInTime() {
      return header.headMap(Checksum.FEATURES).size() == sizeOfHeaderAtFeatures;
    }

    private void collection(GeoJsonScanner scanner) throws IOException, GeoJsonProblem {
      int first = scanner.peek();
      if (first == GeoJsonScanner.END) {
        throw problem("the file is empty; " + wanted(), 0);
      }
      if (first != '{') {
        String found = first == '[' ? "the file is a list" : "the file is not a JSON object";
        throw problem(found + "; " + wanted(), scanner.offset());
      }
      scanner.advance();
      boolean more = scanner.peek() != '}';
      while (more) {
        member(scanner);
        more = separator(scanner, '}');
      }
      scanner.advance();
      if (scanner.peek() != GeoJsonScanner.END) {
        throw problem("something follows the end of the JSON text", scanner.offset());
      }
    }

    /** Passes over a comma and returns true, or stops before the closing bracket. */
    private boolean separator(GeoJsonScanner scanner, char close)
        throws IOException, GeoJsonProblem {
      int next = scanner.peek();
      if (next == ',') {
        scanner.advance();
        return true;
      }
      if (next != close) {
        throw unexpected(scanner, "a comma or \"" + close + "\"");
      }
      return false;
    }

    private void member(GeoJsonScanner scanner) throws IOException, GeoJsonProblem {
      if (scanner.peek() != '"') {
        throw unexpected(scanner, "a name in quotes");
      }
      long offset = scanner.offset();
      String name = String.valueOf(small(scanner, new JsonBytes()));
      boolean features = name.equals(Checksum.FEATURES);
      if (header.containsKey(name) || (features && checksum != null)) {
        throw problem("the key \"" + name + "\" stands twice in one object", offset);
      }
      if (scanner.peek() != ':') {
        throw unexpected(scanner, "a colon");
      }
      scanner.advance();
      if (features) {
        features(scanner);
      } else {
        other(name, scanner);
      }
    }

    private void other(String name, GeoJsonScanner scanner) throws IOException, GeoJsonProblem {
      scanner.peek();
      long offset = scanner.offset();
      JsonBytes canonical = new JsonBytes();
      Object value = small(scanner, canonical);
      header.put(name, canonical.copyFrom(0));
      if (name.equals("crs")) {
        crs = value;
      }
      if (name.equals("type")) {
        isCollection = "FeatureCollection".equals(value);
        if (!isCollection) {
          throw problem(notACollection(value), offset);
        }
      }
    }

    /** Reads a value that is not a feature. */
    private @Nullable Object small(GeoJsonScanner scanner, JsonBytes canonical)
        throws IOException, GeoJsonProblem {
      if (scanner.peek() == GeoJsonScanner.END) {
        throw scanner.truncated(Finding.NO_FEATURE);
      }
      long offset = scanner.offset();
      int length = scanner.value(Finding.NO_FEATURE);
      int start = scanner.position() - length;
      int invalid = Utf8.firstInvalid(scanner.buffer(), start, start + length);
      if (invalid >= 0) {
        throw new GeoJsonProblem(
            "utf-8",
            "the file is not UTF-8; save it in that encoding",
            Finding.NO_FEATURE,
            offset + invalid - start);
      }
      try (JsonParser parser = JsonInput.parser(scanner.buffer(), start, length)) {
        return small(parser, canonical);
      } catch (JsonTextException e) {
        throw new GeoJsonProblem(
            e.isSyntaxError() ? "json" : "geojson",
            String.valueOf(e.getMessage()),
            Finding.NO_FEATURE,
            offset + e.offset(),
            e);
      }
    }

    private @Nullable Object small(JsonParser parser, JsonBytes canonical) throws IOException {
      try {
        if (parser.nextToken() == null) {
          throw new JsonTextException("a value is missing", 0);
        }
        return new CanonicalReader(parser, canonical).read();
      } catch (JsonProcessingException e) {
        throw JsonTextException.of(e, parser);
      }
    }

    private void features(GeoJsonScanner scanner) throws IOException, GeoJsonProblem {
      sizeOfHeaderAtFeatures = header.headMap(Checksum.FEATURES).size();
      Checksum digest = new Checksum(knownHeader.isEmpty() ? header : knownHeader);
      checksum = digest;
      int first = scanner.peek();
      if (first == GeoJsonScanner.END) {
        throw scanner.truncated(Finding.NO_FEATURE);
      }
      if (first != '[') {
        throw problem("\"features\" has to be a list", scanner.offset());
      }
      scanner.advance();
      if (scanner.peek() == ']') {
        throw problem("the FeatureCollection has no features", scanner.offset());
      }
      Consumer<FeatureBatch> both =
          batch -> {
            if (request.geometry()) {
              digest.features(batch.canonical);
            }
            consumer.accept(batch);
          };
      try (BatchPipeline pipeline = new BatchPipeline(request, threads, both)) {
        boolean more = true;
        while (more) {
          FeatureBatch batch = pipeline.next(featureCount);
          more = fill(batch, scanner, pipeline);
          pipeline.submit(batch, !more);
        }
        pipeline.finish();
      }
      scanner.advance();
    }

    /** Fills a batch and returns whether there are more features behind it. */
    private boolean fill(FeatureBatch batch, GeoJsonScanner scanner, BatchPipeline pipeline)
        throws IOException, GeoJsonProblem {
      try {
        boolean more = true;
        while (more && !batch.isFull()) {
          element(scanner, batch);
          more = separator(scanner, ']');
        }
        return more;
      } catch (GeoJsonProblem here) {
        // If something is wrong further up too, that is what a person has to know first.
        pipeline.submit(batch, false);
        pipeline.finish();
        throw here;
      }
    }

    private void element(GeoJsonScanner scanner, FeatureBatch batch)
        throws IOException, GeoJsonProblem {
      int first = scanner.peek();
      if (first == GeoJsonScanner.END) {
        throw scanner.truncated(featureCount);
      }
      if (first != '{') {
        throw new GeoJsonProblem(
            "geojson",
            "an element of \"features\" is not an object; it has to be a Feature",
            featureCount,
            scanner.offset());
      }
      long offset = scanner.offset();
      int length = scanner.value(featureCount);
      batch.add(scanner.buffer(), scanner.position() - length, length, offset);
      featureCount++;
    }

    private GeoJsonProblem unexpected(GeoJsonScanner scanner, String expected) throws IOException {
      int found = scanner.peek();
      if (found == GeoJsonScanner.END) {
        return scanner.truncated(Finding.NO_FEATURE);
      }
      String shown = found < 0x7f && found > ' ' ? "\"" + (char) found + "\"" : "byte " + found;
      return new GeoJsonProblem(
          "json",
          "the file is not JSON: " + expected + " is expected but there is " + shown,
          Finding.NO_FEATURE,
          scanner.offset());
    }
  }

  private static String notACollection(@Nullable Object type) {
    if (!(type instanceof String name)) {
      return "the \"type\" of the file is not a string; " + wanted();
    }
    if (name.equals("Feature")) {
      return "the file is a single Feature; wrap it in a FeatureCollection: " + WRAP;
    }
    if (GeometryKind.named(name) != null) {
      return "the file is a geometry (\""
          + name
          + "\"); make it the \"geometry\" of a Feature and wrap"
          + " that in a FeatureCollection: "
          + WRAP;
    }
    String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
    return "the file is a \"" + shown + "\"; " + wanted();
  }

  private static String wanted() {
    return "watersheds have to be a GeoJSON FeatureCollection: " + WRAP;
  }

  private static GeoJsonProblem problem(String message, long offset) {
    return new GeoJsonProblem("geojson", message, Finding.NO_FEATURE, offset);
  }
}
