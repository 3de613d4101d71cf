package io.github.batchrunner.core.watershed;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of a file's coordinates mean.
 *
 * <p>RFC 7946 knows longitude and latitude on WGS 84 alone; older files declare another system in a
 * top-level {@code crs} member, and WEPPcloud honours it where its name has the form {@code
 * EPSG:26911}. {@link #epsg} and {@link #epsgSource} are what WEPPcloud makes of it. {@link #unit}
 * is what the coordinates are, which also takes into account the form {@code
 * urn:ogc:def:crs:EPSG::26911} that WEPPcloud does not see.
 *
 * @param epsg such as {@code EPSG:4326}
 * @param epsgSource {@code declared} or {@code default}
 * @param declaredName the declared name; empty if there is none
 * @param unit what the coordinates are measured in
 */
public record CoordinateSystem(String epsg, String epsgSource, String declaredName, Unit unit) {

  /** What coordinates are measured in. */
  public enum Unit {
    /** Degrees of longitude and latitude. */
    DEGREES,
    /** Metres on a map whose areas are those of the ground, to within 0.3 %. */
    METRES,
    /** Not known here. */
    UNKNOWN
  }

  /** Longitude and latitude on WGS 84, which is what a file without a declaration has. */
  public static final CoordinateSystem DEFAULT =
      new CoordinateSystem("EPSG:4326", "default", "", Unit.DEGREES);

  private static final Pattern AS_WEPPCLOUD_READS =
      Pattern.compile("EPSG[:/](\\d+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern AS_OGC_WRITES =
      Pattern.compile("EPSG(?:[:/][0-9.]*)?[:/](\\d{1,9})$", Pattern.CASE_INSENSITIVE);
  private static final Pattern LONGITUDE_LATITUDE =
      Pattern.compile("CRS:?84$", Pattern.CASE_INSENSITIVE);

  /** WGS 84, NAD83, NAD27, ETRS89, GDA94, GDA2020, NAD83(CSRS), SIRGAS 2000; with height 4979. */
  private static final Set<Integer> DEGREES =
      Set.of(4326, 4269, 4267, 4258, 4283, 7844, 4617, 4674, 4979);

  /** Equal-area maps in metres: the USA, Europe, the globe, California, British Columbia. */
  private static final Set<Integer> EQUAL_AREA = Set.of(5070, 3035, 6933, 3310, 3005);

  /** Reads the value of the {@code crs} member, as {@code _extract_epsg} of WEPPcloud does. */
  static CoordinateSystem of(@Nullable Object crs) {
    if (!(crs instanceof Map<?, ?> map)) {
      return DEFAULT;
    }
    Object name = map.get("name");
    if ((name == null || name.equals(""))
        && map.get("properties") instanceof Map<?, ?> properties) {
      name = properties.get("name");
    }
    if (!(name instanceof String text)) {
      return DEFAULT;
    }
    Matcher declared = AS_WEPPCLOUD_READS.matcher(text);
    boolean found = declared.find();
    return new CoordinateSystem(
        found ? "EPSG:" + declared.group(1) : "EPSG:4326",
        found ? "declared" : "default",
        text,
        unitOf(text));
  }

  /** Tells whether WEPPcloud overlooks the declaration and takes the coordinates for degrees. */
  boolean isMisunderstoodByWeppcloud() {
    return epsgSource.equals("default") && unit != Unit.DEGREES;
  }

  private static Unit unitOf(String name) {
    Matcher code = AS_OGC_WRITES.matcher(name.strip());
    if (!code.find()) {
      boolean degrees = LONGITUDE_LATITUDE.matcher(name.strip()).find();
      return degrees ? Unit.DEGREES : Unit.UNKNOWN;
    }
    int epsg = Integer.parseInt(code.group(1));
    if (DEGREES.contains(epsg)) {
      return Unit.DEGREES;
    }
    return isUtm(epsg) || EQUAL_AREA.contains(epsg) ? Unit.METRES : Unit.UNKNOWN;
  }

  private static boolean isUtm(int epsg) {
    return between(epsg, 32601, 32660) // WGS 84, north
        || between(epsg, 32701, 32760) // WGS 84, south
        || between(epsg, 26901, 26923) // NAD83
        || between(epsg, 26703, 26722) // NAD27
        || between(epsg, 25828, 25838) // ETRS89
        || between(epsg, 28348, 28358) // GDA94 (MGA)
        || between(epsg, 7846, 7859) // GDA2020 (MGA)
        || between(epsg, 2955, 2962) // NAD83(CSRS), zones 11-13 and 17-21
        || between(epsg, 3154, 3160) // NAD83(CSRS), zones 7-10 and 14-16
        || between(epsg, 31965, 31985); // SIRGAS 2000
  }

  private static boolean between(int value, int least, int most) {
    return value >= least && value <= most;
  }
}
