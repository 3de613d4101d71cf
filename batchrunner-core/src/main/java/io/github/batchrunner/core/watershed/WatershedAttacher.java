package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Copies a GeoJSON upload into a batch.
 *
 * <p>The copy is checked before it gets its name under {@code resources/}; an upload that is
 * refused leaves everything as it was. Safe for use by several threads; of two uploads of the same
 * name at the same time, one whole file remains.
 */
public final class WatershedAttacher {

  /** The directory of a batch that uploads are kept in. */
  static final String RESOURCES = "resources";

  private static final DateTimeFormatter PYTHON_ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");
  private static final int BLOCK = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Clock clock;

  /** Creates an attacher that takes the time of an upload from a clock. */
  public WatershedAttacher(Clock clock) {
    this.clock = clock;
  }

  /** Attaches an upload with the default options. */
  public AttachedWatersheds attach(Path batch, Path upload) {
    return attach(batch, upload, AttachOptions.defaults());
  }

  /**
   * Attaches an upload.
   *
   * <p>The upload itself is not changed and not needed any more afterwards. It has to be a regular
   * file; a symbolic link is refused, since what it points to may change or be meant to be private.
   * A byte order mark is not copied: Python, and so WEPPcloud, could not read the file.
   *
   * @param batch the batch's directory
   * @param upload the GeoJSON file
   * @throws InvalidGeoJsonException if the upload is not a FeatureCollection
   * @throws InvalidInputException if there is no such file, it is no regular file, or it is too
   *     large
   * @throws BatchRunnerException if it cannot be copied
   */
  public AttachedWatersheds attach(Path batch, Path upload, AttachOptions options) {
    String shown = options.originalName().isEmpty() ? upload.toString() : options.originalName();
    Path named = upload.getFileName();
    String original = options.originalName().isEmpty() && named != null ? named.toString() : shown;
    Path directory = batch.resolve(RESOURCES);
    boolean created = false;
    try {
      checkUpload(upload, shown, options.maxBytes());
      if (!Files.isDirectory(batch)) {
        throw new InvalidInputException(
            "The batch \"" + batch + "\" does not exist; create it before attaching watersheds.");
      }
      created = createResources(directory);
      AttachedWatersheds attached = copy(directory, upload, shown, original, options);
      created = false;
      return attached;
    } catch (IOException e) {
      throw new BatchRunnerException(
          "\"" + shown + "\" cannot be copied into the batch \"" + batch + "\": " + reason(e) + ".",
          e);
    } finally {
      if (created) {
        deleteQuietly(directory);
      }
    }
  }

  private AttachedWatersheds copy(
      Path directory, Path upload, String shown, String original, AttachOptions options)
      throws IOException {
    String fileName = ResourceName.of(original);
    Path target = directory.resolve(fileName);
    Path temporary = directory.resolve("." + fileName + "." + UUID.randomUUID() + ".tmp");
    try {
      boolean marked = copyContent(upload, temporary, shown, options.maxBytes());
      WatershedCollection watersheds =
          WatershedCollection.load(GeoJsonFile.of(temporary, shown), options.loading());
      boolean replaced = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new InvalidInputException(
            "\"" + target + "\" is a directory; remove it or give the upload another name.");
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory(directory);
      return new AttachedWatersheds(
          watersheds.movedTo(target),
          fileName,
          original,
          options.contentType(),
          replaced,
          PYTHON_ISO.format(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)),
          options.uploadedBy(),
          issues(watersheds, marked));
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static List<InputIssue> issues(WatershedCollection watersheds, boolean marked) {
    List<InputIssue> issues = new ArrayList<>(watersheds.issues());
    if (marked) {
      issues.add(
          new InputIssue(
              InputIssue.Severity.WARNING,
              "byte-order-mark",
              "the upload begins with a byte order mark, which was left out of the copy",
              Finding.NO_FEATURE,
              new TextLocation(1, 1, 0)));
    }
    return issues;
  }

  private static void checkUpload(Path upload, String shown, long maxBytes) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(upload, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "\"" + shown + "\" cannot be attached: there is no such file.", e);
    }
    if (attributes.isSymbolicLink()) {
      throw notAFile(shown, "a symbolic link; give the file it points to");
    }
    if (attributes.isDirectory()) {
      throw notAFile(shown, "a directory; give a GeoJSON file");
    }
    if (!attributes.isRegularFile()) {
      throw notAFile(shown, "not a regular file (a pipe, socket or device); give a GeoJSON file");
    }
    if (attributes.size() > maxBytes) {
      throw tooLarge(shown, maxBytes);
    }
  }

  private static InvalidInputException notAFile(String shown, String what) {
    return new InvalidInputException("\"" + shown + "\" cannot be attached: it is " + what + ".");
  }

  private static InvalidInputException tooLarge(String shown, long maxBytes) {
    return new InvalidInputException(
        "\"%s\" cannot be attached: it is larger than the limit of %d bytes (%.1f MiB). Raise the limit or leave out what is not needed."
            .formatted(shown, maxBytes, maxBytes / 1048576.0));
  }

  private static boolean createResources(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return false;
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidInputException(
          "\"" + directory + "\" is not a directory; move it away, uploads are kept there.");
    }
    Files.createDirectory(directory);
    return true;
  }

  /**
   * Copies the upload to stable storage.
   *
   * @return whether it begins with a byte order mark, which is not copied
   */
  private static boolean copyContent(Path upload, Path copy, String shown, long maxBytes)
      throws IOException {
    try (FileChannel in =
            FileChannel.open(upload, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel out =
            FileChannel.open(copy, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      boolean marked = beginsWithMark(in);
      in.position(marked ? BYTE_ORDER_MARK.length : 0);
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      long size = in.position();
      while (in.read(block) >= 0) {
        size += block.flip().remaining();
        if (size > maxBytes) { // it has grown since it was looked at
          throw tooLarge(shown, maxBytes);
        }
        while (block.hasRemaining()) {
          out.write(block);
        }
        block.clear();
      }
      out.force(true);
      return marked;
    }
  }

  private static boolean beginsWithMark(FileChannel in) throws IOException {
    ByteBuffer beginning = ByteBuffer.allocate(BYTE_ORDER_MARK.length);
    while (beginning.hasRemaining() && in.read(beginning) >= 0) {}
    return beginning.flip().equals(ByteBuffer.wrap(BYTE_ORDER_MARK));
  }

  private static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows has no such thing; the rename is then as durable as the system makes it.
      return;
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Whatever went wrong before is what the caller has to know.
      return;
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
