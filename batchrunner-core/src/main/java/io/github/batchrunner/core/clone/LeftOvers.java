package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.internal.files.WholeDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a killed process left of the clones it was making. */
public final class LeftOvers {

  private LeftOvers() {}

  /**
   * Removes unfinished clones of a batch from a directory, and puts a run back that was about to be
   * replaced when its replacement did not come to stand.
   *
   * <p>Only directories with the hidden names of this package are looked at, and only those that
   * carry the batch's marker, or nothing at all yet, are removed. Call it while no clone is being
   * made, by the process that owns the batch.
   *
   * @param directory the one in which the runs lie; one that does not exist has no left-overs
   * @return the directories that were removed or put back, under their hidden names
   * @throws CloneException when one cannot be removed or put back
   */
  public static List<Path> sweep(String batchName, Path directory) {
    List<Path> swept = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return swept;
    }
    try {
      for (Path leftOver : hidden(directory)) {
        if (sweepOne(batchName, leftOver)) {
          swept.add(leftOver);
        }
      }
    } catch (IOException e) {
      throw new CloneException(
          "Cannot remove what an earlier process left in \""
              + directory
              + "\": "
              + IoFailure.reason(e)
              + ".",
          e);
    }
    return swept;
  }

  private static List<Path> hidden(Path directory) throws IOException {
    List<Path> hidden = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, ".*")) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if ((WholeDirectory.isTemporaryName(name) || WholeDirectory.isReplacedName(name))
            && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          hidden.add(child);
        }
      }
    }
    return hidden;
  }

  private static boolean sweepOne(String batchName, Path leftOver) throws IOException {
    Optional<Origin> origin =
        Origin.of(leftOver).filter(marker -> marker.batchName().equals(batchName));
    if (WholeDirectory.isTemporaryName(leftOver.getFileName().toString())) {
      if (origin.isEmpty() && !hasNothingButItsMarker(leftOver)) {
        return false;
      }
      FileTrees.delete(leftOver);
      return true;
    }
    if (origin.isEmpty()) {
      return false;
    }
    Path run = leftOver.resolveSibling(origin.get().runId());
    if (Files.exists(run, LinkOption.NOFOLLOW_LINKS)) {
      FileTrees.delete(leftOver);
    } else {
      Files.move(leftOver, run, StandardCopyOption.ATOMIC_MOVE);
    }
    return true;
  }

  /** A process can be killed before the marker is written, and while it is. */
  private static boolean hasNothingButItsMarker(Path directory) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (!child.getFileName().toString().equals(Origin.PRIVATE_DIRECTORY)) {
          return false;
        }
      }
      return true;
    }
  }
}
