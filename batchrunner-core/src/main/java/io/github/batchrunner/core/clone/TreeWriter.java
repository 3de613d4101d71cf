package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.PathNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes the entries of a base project into another directory, with their modes and times. */
class TreeWriter {

  /** Writes the files of a project that may be read-only so that its owner can change them. */
  static final class OwnerWritable extends TreeWriter {
    @Override
    Set<PosixFilePermission> filePermissions(BaseEntry.Meta meta) {
      return ownerWritable(meta.permissions());
    }
  }

  /**
   * Fills {@code target}, an existing directory.
   *
   * @param shared what is not copied but shared with the base
   * @param wd the absolute path that the directory will have in the end
   */
  final void write(BaseSnapshot base, SharedFiles shared, Path target, Path wd) throws IOException {
    List<BaseEntry> entries = base.entries();
    String wdText = PathNames.slashed(wd);
    for (BaseEntry entry : entries) {
      Path path = target.resolve(entry.path());
      if (entry instanceof BaseEntry.Folder) {
        if (!path.equals(target)) {
          Files.createDirectory(path);
        }
      } else if (entry instanceof BaseEntry.SmallFile file) {
        if (!shared.link(file.path(), file.content().length, file.meta(), path)) {
          writeFile(path, file.content());
          keepMode(path, file.meta());
          keepTime(path, file.meta());
        }
      } else if (entry instanceof BaseEntry.NoDb noDb) {
        writeFile(path, noDb.text().at(wdText));
        keepMode(path, noDb.meta());
      } else if (entry instanceof BaseEntry.LargeFile file) {
        if (!shared.link(file.path(), file.size(), file.meta(), path)) {
          copyFile(base.realDirectory().resolve(file.path()), path, file);
          keepMode(path, file.meta());
          keepTime(path, file.meta());
        }
      } else if (entry instanceof BaseEntry.SameLink link) {
        Files.createSymbolicLink(path, link.target());
      } else {
        Files.createSymbolicLink(path, wd.resolve(((BaseEntry.InnerLink) entry).target()));
      }
    }
    finishFolders(entries, target);
  }

  /**
   * Times of directories come last, since filling one moves its time. Whatever its mode in the
   * base, its owner may write into it: the tasks of a run do.
   */
  private void finishFolders(List<BaseEntry> entries, Path target) throws IOException {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i) instanceof BaseEntry.Folder folder) {
        Path path = target.resolve(folder.path());
        setMode(path, ownerWritable(folder.meta().permissions()));
        keepTime(path, folder.meta());
      }
    }
  }

  void writeFile(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /** On a JDK of 20 or later the file system shares the blocks of the two files if it can. */
  private static void copyFile(Path from, Path to, BaseEntry.LargeFile file) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long copied = 0;
      while (copied < file.size()) {
        long now = in.transferTo(copied, file.size() - copied, out);
        if (now <= 0) {
          break; // The file became shorter, which the next line reports.
        }
        copied += now;
      }
    }
    BaseReader.requireUnchanged(from, file.size(), file.meta());
  }

  /** The permissions of the copy of a file; empty where the file system has none. */
  Set<PosixFilePermission> filePermissions(BaseEntry.Meta meta) {
    return meta.permissions();
  }

  private static Set<PosixFilePermission> ownerWritable(Set<PosixFilePermission> permissions) {
    if (permissions.isEmpty()) {
      return permissions;
    }
    Set<PosixFilePermission> writable = EnumSet.copyOf(permissions);
    writable.add(PosixFilePermission.OWNER_WRITE);
    return writable;
  }

  private void keepMode(Path path, BaseEntry.Meta meta) throws IOException {
    setMode(path, filePermissions(meta));
  }

  private static void setMode(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (!permissions.isEmpty()) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static void keepTime(Path path, BaseEntry.Meta meta) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class)
        .setTimes(meta.modified(), meta.modified(), null);
  }
}
