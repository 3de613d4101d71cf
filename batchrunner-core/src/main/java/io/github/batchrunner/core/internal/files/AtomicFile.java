package io.github.batchrunner.core.internal.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Replaces a file in one step, so that a reader sees the old bytes or the new ones and a crash
 * leaves one of the two.
 *
 * <p>The steps are those of WEPPcloud's NoDb files: a temporary file {@code .<name>.<random>.tmp}
 * in the same directory, written, forced to disk, renamed, and the directory forced to disk where
 * the system can do that.
 */
public final class AtomicFile {

  private static final Pattern TEMPORARY_NAME = Pattern.compile("\\..+\\.tmp");

  private AtomicFile() {}

  /** Does something to the temporary file after it was written and before it is renamed. */
  @FunctionalInterface
  public interface BeforeRename {
    /** Adjusts or checks the finished temporary file; throwing gives the replacement up. */
    void apply(Path temporary) throws IOException;
  }

  /** Gives the bytes of a file that is too large to be held in memory. */
  @FunctionalInterface
  public interface Content {
    /** Writes all bytes; throwing gives the replacement up. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes {@code content} to {@code file}, which need not exist. */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, content, temporary -> {});
  }

  /** Writes {@code content} to {@code file}, which need not exist. */
  public static void write(Path file, Content content) throws IOException {
    write(file, content, temporary -> {});
  }

  /** Writes {@code content} to {@code file} after {@code beforeRename} had its say. */
  public static void write(Path file, byte[] content, BeforeRename beforeRename)
      throws IOException {
    write(file, out -> out.write(content), beforeRename);
  }

  /** Writes {@code content} to {@code file} after {@code beforeRename} had its say. */
  public static void write(Path file, Content content, BeforeRename beforeRename)
      throws IOException {
    Path temporary =
        file.resolveSibling(
            "."
                + file.getFileName()
                + "."
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt())
                + ".tmp");
    try {
      writeAndForce(temporary, content);
      beforeRename.apply(temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(file.resolveSibling("."));
  }

  /** Tells whether a file name is that of a temporary file of this class or of WEPPcloud. */
  public static boolean isTemporaryName(String name) {
    return TEMPORARY_NAME.matcher(name).matches();
  }

  private static void writeAndForce(Path temporary, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notSupportedHere) {
      // Best effort: Windows cannot open a directory, and some network file systems refuse.
      return;
    }
  }
}
