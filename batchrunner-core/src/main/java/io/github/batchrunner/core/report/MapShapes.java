package io.github.batchrunner.core.report;

import io.github.batchrunner.core.report.Outline.Part;
import io.github.batchrunner.core.watershed.CoordinateSystem;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.util.ArrayList;
import java.util.List;

/**
 * The watersheds as shapes on one grid, encoded for the page.
 *
 * <p>Longitude and latitude are drawn with degrees of longitude shortened as they are in the middle
 * of the map, and across the antimeridian where that makes the map smaller; other coordinates as
 * they are. A shape is text: its parts, separated by blanks. A part is a letter ({@code p} ring,
 * {@code l} line, {@code d} point) and the steps in x and y from position to position, the first
 * one from the north-west corner. A step is a whole number, its sign in the lowest bit, in groups
 * of five bits, the lowest first; a group is a character of the URL-safe Base64 alphabet (RFC
 * 4648), whose sixth bit says that another one follows.
 */
final class MapShapes {

  /** Positions of all shapes together, about. */
  private static final int MOST_POSITIONS = 300_000;

  private static final int FEWEST_OF_ONE = 12;
  private static final int MOST_OF_ONE = 400;

  /** Steps of the grid along the longer side of the map. */
  private static final int GRID = (1 << 18) - 1;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final List<List<Part>> outlines;
  private final Frame frame;

  private MapShapes(List<List<Part>> outlines, Frame frame) {
    this.outlines = outlines;
    this.frame = frame;
  }

  /** Reads the outlines of these features, one geometry at a time. */
  static MapShapes of(WatershedCollection watersheds, int[] features) {
    int most =
        Math.max(
            FEWEST_OF_ONE, Math.min(MOST_OF_ONE, MOST_POSITIONS / Math.max(features.length, 1)));
    List<List<Part>> outlines = new ArrayList<>(features.length);
    for (int feature : features) {
      outlines.add(Outline.of(watersheds.geometry(feature), most));
    }
    return new MapShapes(
        outlines,
        Frame.around(
            outlines, watersheds.coordinateSystem().unit() == CoordinateSystem.Unit.DEGREES));
  }

  /** Returns the width of the map in steps of the grid. */
  int width() {
    return (int) Math.ceil(frame.width() * frame.scale());
  }

  /** Returns the height of the map in steps of the grid. */
  int height() {
    return (int) Math.ceil(frame.height() * frame.scale());
  }

  /** Returns the shape of one of the features, by its place among them; empty if it has none. */
  String shape(int place) {
    StringBuilder text = new StringBuilder();
    for (Part part : outlines.get(place)) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(
          switch (part.kind()) {
            case RING -> 'p';
            case LINE -> 'l';
            case DOT -> 'd';
          });
      long lastX = 0;
      long lastY = 0;
      for (int i = 0; i < part.size(); i++) {
        long x = frame.column(part.x(i));
        long y = frame.row(part.y(i));
        if (i == 0 || x != lastX || y != lastY) {
          step(x - lastX, text);
          step(y - lastY, text);
        }
        lastX = x;
        lastY = y;
      }
    }
    return text.toString();
  }

  private static void step(long step, StringBuilder text) {
    long rest = step < 0 ? -2 * step - 1 : 2 * step;
    while (rest >= 32) {
      text.append(ALPHABET.charAt((int) (rest & 31) | 32));
      rest >>= 5;
    }
    text.append(ALPHABET.charAt((int) rest));
  }

  /**
   * Where the map lies.
   *
   * @param west its least x, after shifting and shortening
   * @param north its greatest y
   * @param width likewise
   * @param height likewise
   * @param shifted whether negative longitudes are taken east of 180°
   * @param shortening what x is multiplied with
   */
  private record Frame(
      double west, double north, double width, double height, boolean shifted, double shortening) {

    static Frame around(List<List<Part>> outlines, boolean degrees) {
      Range x = new Range();
      Range shiftedX = new Range();
      Range y = new Range();
      for (List<Part> outline : outlines) {
        for (Part part : outline) {
          for (int i = 0; i < part.size(); i++) {
            x.add(part.x(i));
            shiftedX.add(eastward(part.x(i)));
            y.add(part.y(i));
          }
        }
      }
      if (x.isEmpty()) {
        return new Frame(0, 0, 0, 0, false, 1);
      }
      // What is declared to be degrees but cannot be is drawn as it is.
      boolean globe = degrees && x.least >= -180 && x.most <= 180 && y.least >= -90 && y.most <= 90;
      boolean shift = globe && shiftedX.size() < 0.9 * x.size();
      double shortening =
          globe ? Math.max(0.01, Math.cos(Math.toRadians((y.least + y.most) / 2))) : 1;
      Range used = shift ? shiftedX : x;
      return new Frame(
          used.least * shortening, y.most, used.size() * shortening, y.size(), shift, shortening);
    }

    private static double eastward(double longitude) {
      return longitude < 0 ? longitude + 360 : longitude;
    }

    double scale() {
      double longer = Math.max(width, height);
      return longer > 0 ? GRID / longer : 1;
    }

    long column(double x) {
      return Math.round(((shifted ? eastward(x) : x) * shortening - west) * scale());
    }

    long row(double y) {
      return Math.round((north - y) * scale());
    }
  }

  private static final class Range {
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    void add(double value) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }

    boolean isEmpty() {
      return least > most;
    }

    double size() {
      return most - least;
    }
  }
}
