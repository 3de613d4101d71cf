package io.github.batchrunner.core.watershed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers what is kept of the features of a file while they pass by. */
final class Loading implements Consumer<FeatureBatch> {

  private static final double LARGEST_LATITUDE = 90;

  /** Longitudes from 0° to 360° are in use as well as those from -180° to 180°. */
  private static final double LARGEST_LONGITUDE = 360;

  final FeatureColumns columns = new FeatureColumns();
  final AttributeSchema schema = new AttributeSchema();
  final List<Map<String, @Nullable Object>> samples = new ArrayList<>();
  final IssueLog issues = new IssueLog();
  private final FeatureVisitor visitor;

  private double minX = Double.POSITIVE_INFINITY;
  private double minY = Double.POSITIVE_INFINITY;
  private double maxX = Double.NEGATIVE_INFINITY;
  private double maxY = Double.NEGATIVE_INFINITY;

  Loading(FeatureVisitor visitor) {
    this.visitor = visitor;
  }

  @Override
  public void accept(FeatureBatch batch) {
    growBox(batch.columns);
    columns.addAll(batch.columns);
    schema.observeAll(batch.schema());
    samples.addAll(batch.samples);
    batch.findings.forEach(issues::add);
    batch.features.forEach(visitor::visit);
  }

  /**
   * Returns the box around all positions as WEPPcloud computes it, which does not look into
   * collections of geometries; empty if there is none.
   */
  List<Double> box() {
    return minX > maxX ? List.of() : List.of(minX, minY, maxX, maxY);
  }

  /** Adds what can only be judged when the whole file is known. */
  void conclude(GeoJsonReader.Result result) {
    CoordinateSystem system = result.coordinateSystem();
    if (result.byteOrderMark()) {
      add("byte-order-mark", "the file begins with a byte order mark, which Python does not read");
    }
    if (system.isMisunderstoodByWeppcloud()) {
      add(
          "crs-form",
          "the coordinate system \""
              + system.declaredName()
              + "\" is not recognised by WEPPcloud,"
              + " which takes the coordinates for degrees; declare it in the form EPSG:26911");
    }
    if (system.unit() == CoordinateSystem.Unit.UNKNOWN) {
      add(
          "crs-unknown",
          "the coordinate system \""
              + system.declaredName()
              + "\" is not known here; areas are taken"
              + " as if the coordinates were metres");
    }
    if (box().isEmpty()) {
      add("no-positions", "no feature has coordinates; WEPPcloud refuses such a file");
    }
    if (system.unit() == CoordinateSystem.Unit.DEGREES) {
      for (int i = 0; i < columns.count(); i++) {
        if (!columns.isEmpty(i) && !areDegrees(columns, i)) {
          issues.add(notDegrees(i));
        }
      }
    }
  }

  /** Tells whether the coordinates of a feature can be longitudes and latitudes. */
  static boolean areDegrees(FeatureColumns columns, int feature) {
    BoundingBox box = columns.box(feature);
    return box.south() >= -LARGEST_LATITUDE
        && box.north() <= LARGEST_LATITUDE
        && box.west() >= -LARGEST_LONGITUDE
        && box.east() <= LARGEST_LONGITUDE;
  }

  private Finding notDegrees(int feature) {
    BoundingBox box = columns.box(feature);
    return new Finding(
        "not-degrees",
        "the coordinates reach from %s, %s to %s, %s and cannot be degrees; declare their system as \"crs\","
                .formatted(box.west(), box.south(), box.east(), box.north())
            + " or convert them to longitude and latitude. The area is taken as if they were metres",
        feature,
        columns.offset(feature));
  }

  private void add(String code, String message) {
    issues.add(new Finding(code, message, Finding.NO_FEATURE, Finding.NO_PLACE));
  }

  private void growBox(FeatureColumns batch) {
    for (int i = 0; i < batch.count(); i++) {
      if (batch.isEmpty(i) || batch.kind(i) == GeometryKind.GEOMETRY_COLLECTION) {
        continue;
      }
      BoundingBox box = batch.box(i);
      minX = box.west() < minX ? box.west() : minX;
      minY = box.south() < minY ? box.south() : minY;
      maxX = box.east() > maxX ? box.east() : maxX;
      maxY = box.north() > maxY ? box.north() : maxY;
    }
  }
}
