package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.files.PathNames;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;

/** Does to a run what a merge has decided, each file in one step. */
class RunEditor {

  /** Carries the edits out: first removes, then makes directories, and files in them. */
  final void apply(BaseSnapshot base, Path wd, List<RunEdit> edits) throws IOException {
    for (RunEdit edit : edits) {
      if (edit instanceof RunEdit.Remove remove) {
        beforeStep();
        remove(wd.resolve(remove.path()));
      }
    }
    for (RunEdit edit : edits) {
      if (edit instanceof RunEdit.Put put) {
        beforeStep();
        put(base, wd, put.entry());
      } else if (edit instanceof RunEdit.Rewrite rewrite) {
        beforeStep();
        rewrite.file().write(rewrite.text());
      }
    }
  }

  /** Marks in the run's origin how far the merge is. */
  final void mark(Origin origin, Path wd) throws IOException {
    beforeStep();
    origin.replaceIn(wd);
  }

  /** Is called before each change on disk. */
  void beforeStep() {}

  private static void remove(Path path) throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException ownFiles) {
      return; // What the run's tasks have put there stays, and so its directory.
    }
  }

  private static void put(BaseSnapshot base, Path wd, BaseEntry entry) throws IOException {
    Path path = wd.resolve(entry.path());
    if (entry instanceof BaseEntry.Folder) {
      putDirectory(path);
      return;
    }
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    if (entry instanceof BaseEntry.NoDb noDb) {
      byte[] text = noDb.text().at(PathNames.slashed(wd));
      AtomicFile.write(path, text, written -> keepMode(written, noDb.meta()));
    } else if (entry instanceof BaseEntry.SmallFile file) {
      AtomicFile.write(path, file.content(), written -> keepModeAndTime(written, file.meta()));
    } else if (entry instanceof BaseEntry.LargeFile file) {
      Path source = base.realDirectory().resolve(file.path());
      AtomicFile.write(
          path,
          out -> Files.copy(source, out),
          written -> {
            BaseReader.requireUnchanged(source, file.size(), file.meta());
            keepModeAndTime(written, file.meta());
          });
    } else if (entry instanceof BaseEntry.SameLink link) {
      putLink(path, link.target());
    } else {
      putLink(path, wd.resolve(((BaseEntry.InnerLink) entry).target()));
    }
  }

  private static void putDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
    }
    Files.createDirectories(path);
  }

  private static void putLink(Path path, Path target) throws IOException {
    Path link = path.resolveSibling("." + path.getFileName() + ".link.tmp");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
    Files.move(link, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void keepMode(Path path, BaseEntry.Meta meta) throws IOException {
    if (!meta.permissions().isEmpty()) {
      Files.setPosixFilePermissions(path, meta.permissions());
    }
  }

  private static void keepModeAndTime(Path path, BaseEntry.Meta meta) throws IOException {
    keepMode(path, meta);
    FileTime time = meta.modified();
    Files.setLastModifiedTime(path, time);
  }
}
