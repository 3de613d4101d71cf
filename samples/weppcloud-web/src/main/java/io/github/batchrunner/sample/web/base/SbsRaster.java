package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The map of soil burn severities of a base project: a raster in its directory {@code disturbed}.
 *
 * <p>Its name is made here, of what is harmless in the given one and of its contents, so that no
 * raster ever takes the place of another one: a killed process leaves at most a raster that nothing
 * names. What the values mean is WEPPcloud's to find out, when it reads the raster. Thread-safe.
 */
@Component
public final class SbsRaster {

  /** The largest raster, in bytes: 100 MiB, as WEPPcloud has it. */
  public static final long MOST_BYTES = 100L * 1024 * 1024;

  private static final String DIRECTORY = "disturbed";

  /** Names of ours, which may be deleted. */
  private static final Pattern OURS =
      Pattern.compile("sbs-[a-z0-9-]{0,40}[0-9a-f]{12}\\.(tif|img)");

  /** What WEPPcloud derives from a raster, and finds anew where it is not there. */
  private static final List<String> DERIVED =
      List.of(
          "_bounds",
          "_classes",
          "_breaks",
          "_counts",
          "_nodata_vals",
          "_is256",
          "_ct",
          "_color_map",
          "_color_coverage_pcts");

  private final BaseControls controls;

  SbsRaster(BaseControls controls) {
    this.controls = controls;
  }

  /**
   * Takes a raster as the map, in place of the one there was.
   *
   * @param givenName what the person's file is called; only its ending counts
   * @return what has changed
   * @throws InvalidInputException if it is no raster, or is too large
   * @throws BaseLockedException while somebody else has locked {@code disturbed.nodb}
   */
  public List<Edit> put(BatchRunner batch, String givenName, InputStream content) {
    String ending = ending(givenName);
    return controls.alone(
        batch,
        () -> {
          requireModule(batch);
          Path directory = batch.baseDirectory().resolve(DIRECTORY);
          try {
            Files.createDirectories(directory);
            Path upload = directory.resolve("." + UUID.randomUUID() + ".tmp");
            try {
              String hash = save(content, upload, ending);
              String name = "sbs-" + slug(givenName) + hash.substring(0, 12) + "." + ending;
              try (BaseLocks.Held held = controls.lock(batch, SbsFields.FILE)) {
                Files.move(upload, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                return set(batch, held, name);
              }
            } finally {
              Files.deleteIfExists(upload);
            }
          } catch (IOException e) {
            throw new BatchRunnerException(
                "cannot keep the raster in \"%s\": %s".formatted(directory, e), e);
          }
        });
  }

  /**
   * Removes the map, if there is one.
   *
   * @return what has changed
   * @throws BaseLockedException while somebody else has locked {@code disturbed.nodb}
   */
  public List<Edit> remove(BatchRunner batch) {
    return controls.alone(
        batch,
        () -> {
          requireModule(batch);
          try (BaseLocks.Held held = controls.lock(batch, SbsFields.FILE)) {
            return set(batch, held, null);
          }
        });
  }

  private static void requireModule(BatchRunner batch) {
    if (!Files.exists(batch.baseDirectory().resolve(SbsFields.FILE))) {
      throw new InvalidInputException(SbsFields.control().missing());
    }
  }

  private List<Edit> set(BatchRunner batch, BaseLocks.Held held, @Nullable String raster) {
    NoDbFile file = NoDbFile.read(batch.baseDirectory().resolve(SbsFields.FILE));
    NoDbDocument before = file.document();
    NoDbDocument after = before;
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(SbsFields.RASTER, raster);
    DERIVED.forEach(attribute -> values.put(attribute, null));
    if (raster != null) {
      values.put(SbsFields.MODE, 0L);
      values.put(SbsFields.SEVERITY, null);
    }
    boolean another = !Plain.same(value(before, SbsFields.RASTER), raster);
    for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
      boolean derived = DERIVED.contains(entry.getKey());
      boolean wanted =
          derived
              ? another && before.has(entry.getKey())
              : !Plain.same(value(before, entry.getKey()), entry.getValue());
      if (wanted) {
        after = after.with(entry.getKey(), entry.getValue());
      }
    }
    if (after.equals(before)) {
      return List.of();
    }
    held.requireHeld();
    file.write(after);
    held.written(SbsFields.FILE);
    if (another && value(before, SbsFields.RASTER) instanceof String former) {
      delete(batch, former);
    }
    return edits(before, after);
  }

