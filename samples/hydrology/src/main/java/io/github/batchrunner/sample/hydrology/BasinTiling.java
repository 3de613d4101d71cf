package io.github.batchrunner.sample.hydrology;

import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.triangulate.VoronoiDiagramBuilder;

/**
 * Outlines of watersheds that tile a region, in metres around its middle.
 *
 * <p>Each watershed is a Voronoi cell. The sites come from dividing a rectangle in proportion to
 * areas drawn from a log-normal distribution, so cells are about as large as drawn. Every edge of a
 * cell is a {@link Divide}, the same for both neighbours. At last all is stretched along one
 * direction, since watersheds are longer than wide.
 */
final class BasinTiling {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final double MEDIAN_AREA = 15e6;
  private static final double LOG_DEVIATION = 1.5;
  private static final double LEAST_AREA = 0.8e6;
  private static final double MOST_AREA = 260e6;
  private static final double STRETCH = 1.3;

  /** How far a site may lie from the middle of its rectangle, as a share of the rectangle. */
  private static final double JITTER = 0.3;

  private final long seed;
  private final Random random;
  private final List<Coordinate> sites = new ArrayList<>();
  private final List<Coordinate> beyond = new ArrayList<>();

  private BasinTiling(long seed) {
    this.seed = seed;
    this.random = SeededRandom.of(seed, "tiling");
  }

  /** Returns polygons, and a few MultiPolygons. */
  static List<Geometry> create(long seed, int count) {
    return new BasinTiling(seed).create(count);
  }

  private List<Geometry> create(int count) {
    double[] sums = new double[count + 1];
    for (int i = 0; i < count; i++) {
      double area = MEDIAN_AREA * StrictMath.exp(LOG_DEVIATION * random.nextGaussian());
      sums[i + 1] = sums[i] + Math.max(LEAST_AREA, Math.min(MOST_AREA, area));
    }
    double half = Math.sqrt(sums[count]) / 2;
    Envelope region = new Envelope(-half, half, -half, half);
    placeSites(sums, 0, count, region, region);
    List<Polygon> cells = cells(region);
    double direction = StrictMath.PI * random.nextDouble();
    AffineTransformation stretch =
        AffineTransformation.scaleInstance(STRETCH, 1 / STRETCH)
            .rotate(StrictMath.sin(direction), StrictMath.cos(direction));
    List<Geometry> basins = new ArrayList<>();
    for (Polygon cell : cells) {
      basins.add(stretch.transform(cell));
    }
    return BasinVariety.applyTo(basins, seed);
  }

  /** Divides a rectangle among the areas with these running sums, from index to below index. */
  private void placeSites(double[] sums, int from, int to, Envelope rectangle, Envelope region) {
    if (to - from == 1) {
      placeSite(rectangle, region);
      return;
    }
    double half = (sums[from] + sums[to]) / 2;
    int middle = from + 1;
    while (middle < to - 1 && sums[middle] < half) {
      middle++;
    }
    double share = (sums[middle] - sums[from]) / (sums[to] - sums[from]);
    double x = rectangle.getMinX() + share * rectangle.getWidth();
    double y = rectangle.getMinY() + share * rectangle.getHeight();
    boolean across = rectangle.getWidth() > rectangle.getHeight();
    Envelope first =
        across
            ? new Envelope(rectangle.getMinX(), x, rectangle.getMinY(), rectangle.getMaxY())
            : new Envelope(rectangle.getMinX(), rectangle.getMaxX(), rectangle.getMinY(), y);
    Envelope second =
        across
            ? new Envelope(x, rectangle.getMaxX(), rectangle.getMinY(), rectangle.getMaxY())
            : new Envelope(rectangle.getMinX(), rectangle.getMaxX(), y, rectangle.getMaxY());
    placeSites(sums, from, middle, first, region);
    placeSites(sums, middle, to, second, region);
  }

  private void placeSite(Envelope rectangle, Envelope region) {
    double x = rectangle.centre().x + JITTER * (random.nextDouble() - 0.5) * rectangle.getWidth();
    double y = rectangle.centre().y + JITTER * (random.nextDouble() - 0.5) * rectangle.getHeight();
    sites.add(new Coordinate(x, y));
    // A mirror image beyond the border closes the cell there.
    if (rectangle.getMinX() == region.getMinX()) {
      beyond.add(new Coordinate(x - 2 * (x - region.getMinX()) * uneven(), y));
    }
    if (rectangle.getMaxX() == region.getMaxX()) {
      beyond.add(new Coordinate(x + 2 * (region.getMaxX() - x) * uneven(), y));
    }
    if (rectangle.getMinY() == region.getMinY()) {
      beyond.add(new Coordinate(x, y - 2 * (y - region.getMinY()) * uneven()));
    }
    if (rectangle.getMaxY() == region.getMaxY()) {
      beyond.add(new Coordinate(x, y + 2 * (region.getMaxY() - y) * uneven()));
    }
  }

  private double uneven() {
    return 0.85 + 0.3 * random.nextDouble();
  }

  /** Returns the cell of each site, in the order of the sites, with wiggly edges. */
  private List<Polygon> cells(Envelope region) {
    List<Coordinate> all = new ArrayList<>(sites);
    all.addAll(beyond);
    VoronoiDiagramBuilder builder = new VoronoiDiagramBuilder();
    builder.setSites(all);
    Envelope clip = new Envelope(region);
    clip.expandBy(2 * region.getWidth());
    builder.setClipEnvelope(clip);
    Geometry diagram = builder.getDiagram(GEOMETRIES);
    Map<Coordinate, Polygon> cellOfSite = new HashMap<>();
    Map<Divide.Ends, List<Coordinate>> sitesOfEdge = new HashMap<>();
    for (int i = 0; i < diagram.getNumGeometries(); i++) {
      Polygon cell = (Polygon) diagram.getGeometryN(i);
      Coordinate site = (Coordinate) cell.getUserData();
      cellOfSite.put(site, cell);
      Coordinate[] corners = cell.getExteriorRing().getCoordinates();
      for (int c = 1; c < corners.length; c++) {
        sitesOfEdge
            .computeIfAbsent(Divide.Ends.of(corners[c - 1], corners[c]), e -> new ArrayList<>())
            .add(site);
      }
    }
    List<Polygon> cells = new ArrayList<>();
    for (Coordinate site : sites) {
      cells.add(
          wiggly(
              Objects.requireNonNull(cellOfSite.get(site), "each site has a cell"), sitesOfEdge));
    }
    return cells;
  }

  private Polygon wiggly(Polygon cell, Map<Divide.Ends, List<Coordinate>> sitesOfEdge) {
    Coordinate[] corners = cell.getExteriorRing().getCoordinates();
    List<Coordinate> outline = new ArrayList<>();
    for (int c = 1; c < corners.length; c++) {
      Divide.Ends ends = Divide.Ends.of(corners[c - 1], corners[c]);
      List<Coordinate> line = Divide.between(ends, sitesOfEdge.getOrDefault(ends, List.of()), seed);
      boolean forwards = ends.first().equals2D(corners[c - 1]);
      // Without the last point of each line, which the next line begins with.
      for (int i = 0; i + 1 < line.size(); i++) {
        outline.add(line.get(forwards ? i : line.size() - 1 - i));
      }
    }
    outline.add(outline.get(0).copy());
    return GEOMETRIES.createPolygon(outline.toArray(new Coordinate[0]));
  }
}
