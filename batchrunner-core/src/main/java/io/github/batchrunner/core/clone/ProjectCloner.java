package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.internal.files.WholeDirectory;
import io.github.batchrunner.core.nodb.NoDbLocks;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.PreparedRun;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the directories of runs from a base project.
 *
 * <p>A clone is built under a hidden name beside its own and renamed when it is whole; a failure
 * removes it, and what a killed process leaves is removed by {@link LeftOvers#sweep}. Contents are
 * not forced to disk one by one, so a power cut, unlike a crash, can damage the clones of the last
 * seconds.
 *
 * <p>Instances are thread-safe; many runs may be cloned in parallel.
 */
public final class ProjectCloner {

  private static final String DEM = "dem";
  private static final String FEATURE_FILE = "target_watershed.geojson";

  private final String batchName;
  private final BaseSnapshot base;
  private final CloneOptions options;
  private final TreeWriter writer;
  private final SharedFiles shared;

  /**
   * Creates a cloner for one execution of a batch.
   *
   * @param batchName the batch's name, which goes into the marker of each clone
   * @param base the base as it is now
   */
  public ProjectCloner(String batchName, BaseSnapshot base, CloneOptions options) {
    this(batchName, base, options, new TreeWriter());
  }

  ProjectCloner(String batchName, BaseSnapshot base, CloneOptions options, TreeWriter writer) {
    this.batchName = Objects.requireNonNull(batchName, "batchName");
    this.base = Objects.requireNonNull(base, "base");
    this.options = Objects.requireNonNull(options, "options");
    this.writer = writer;
    this.shared = new SharedFiles(base, options.shared());
  }

  /** Returns how many bytes this cloner did not copy because clones share them with the base. */
  public long sharedBytes() {
    return shared.bytes();
  }

  /**
   * Returns the files of the base, by their paths below it, that clones may share with it and that
   * have been changed since the snapshot: whoever wrote into one has changed it in all clones.
   *
   * <p>Reads each of these files once.
   *
   * @throws CloneException when one cannot be read
   */
  public List<Path> changedSharedFiles() {
    try {
      return shared.changed();
    } catch (IOException e) {
      throw new CloneException(
          "Cannot see whether the base project \"%s\" is as it was: %s."
              .formatted(base.directory(), IoFailure.reason(e)),
          e);
    }
  }

  /**
   * Makes sure that a run has its directory, and calls the hooks.
   *
   * <p>A directory that this batch made for this run before is kept, or replaced when the options
   * say so; in one that is kept, lock files of older WEPPcloud are cleared. A directory of any
   * other origin is never touched.
   *
   * @throws CloneException when the directory has another origin, cannot be made, or a hook fails
   * @throws InvalidInputException when the run's directory lies in the base, or the base in it
   */
  public CloneOutcome prepare(CloneRequest request) {
    Path wd = request.wd();
    requirePlaceApart(wd);
    CloneOutcome outcome;
    try {
      Optional<CloneOutcome> existing = existing(request);
      if (existing.isEmpty()) {
        outcome = create(request);
      } else if (options.replaceExisting()) {
        WholeDirectory.replace(wd, directory -> fill(directory, request));
        outcome = cloned(wd);
      } else {
        outcome = existing.get();
      }
    } catch (IOException e) {
      throw cannotPrepare(request, e);
    }
    if (outcome instanceof CloneOutcome.AlreadyThere) {
      NoDbLocks.clear(wd);
    }
    callHooks(request, outcome);
    return outcome;
  }

  /**
   * Replaces those files of a run that match one of these globs by those of the base as it is now,
   * each in one step.
   *
   * <p>Used when a task is stale because such a file has changed in the base.
   *
   * @param globs as in {@link BaseSnapshot#hashOf}
   * @throws CloneException when one cannot be written
   */
  public void refresh(Path wd, Collection<String> globs) {
    List<PathMatcher> matchers = globs.stream().map(base::matcher).toList();
    for (BaseEntry entry : base.entries()) {
      if (matchers.stream().anyMatch(matcher -> matcher.matches(entry.path()))) {
        try {
          refresh(wd, entry);
        } catch (IOException e) {
          throw new CloneException(
              "Cannot replace \"%s\" by that of the base project: %s."
                  .formatted(wd.resolve(entry.path()), IoFailure.reason(e)),
              e);
        }
      }
    }
  }

  private void refresh(Path wd, BaseEntry entry) throws IOException {
    Path file = wd.resolve(entry.path());
    if (entry instanceof BaseEntry.SmallFile small) {
      AtomicFile.write(file, small.content());
    } else if (entry instanceof BaseEntry.NoDb noDb) {
      AtomicFile.write(file, noDb.text().at(PathNames.slashed(wd)));
    } else if (entry instanceof BaseEntry.LargeFile) {
      Path copy = file.resolveSibling("." + file.getFileName() + ".new.tmp");
      Files.copy(
          base.realDirectory().resolve(entry.path()), copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private CloneOutcome create(CloneRequest request) throws IOException {
    Path wd = request.wd();
    try {
      Files.createDirectories(parent(wd));
      WholeDirectory.create(wd, directory -> fill(directory, request));
      return cloned(wd);
    } catch (FileAlreadyExistsException raced) {
      // Another thread or process was faster; what it made counts, if it is the same run.
      Optional<CloneOutcome> existing = existing(request);
      if (existing.isEmpty()) {
        throw raced;
      }
      return existing.get();
    }
  }

  private void fill(Path directory, CloneRequest request) throws IOException {
    // The marker is first, so that what is left of a killed process can be recognised.
    new Origin(batchName, request.runId(), base.fingerprint()).writeTo(directory);
    writer.write(base, shared, directory, request.wd());
    Supplier<byte[]> feature = request.feature();
    if (feature != null) {
      Path dem = Files.createDirectories(directory.resolve(DEM));
      Files.write(dem.resolve(FEATURE_FILE), feature.get());
    }
  }

  /** The directory that is there already, when it is this run's. */
  private Optional<CloneOutcome> existing(CloneRequest request) throws IOException {
    Path wd = request.wd();
    if (!Files.exists(wd, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isDirectory(wd, LinkOption.NOFOLLOW_LINKS)) {
      throw foreign(request, "it is not a directory");
    }
    Origin origin =
        Origin.of(wd)
            .orElseThrow(() -> foreign(request, "it has no marker of batchrunner's in it"));
    if (!origin.isSameRun(batchName, request.runId())) {
      throw foreign(
          request,
          "it belongs to run \"" + origin.runId() + "\" of batch \"" + origin.batchName() + "\"");
    }
    return Optional.of(new CloneOutcome.AlreadyThere(wd, origin.baseFingerprint()));
  }

  private CloneOutcome cloned(Path wd) {
    return new CloneOutcome.Cloned(wd, base.fingerprint());
  }

  private void callHooks(CloneRequest request, CloneOutcome outcome) {
    PreparedRun run =
        new PreparedRun(
            batchName,
            request.runId(),
            request.wd(),
            base.directory(),
            outcome instanceof CloneOutcome.Cloned);
    for (AfterCloneHook hook : options.hooks()) {
      try {
        hook.afterClone(run);
      } catch (RuntimeException e) {
        throw new CloneException(
            "The directory of run \""
                + request.runId()
                + "\" stands, but the hook "
                + hook.getClass().getName()
                + " failed for it: "
                + e.getMessage()
                + ". It will be called again when the run is prepared again.",
            e);
      }
    }
  }

  private void requirePlaceApart(Path wd) {
    PathNames.requireFaithfulAsText(wd);
    if (wd.startsWith(base.directory()) || base.directory().startsWith(wd)) {
      throw new InvalidInputException(
          "The run directory \""
              + wd
              + "\" and the base project \""
              + base.directory()
              + "\" lie in each other; a run needs a place of its own.");
    }
  }

  private static Path parent(Path wd) {
    return Objects.requireNonNull(wd.getParent(), "The root directory is no run directory.");
  }

  private static CloneException foreign(CloneRequest request, String why) {
    return new CloneException(
        "The directory \""
            + request.wd()
            + "\" for run \""
            + request.runId()
            + "\" exists, but "
            + why
            + ". It was left as it is: move it away, or give the runs other ids.");
  }

  private CloneException cannotPrepare(CloneRequest request, IOException e) {
    StringBuilder message =
        new StringBuilder()
            .append("Cannot clone the base project into \"")
            .append(request.wd())
            .append("\" for run \"")
            .append(request.runId())
            .append("\": ")
            .append(IoFailure.reason(e))
            .append(". A clone has ")
            .append(base.files())
            .append(" files and ")
            .append(base.bytes())
            .append(" bytes; nothing of it was kept.");
    for (Throwable second : e.getSuppressed()) {
      message.append(" Removing what was there failed, too: ").append(second.getMessage());
    }
    return new CloneException(message.toString(), e);
  }
}
