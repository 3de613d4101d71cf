package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.internal.json.JsonBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of neighbouring features: their text, and what has been read from it.
 *
 * <p>Filled by the thread that scans, read by one of the threads that parse, used by the first
 * again; never by two at a time. Batches are used again and again.
 */
final class FeatureBatch {

  /** Bytes of text with which a batch is full. */
  private static final int SIZE = 1 << 20;

  private byte[] text;
  private int length;
  private int firstIndex;
  private int count;
  private int[] starts = new int[256];
  private int[] lengths = new int[256];
  private long[] fileOffsets = new long[256];

  final JsonBytes canonical;
  final FeatureColumns columns = new FeatureColumns();
  final List<WatershedFeature> features = new ArrayList<>();
  final List<Map<String, @Nullable Object>> samples = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  private AttributeSchema schema = new AttributeSchema();

  /** Creates a batch with room for the usual number of features. */
  FeatureBatch() {
    this(SIZE + (SIZE >> 2));
  }

  /** Creates a batch with room for this many bytes of text; it grows if that is not enough. */
  FeatureBatch(int capacity) {
    text = new byte[capacity];
    canonical = new JsonBytes(capacity);
  }

  /** Forgets everything and gets ready for the feature with this index. */
  void begin(int index) {
    // The features are parsed as the elements of a list that starts here and never ends.
    text[0] = '[';
    length = 1;
    count = 0;
    firstIndex = index;
    canonical.clear();
    columns.clear();
    features.clear();
    samples.clear();
    findings.clear();
    schema = new AttributeSchema();
  }

  /** Adds the text of a feature. */
  void add(byte[] buffer, int start, int size, long fileOffset) {
    ensure(size + 1);
    if (count > 0) {
      text[length++] = ',';
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
      fileOffsets = Arrays.copyOf(fileOffsets, 2 * count);
    }
    starts[count] = length;
    lengths[count] = size;
    fileOffsets[count++] = fileOffset;
    System.arraycopy(buffer, start, text, length, size);
    length += size;
  }

  boolean isFull() {
    return length >= SIZE;
  }

  int count() {
    return count;
  }

  int firstIndex() {
    return firstIndex;
  }

  byte[] text() {
    return text;
  }

  int length() {
    return length;
  }

  int lengthOf(int member) {
    return lengths[member];
  }

  long fileOffsetOf(int member) {
    return fileOffsets[member];
  }

  /** Returns which of the batch's features a byte of the text belongs to. */
  int memberAt(long textOffset) {
    int found = Arrays.binarySearch(starts, 0, count, (int) textOffset);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  /** Returns where a byte of the text stands in the file. */
  long toFileOffset(long textOffset) {
    int member = memberAt(textOffset);
    return fileOffsets[member] + textOffset - starts[member];
  }

  AttributeSchema schema() {
    return schema;
  }

  private void ensure(int more) {
    if (more > text.length - length) {
      text = Arrays.copyOf(text, Math.max(length + more, text.length + (text.length >> 1)));
    }
  }
}
