package io.github.batchrunner.core.watershed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.json.CanonicalReader;
import io.github.batchrunner.core.internal.json.JsonBytes;
import io.github.batchrunner.core.internal.json.JsonInput;
import io.github.batchrunner.core.internal.json.JsonTextException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** Reads single features of a file again, and makes sure that they are still the same. */
final class FeatureFetcher implements AutoCloseable {

  private final Path file;
  private final FeatureColumns columns;
  private final GeometryFactory factory;
  private final FileChannel channel;

  FeatureFetcher(Path file, FeatureColumns columns, GeometryFactory factory) throws IOException {
    this.file = file;
    this.columns = columns;
    this.factory = factory;
    this.channel = FileChannel.open(file);
  }

  /** Returns the feature with all its properties. */
  WatershedFeature feature(int index) throws IOException {
    return read(index, new GeometryBuilder(factory)).features.get(0);
  }

  /** Returns the geometry; an empty collection if the feature has none. */
  Geometry geometry(int index) throws IOException {
    GeometryBuilder builder = new GeometryBuilder(factory);
    read(index, builder);
    return builder.result();
  }

  /** Returns the feature object with all its members. */
  @SuppressWarnings("unchecked") // the text was read as an object before and is unchanged
  Map<String, @Nullable Object> document(int index) throws IOException {
    byte[] text = text(index);
    JsonBytes canonical = new JsonBytes(text.length);
    try (JsonParser parser = JsonInput.parser(text, 0, text.length)) {
      parser.nextToken();
      Object document = new CanonicalReader(parser, canonical).read();
      if (ContentHash.of(canonical.array(), 0, canonical.size()).equals(columns.hash(index))
          && document instanceof Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
      }
      throw changed(index, null);
    } catch (JsonTextException | JsonProcessingException e) {
      throw changed(index, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private FeatureBatch read(int index, GeometryBuilder builder) throws IOException {
    byte[] text = text(index);
    FeatureBatch batch = new FeatureBatch(text.length + 2);
    batch.begin(index);
    batch.add(text, 0, text.length, columns.offset(index));
    try {
      FeatureReader.read(ReadRequest.everything(), batch, builder);
    } catch (GeoJsonProblem e) {
      throw changed(index, e);
    }
    if (!batch.columns.hash(0).equals(columns.hash(index))) {
      throw changed(index, null);
    }
    return batch;
  }

  private byte[] text(int index) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(columns.length(index));
    while (text.hasRemaining()) {
      if (channel.read(text, columns.offset(index) + text.position()) < 0) {
        throw changed(index, null);
      }
    }
    return text.array();
  }

  private InvalidInputException changed(int index, @Nullable Throwable cause) {
    String message =
        "Feature %d of \"%s\" is not what it was when the file was read; the file has changed, so attach it again."
            .formatted(index, file);
    return cause == null
        ? new InvalidInputException(message)
        : new InvalidInputException(message, cause);
  }
}
