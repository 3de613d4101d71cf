package io.github.batchrunner.core.internal.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Makes a directory appear whole or not at all: it is filled under a hidden name beside its final
 * one and then renamed.
 *
 * <p>The contents are not forced to disk: a killed process leaves nothing half done, a power cut
 * may.
 */
public final class WholeDirectory {

  private static final String TEMPORARY_PREFIX = ".clone-";
  private static final String REPLACED_PREFIX = ".replaced-";
  private static final Pattern TEMPORARY_NAME = Pattern.compile("\\.clone-[0-9a-f]{16}");
  private static final Pattern REPLACED_NAME = Pattern.compile("\\.replaced-[0-9a-f]{16}");

  private WholeDirectory() {}

  /** Puts the contents into a directory that nobody else looks at yet. */
  @FunctionalInterface
  public interface Filler {
    /** Fills {@code directory}, which exists and is empty. */
    void fill(Path directory) throws IOException;
  }

  /**
   * Creates {@code target} with the contents that {@code filler} writes; on any failure nothing is
   * left.
   *
   * @throws FileAlreadyExistsException when {@code target} exists
   */
  public static void create(Path target, Filler filler) throws IOException {
    Path temporary = newSibling(target, TEMPORARY_PREFIX);
    fillOrRemove(
        temporary,
        () -> {
          filler.fill(temporary);
          moveInto(temporary, target);
        });
  }

  /**
   * Creates {@code target} like {@link #create} in the place of a directory that is removed when
   * the new one stands; on any failure the old one stays.
   */
  public static void replace(Path target, Filler filler) throws IOException {
    Path temporary = newSibling(target, TEMPORARY_PREFIX);
    Path replaced = newSibling(target, REPLACED_PREFIX);
    fillOrRemove(
        temporary,
        () -> {
          filler.fill(temporary);
          Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
          try {
            moveInto(temporary, target);
          } catch (IOException | RuntimeException failure) {
            Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
            throw failure;
          }
        });
    try {
      FileTrees.delete(replaced);
    } catch (IOException stays) {
      // The new directory stands, which was asked for; the old one is swept up some other time.
      return;
    }
  }

  /** Tells whether a name is that of a directory that was being filled. */
  public static boolean isTemporaryName(String name) {
    return TEMPORARY_NAME.matcher(name).matches();
  }

  /** Tells whether a name is that of a directory that was being replaced. */
  public static boolean isReplacedName(String name) {
    return REPLACED_NAME.matcher(name).matches();
  }

  @FunctionalInterface
  private interface Steps {
    void run() throws IOException;
  }

  private static void fillOrRemove(Path temporary, Steps steps) throws IOException {
    try {
      Files.createDirectory(temporary);
      steps.run();
    } catch (IOException | RuntimeException | Error failure) {
      try {
        FileTrees.delete(temporary);
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  /**
   * The rename of a directory would silently replace an empty one, hence the look before; what
   * somebody else put there since is told by a reason that differs between systems.
   */
  private static void moveInto(Path temporary, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException failure) {
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw failure;
      }
      FileAlreadyExistsException raced = new FileAlreadyExistsException(target.toString());
      raced.initCause(failure);
      throw raced;
    }
  }

  private static Path newSibling(Path target, String prefix) {
    long random = ThreadLocalRandom.current().nextLong();
    return target.resolveSibling(prefix + HexFormat.of().toHexDigits(random));
  }
}