  private static @Nullable Object value(NoDbDocument document, String attribute) {
    if (document.has(attribute)) {
      return document.value(attribute);
    }
    return attribute.equals(SbsFields.MODE) ? (Object) 0L : null;
  }

  private static List<Edit> edits(NoDbDocument before, NoDbDocument after) {
    List<Edit> edits = new ArrayList<>();
    for (String attribute : after.attributes()) {
      String was = before.has(attribute) ? before.json(attribute) : "";
      if (!was.equals(after.json(attribute))) {
        edits.add(new Edit(SbsFields.ID, SbsFields.FILE, attribute, was, after.json(attribute)));
      }
    }
    return edits;
  }

  /** A raster of WEPPcloud's stays; one of ours that cannot be deleted does no harm. */
  private static void delete(BatchRunner batch, String former) {
    if (OURS.matcher(former).matches()) {
      try {
        Path raster = batch.baseDirectory().resolve(DIRECTORY).resolve(former);
        if (Files.isRegularFile(raster, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(raster);
        }
      } catch (IOException leftOver) {
        return;
      }
    }
  }

  /**
   * WEPPcloud cuts four characters off a name to make others of it: {@code .tiff} becomes short.
   */
  private static String ending(String givenName) {
    String name = givenName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tif") || name.endsWith(".tiff")) {
      return "tif";
    }
    if (name.endsWith(".img")) {
      return "img";
    }
    throw new InvalidInputException(
        "a burn severity map is a GeoTIFF (.tif) or an Erdas Imagine raster (.img); %s is neither"
            .formatted(Plain.quoted(givenName)));
  }

  private static String slug(String givenName) {
    String base = givenName.substring(givenName.replace('\\', '/').lastIndexOf('/') + 1);
    int dot = base.lastIndexOf('.');
    String slug =
        (dot < 0 ? base : base.substring(0, dot))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String cut = slug.substring(0, Math.min(slug.length(), 39));
    return cut.isEmpty() ? "" : cut + "-";
  }

  /** Saves at most {@link #MOST_BYTES} and returns the SHA-256 of what was saved. */
  private static String save(InputStream content, Path upload, String ending) throws IOException {
    MessageDigest digest = sha256();
    try (DigestInputStream in = new DigestInputStream(content, digest);
        FileChannel out =
            FileChannel.open(upload, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] start = in.readNBytes(16);
      requireRaster(start, ending);
      out.write(ByteBuffer.wrap(start));
      long size = start.length;
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > MOST_BYTES) {
          throw new RasterTooLargeException();
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** TIFF 6.0, BigTIFF, and the Hierarchical File Architecture of Erdas. */
  private static void requireRaster(byte[] start, String ending) {
    boolean fits =
        ending.equals("tif")
            ? begins(start, "II*\0")
                || begins(start, "MM\0*")
                || begins(start, "II+\0")
                || begins(start, "MM\0+")
            : begins(start, "EHFA_HEADER_TAG");
    if (!fits) {
      throw new InvalidInputException(
          "the file is called .%s but does not begin like %s; export the map again"
              .formatted(ending, ending.equals("tif") ? "a TIFF" : "an Erdas Imagine raster"));
    }
  }

  private static boolean begins(byte[] start, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
    return start.length >= bytes.length
        && Arrays.equals(start, 0, bytes.length, bytes, 0, bytes.length);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
