package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * The watersheds of a GeoJSON file.
 *
 * <p>About 100 bytes are kept of each feature; everything else is read again when it is asked for,
 * and refused if the file has changed meanwhile. What can be used but may not be meant is among the
 * {@linkplain #issues issues}. Features are known by their index, from 0. Immutable, and safe for
 * use by several threads.
 */
public final class WatershedCollection {

  private static final FeatureVisitor NOBODY = feature -> {};

  private final Path file;
  private final LoadOptions options;
  private final FeatureColumns columns;
  private final CoordinateSystem coordinateSystem;
  private final GeoJsonAnalysis analysis;
  private final List<InputIssue> issues;
  private final GeometryFactory factory = new GeometryFactory();

  private WatershedCollection(
      Path file,
      LoadOptions options,
      FeatureColumns columns,
      CoordinateSystem coordinateSystem,
      GeoJsonAnalysis analysis,
      List<InputIssue> issues) {
    this.file = file;
    this.options = options;
    this.columns = columns;
    this.coordinateSystem = coordinateSystem;
    this.analysis = analysis;
    this.issues = issues;
  }

  /** Reads a file with the default options; else as the longest form of this method. */
  public static WatershedCollection load(Path file) {
    return load(file, LoadOptions.defaults());
  }

  /** Reads a file; else as the longest form of this method. */
  public static WatershedCollection load(Path file, LoadOptions options) {
    return load(GeoJsonFile.of(file), options);
  }

  /**
   * Reads a file in one pass and shows its features to a visitor on the way.
   *
   * <p>The file has to be a GeoJSON FeatureCollection (RFC 7946) with at least one feature, in
   * UTF-8. As Python reads JSON, and so WEPPcloud: {@code NaN}, {@code Infinity} and {@code
   * -Infinity} are numbers, though not in coordinates; whole numbers may have any size, up to 1000
   * digits. A {@code crs} member is honoured ({@link CoordinateSystem}). Unlike Python, a byte
   * order mark at the beginning is passed over, as RFC 8259 permits, and two members of the same
   * name in one object are refused. Refused are also: what is nested more than 100 levels deep,
   * strings of more than 16 Mi characters, lone surrogates in names, rings that are not closed or
   * have fewer than four positions.
   *
   * @param file a file; not copied, so it should stay as it is
   * @param properties the properties the visitor's features are to have
   * @param visitor is given each feature once, before it is known whether the rest can be read
   * @throws InvalidGeoJsonException if the file is not such a collection
   * @throws InvalidInputException if there is no such file
   * @throws BatchRunnerException if the file cannot be read
   */
  public static WatershedCollection load(
      Path file, LoadOptions options, PropertySelection properties, FeatureVisitor visitor) {
    return load(GeoJsonFile.of(file), options, properties, visitor);
  }

  static WatershedCollection load(GeoJsonFile file, LoadOptions options) {
    return load(file, options, PropertySelection.none(), NOBODY);
  }

  static WatershedCollection load(
      GeoJsonFile file, LoadOptions options, PropertySelection properties, FeatureVisitor visitor) {
    Loading loading = new Loading(visitor);
    ReadRequest request =
        new ReadRequest(
            visitor != NOBODY, properties, true, options.checkValidity(), options.checkValidity());
    GeoJsonReader.Result result = file.read(request, options, loading);
    loading.conclude(result);
    try {
      return new WatershedCollection(
          file.path(),
          options,
          loading.columns,
          result.coordinateSystem(),
          new GeoJsonAnalysis(result, loading.box(), loading.schema, loading.samples),
          loading.issues.warnings(file.source()));
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns the number of features, at least one. */
  public int count() {
    return columns.count();
  }

  /** Returns what the coordinates mean. */
  public CoordinateSystem coordinateSystem() {
    return coordinateSystem;
  }

  /** Returns the analysis that WEPPcloud keeps of the file. */
  public GeoJsonAnalysis analysis() {
    return analysis;
  }

  /**
   * Returns the warnings, in the order of the file and those about the file as a whole last; of one
   * sort 100 at most and the number of the others.
   */
  public List<InputIssue> issues() {
    return issues;
  }

  /** Returns the kind of a feature's geometry. */
  public GeometryKind geometryKind(int feature) {
    return columns.kind(checked(feature));
  }

  /**
   * Returns the area of a feature in m²; 0 if it has no polygon.
   *
   * <p>Holes are taken off; the order of a ring's positions does not matter. Of degrees it is the
   * area on the WGS 84 ellipsoid with edges straight in longitude and latitude, to better than
   * 1e-9. Of metres it is the area on the map, which differs by up to 0.3 % for the UTM zones.
   * Coordinates that are declared degrees but cannot be, and those of unknown systems, are taken as
   * metres; both are among the issues.
   */
  public double areaSquareMetres(int feature) {
    checked(feature);
    boolean degrees = coordinateSystem.unit() == CoordinateSystem.Unit.DEGREES;
    return degrees && !columns.isEmpty(feature) && Loading.areDegrees(columns, feature)
        ? columns.ellipsoidArea(feature)
        : columns.planarArea(feature);
  }

  /** Returns the box around a feature in the file's coordinates, unless it has no position. */
  public Optional<BoundingBox> boundingBox(int feature) {
    return columns.isEmpty(checked(feature)) ? Optional.empty() : Optional.of(columns.box(feature));
  }

  /**
   * Returns the planar centroid of a feature in the file's coordinates, unless it has no position:
   * of its polygons; if these have no area, of its lines; if these have no length, of its points.
   */
  public Optional<Position> centroid(int feature) {
    return columns.isEmpty(checked(feature))
        ? Optional.empty()
        : Optional.of(new Position(columns.centroidX(feature), columns.centroidY(feature)));
  }

  /** Returns the hash of what a feature says. */
  public ContentHash contentHash(int feature) {
    return columns.hash(checked(feature));
  }

  /** Returns the byte of the file at which a feature's object starts. */
  public long byteOffset(int feature) {
    return columns.offset(checked(feature));
  }

  /** Returns the number of bytes of a feature's object in the file. */
  public int byteLength(int feature) {
    return columns.length(checked(feature));
  }

  /**
   * Reads a feature again, with all its properties.
   *
   * @throws InvalidInputException if it is not what it was when the file was loaded
   * @throws BatchRunnerException if the file cannot be read
   */
  public WatershedFeature feature(int feature) {
    return fetch(checked(feature), FeatureFetcher::feature);
  }

  /**
   * Reads a feature again and returns its object with all its members, geometry included, as plain
   * Java values ({@link WatershedFeature#properties} says which).
   *
   * @throws InvalidInputException if it is not what it was when the file was loaded
   * @throws BatchRunnerException if the file cannot be read
   */
  public Map<String, @Nullable Object> document(int feature) {
    return fetch(checked(feature), FeatureFetcher::document);
  }

  /**
   * Reads a feature again and returns its geometry, an empty collection if that is null.
   *
   * @throws InvalidInputException if it is not what it was when the file was loaded
   * @throws BatchRunnerException if the file cannot be read
   */
  public Geometry geometry(int feature) {
    return fetch(checked(feature), FeatureFetcher::geometry);
  }

  /**
   * Reads all features again, without their geometries.
   *
   * @throws InvalidInputException if the file has changed in a way that is noticed: it has another
   *     number of features, or is not well-formed any more
   * @throws BatchRunnerException if the file cannot be read
   */
  public void visit(PropertySelection properties, FeatureVisitor visitor) {
    GeoJsonFile again = GeoJsonFile.of(file);
    ReadRequest request = ReadRequest.propertiesOnly(properties);
    GeoJsonReader.Result result =
        again.read(request, options, batch -> batch.features.forEach(visitor::visit));
    if (result.featureCount() != count()) {
      throw new InvalidInputException(
          "\"%s\" had %d features when it was read and has %d now; attach it again."
              .formatted(file, count(), result.featureCount()));
    }
  }

  /**
   * Returns the features whose box has a point in common with a box; it may be that the features
   * themselves have none.
   *
   * @param box in the file's coordinates; may cross the antimeridian if these are degrees
   */
  public BitSet near(BoundingBox box) {
    if (box.crossesAntimeridian() && coordinateSystem.unit() != CoordinateSystem.Unit.DEGREES) {
      throw new InvalidInputException(
          "The box \"%s,%s,%s,%s\" has its west east of its east, which only has a meaning in degrees; the"
                  .formatted(box.west(), box.south(), box.east(), box.north())
              + " coordinates of \""
              + file
              + "\" are "
              + coordinateSystem.epsg()
              + ".");
    }
    BitSet found = new BitSet(count());
    for (int i = 0; i < count(); i++) {
      if (!columns.isEmpty(i) && box.intersects(columns.box(i))) {
        found.set(i);
      }
    }
    return found;
  }

  /**
   * Returns the features that have a point in common with a box, their boundaries included.
   *
   * <p>The geometry is read again of those features alone whose box is partly within the box.
   *
   * @param box in the file's coordinates; may cross the antimeridian if these are degrees
   * @throws InvalidInputException if a feature is not what it was when the file was loaded
   * @throws BatchRunnerException if the file cannot be read
   */
  public BitSet intersecting(BoundingBox box) {
    BitSet found = near(box);
    BoxIntersection exact = new BoxIntersection(box, factory);
    try (FeatureFetcher fetcher = new FeatureFetcher(file, columns, factory)) {
      for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
        if (!box.contains(columns.box(i)) && !exact.test(fetcher.geometry(i))) {
          found.clear(i);
        }
      }
    } catch (IOException e) {
      throw GeoJsonFile.of(file).unreadable(e);
    }
    return found;
  }

  /** Returns these watersheds in a file that has been moved. */
  WatershedCollection movedTo(Path place) {
    return new WatershedCollection(place, options, columns, coordinateSystem, analysis, issues);
  }

  private int checked(int feature) {
    return Objects.checkIndex(feature, count());
  }

  private interface Fetch<T> {
    T from(FeatureFetcher fetcher, int feature) throws IOException;
  }

  private <T> T fetch(int feature, Fetch<T> fetch) {
    try (FeatureFetcher fetcher = new FeatureFetcher(file, columns, factory)) {
      return fetch.from(fetcher, feature);
    } catch (IOException e) {
      throw GeoJsonFile.of(file).unreadable(e);
    }
  }
}
