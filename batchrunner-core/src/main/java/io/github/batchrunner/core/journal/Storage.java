package io.github.batchrunner.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The few things that are done to the files of a journal; at each of them a process, or the whole
 * machine, may come to its end.
 */
interface Storage {

  /** A file that is written from front to back. */
  interface Output extends Closeable {

    /** Writes all bytes: they outlive the process. */
    void write(ByteBuffer bytes) throws IOException;

    /** Brings what was written to disk: it outlives the machine. */
    void sync() throws IOException;
  }

  /** Opens a file, which need not be there, to write behind its first bytes; others are cut off. */
  Output append(Path file, long length) throws IOException;

  /** Creates an empty file, whether one is there or not. */
  Output create(Path file) throws IOException;

  /** Gives a file the name of another, which is gone then: at any moment one of both is there. */
  void replace(Path file, Path replaced) throws IOException;

  /** Brings to disk which files a directory has. */
  void syncDirectory(Path directory) throws IOException;

  /** Deletes a file that may be there. */
  void delete(Path file) throws IOException;

  /** The disk. */
  final class Disk implements Storage {

    @Override
    public Output append(Path file, long length) throws IOException {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.truncate(length);
        channel.position(length);
        return new ChannelOutput(channel);
      } catch (IOException e) {
        try (channel) {
          throw e;
        }
      }
    }

    @Override
    public Output create(Path file) throws IOException {
      return new ChannelOutput(
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    }

    @Override
    public void replace(Path file, Path replaced) throws IOException {
      Files.move(file, replaced, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
      FileChannel handle;
      try {
        handle = FileChannel.open(directory, StandardOpenOption.READ);
      } catch (IOException e) {
        return; // not every system lets a directory be opened
      }
      try (handle) {
        handle.force(true);
      }
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** Writes through a channel. */
  record ChannelOutput(FileChannel channel) implements Output {

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
