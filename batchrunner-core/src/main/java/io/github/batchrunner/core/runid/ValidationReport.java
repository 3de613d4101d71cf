package io.github.batchrunner.core.runid;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The run ids of a batch and what is wrong with them.
 *
 * <p>The content is that of WEPPcloud's report, and beside it the {@linkplain #collisions()
 * collisions}: ids that differ, but not on every file system. A batch can be run when {@link
 * #isValid()}.
 *
 * <p>Instances are immutable and safe for use by several threads; the lists they return are views
 * that make their elements when asked.
 */
public final class ValidationReport {

  private final String template;
  private final String resourceChecksum;
  private final RunIdColumns columns;
  private final StringRows same;
  private final StringRows folded;
  private final int[] duplicated;
  private final int[] collided;
  private final BitSet usable;

  /**
   * A run id that several features have.
   *
   * @param runId the run id
   * @param indexes the positions of the features in their file, from 0, ascending
   */
  public record Duplicate(String runId, List<Integer> indexes) {

    /** Copies the indexes. */
    public Duplicate {
      indexes = List.copyOf(indexes);
    }
  }

  /**
   * Run ids that differ, but name the same directory where case or Unicode normalisation is
   * ignored, as on macOS and Windows.
   *
   * @param runIds the differing ids, in the order of their first features
   * @param indexes the positions of the features that have one of them, from 0, ascending
   */
  public record Collision(List<String> runIds, List<Integer> indexes) {

    /** Copies both lists. */
    public Collision {
      runIds = List.copyOf(runIds);
      indexes = List.copyOf(indexes);
    }
  }

  /**
   * A feature without a run id.
   *
   * @param index the position of the feature in its file, from 0
   * @param featureId the {@code id} of the feature as read from JSON; null when it has none
   * @param error why, as one line
   */
  public record RowError(int index, @Nullable Object featureId, String error) {}

  /**
   * The counts, which are WEPPcloud's except for the collisions.
   *
   * @param totalFeatures all features
   * @param errors the features without a run id: the template failed for them, or gave nothing, or
   *     gave what cannot be a run id
   * @param duplicateRunIds the run ids (not the features) that more than one feature has
   * @param unique the different run ids, duplicated ones counted once
   * @param valid the features with a run id, those with a duplicate included: {@code totalFeatures
   *     - errors}
   * @param collisions the groups of run ids that some file systems confuse
   * @param isValid whether the batch can be run: there is a feature, and no error, no duplicate and
   *     no collision
   */
  public record Summary(
      int totalFeatures,
      int errors,
      int duplicateRunIds,
      int unique,
      int valid,
      int collisions,
      boolean isValid) {}

  ValidationReport(
      String template, String resourceChecksum, RunIdColumns columns, StringRows same) {
    this.template = template;
    this.resourceChecksum = resourceChecksum;
    this.columns = columns;
    this.same = same;
    this.folded = new StringRows(row -> FoldedName.of(String.valueOf(columns.runId(row))));
    int[] firsts = firstRows(same);
    for (int first : firsts) {
      folded.add(first, FoldedName.of(String.valueOf(columns.runId(first))));
    }
    this.duplicated = Arrays.stream(firsts).filter(same::hasOthers).toArray();
    this.collided = Arrays.stream(firstRows(folded)).filter(folded::hasOthers).toArray();
    this.usable = usableRows();
  }

  private int[] firstRows(StringRows grouped) {
    return IntStream.range(0, columns.rows()).filter(grouped::isFirst).toArray();
  }

  private BitSet usableRows() {
    BitSet rows = new BitSet(columns.rows());
    rows.set(0, columns.rows());
    for (int n = 0; n < columns.errors(); n++) {
      rows.clear(columns.errorRow(n));
    }
    for (int first : duplicated) {
      clear(rows, first);
    }
    for (int first : collided) {
      for (int row : folded.rows(first)) {
        clear(rows, row);
      }
    }
    return rows;
  }

  private void clear(BitSet rows, int first) {
    for (int row = first; row != StringRows.NONE; row = same.next(row)) {
      rows.clear(row);
    }
  }

  /** Returns the source of the template. */
  public String template() {
    return template;
  }

  /** Returns the SHA-256 of the template's UTF-8, in hexadecimal. */
  public String templateHash() {
    return sha256(template);
  }

  /** Returns the checksum of the attached GeoJSON; empty when there is none. */
  public String resourceChecksum() {
    return resourceChecksum;
  }

  /**
   * Returns the SHA-256 of the template and the checksum, in hexadecimal, which changes with either
   * of them.
   */
  public String validationHash() {
    return sha256(resourceChecksum.isEmpty() ? template : template + "|" + resourceChecksum);
  }

  private static String sha256(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  /** Returns the counts. */
  public Summary summary() {
    return new Summary(
        size(),
        columns.errors(),
        duplicated.length,
        same.groups(),
        size() - columns.errors(),
        collided.length,
        isValid());
  }

  /** Returns whether every feature has a safe run id of its own, and there is a feature. */
  public boolean isValid() {
    return size() > 0 && usable.cardinality() == size();
  }

  /** Returns the number of features. */
  public int size() {
    return columns.rows();
  }

  /**
   * Returns the run id of a feature; empty when it has an error instead.
   *
   * @param index the position of the feature in its file, from 0
   */
  public Optional<String> runId(int index) {
    return Optional.ofNullable(columns.runId(index));
  }

  /**
   * Returns the {@code id} of a feature as read from JSON; empty when it has none.
   *
   * @param index the position of the feature in its file, from 0
   */
  public Optional<Object> featureId(int index) {
    return Optional.ofNullable(columns.featureId(index));
  }

  /**
   * Returns why a feature has no run id; empty when it has one.
   *
   * @param index the position of the feature in its file, from 0
   */
  public Optional<String> error(int index) {
    return Optional.ofNullable(columns.error(index));
  }

  /**
   * Returns whether a feature has a run id that is its own: no error, no duplicate, no collision.
   *
   * @param index the position of the feature in its file, from 0
   */
  public boolean isValid(int index) {
    return usable.get(index);
  }

  /** Returns the features without a run id, in the order of the file. */
  public List<RowError> errors() {
    return view(columns.errors(), n -> rowError(columns.errorRow(n)));
  }

  private RowError rowError(int row) {
    return new RowError(row, columns.featureId(row), String.valueOf(columns.error(row)));
  }

  /** Returns the run ids that several features have, in the order of their first features. */
  public List<Duplicate> duplicates() {
    return view(duplicated.length, n -> duplicate(duplicated[n]));
  }

  private Duplicate duplicate(int first) {
    return new Duplicate(runIdOf(first), Ints.asList(same.rows(first)));
  }

  /** Returns the ids that only a part of all file systems tells apart, by their first features. */
  public List<Collision> collisions() {
    return view(collided.length, n -> collision(collided[n]));
  }

  private Collision collision(int first) {
    int[] firsts = folded.rows(first);
    int[] all =
        Arrays.stream(firsts).flatMap(each -> Arrays.stream(same.rows(each))).sorted().toArray();
    return new Collision(Arrays.stream(firsts).mapToObj(this::runIdOf).toList(), Ints.asList(all));
  }

  private String runIdOf(int row) {
    return String.valueOf(columns.runId(row));
  }

  private static <T> List<T> view(int size, IntFunction<T> element) {
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        if (index < 0 || index >= size) {
          throw new IndexOutOfBoundsException("index " + index + " of " + size);
        }
        return element.apply(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /**
   * Writes the report as one JSON object with the members of WEPPcloud's report and {@code
   * collisions}, row by row; only ASCII is written.
   *
   * @param out is flushed and not closed
   */
  public void writeJson(OutputStream out) throws IOException {
    new ReportJson(this, columns).write(out);
  }

  /**
   * Returns the short form that {@code batch_runner.nodb} keeps as {@code _runid_template_state}:
   * the report without its rows, with the first 50 errors and duplicates, and the status {@code ok}
   * or {@code invalid}.
   *
   * @return JSON objects as maps in the order in which they are written, arrays as lists
   */
  public Map<String, @Nullable Object> toState() {
    return new ReportJson(this, columns).state();
  }
}
