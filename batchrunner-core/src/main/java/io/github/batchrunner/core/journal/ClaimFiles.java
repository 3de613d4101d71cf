package io.github.batchrunner.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files {@code owner-<generation>.json} beside a lock.
 *
 * <p>They are opened anew each time: that is when a network file system looks whether another
 * machine has changed them.
 */
final class ClaimFiles {

  private static final Pattern NAME = Pattern.compile("owner-([1-9][0-9]{0,8})\\.json");

  private final Path directory;

  ClaimFiles(Path lock) {
    this.directory = lock.resolveSibling(".");
  }

  private Path file(int generation) {
    return directory.resolve("owner-" + generation + ".json").normalize();
  }

  /** Returns the latest generation that there is. */
  OptionalInt latest() throws IOException {
    OptionalInt latest = OptionalInt.empty();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        if (name.matches()) {
          int generation = Integer.parseInt(name.group(1));
          latest = OptionalInt.of(Math.max(generation, latest.orElse(0)));
        }
      }
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause(); // a file system that is away is no reason to stop looking
    }
    return latest;
  }

  /** Returns what a file holds; nothing if it is gone. */
  byte[] read(int generation) throws IOException {
    try {
      return Files.readAllBytes(file(generation));
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** Returns when a file was written to last, in milliseconds since the epoch. */
  long lastWritten(int generation) throws IOException {
    try {
      return Files.getLastModifiedTime(file(generation)).toMillis();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Creates a file, which one of all who try at the same time can do. */
  void create(int generation, byte[] text) throws IOException {
    write(generation, text, StandardOpenOption.CREATE_NEW);
  }

  /** Changes a file in its place; one that is gone stays so. */
  void overwrite(int generation, byte[] text) throws IOException {
    write(generation, text);
  }

  private void write(int generation, byte[] text, OpenOption... more) throws IOException {
    OpenOption[] options = Arrays.copyOf(more, more.length + 1);
    options[more.length] = StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file(generation), options)) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Takes away the files of earlier generations. */
  void deleteBefore(int generation) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        if (name.matches() && Integer.parseInt(name.group(1)) < generation) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
