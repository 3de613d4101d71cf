package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
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
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable BaseMerging merging;
  private final SharedFiles shared;

  /**
   * Creates a cloner for one execution of a batch.
   *
   * @param batchName the batch's name, which goes into the marker of each clone
   * @param base the base as it is now
   */
  public ProjectCloner(String batchName, BaseSnapshot base, CloneOptions options) {
    this(batchName, base, options, new TreeWriter(), new RunEditor());
  }

  ProjectCloner(
      String batchName,
      BaseSnapshot base,
      CloneOptions options,
      TreeWriter writer,
      RunEditor editor) {
    this.batchName = Objects.requireNonNull(batchName, "batchName");
    this.base = Objects.requireNonNull(base, "base");
    this.options = Objects.requireNonNull(options, "options");
    this.writer = writer;
    this.shared = new SharedFiles(base, options.shared());
    BaseStore store = options.mergeStore();
    this.merging =
        store == null
            ? null
            : new BaseMerging(base, store, options.mergeInputs(), options.onConflict(), editor);
  }

  /** Where the run's watershed is kept, below its directory. */
  static Path featureFile(Path directory) {
    return directory.resolve(DEM).resolve(FEATURE_FILE);
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
   * say so; in one that is kept, lock files of older WEPPcloud are cleared, and edits of the base
   * are merged when the options say so. A directory of any other origin is never touched.
   *
   * @throws CloneException when the directory has another origin, cannot be made, or a hook fails
   * @throws BaseConflictException when the base and the run have changed the same and the options
   *     do not say which one counts; the directory is as it was then
   * @throws InvalidInputException when the run's directory lies in the base, or the base in it
   */
  public CloneOutcome prepare(CloneRequest request) {
    requirePlaceApart(request.wd());
    CloneOutcome outcome = cloneOrKeep(request);
    callHooks(request, outcome);
    return outcome;
  }

  private CloneOutcome cloneOrKeep(CloneRequest request) {
    Path wd = request.wd();
    Optional<Origin> existing;
    try {
      existing = existing(request);
      if (existing.isPresent() && options.replaceExisting()) {
        WholeDirectory.replace(wd, directory -> fill(directory, request));
        return cloned(wd);
      }
      if (existing.isEmpty()) {
        existing = create(request);
      }
    } catch (IOException e) {
      throw cannotPrepare(request, e);
    }
    return existing.isPresent() ? keep(request, existing.get()) : cloned(wd);
  }

  private CloneOutcome keep(CloneRequest request, Origin origin) {
    Path wd = request.wd();
    if (merging == null || merging.isCurrent(origin)) {
      NoDbLocks.clear(wd);
      return new CloneOutcome.AlreadyThere(wd, origin.baseFingerprint());
    }
    try {
      return merging.merge(wd, origin);
    } catch (IOException e) {
      throw new CloneException(
          "Cannot bring run \""
              + request.runId()
              + "\" to the base project as it is now: "
              + IoFailure.reason(e)
              + ". What was begun is done again when the run is prepared again.",
          e);
    }
  }

  /** Clones; returns the origin of what another thread or process, which was faster, has made. */
  private Optional<Origin> create(CloneRequest request) throws IOException {
    Path wd = request.wd();
    try {
      Files.createDirectories(parent(wd));
      WholeDirectory.create(wd, directory -> fill(directory, request));
      return Optional.empty();
    } catch (FileAlreadyExistsException raced) {
      Optional<Origin> existing = existing(request);
      if (existing.isEmpty()) {
        throw raced;
      }
      return existing;
    }
  }

  private void fill(Path directory, CloneRequest request) throws IOException {
    // The marker is first, so that what is left of a killed process can be recognised.
    new Origin(batchName, request.runId(), base.fingerprint()).writeTo(directory);
    writer.write(base, shared, directory, request.wd());
    Supplier<byte[]> feature = request.feature();
    if (feature != null) {
      Files.createDirectories(directory.resolve(DEM));
      // The base may have one too, and share it: what is written must be a file of the run's own.
      Files.deleteIfExists(featureFile(directory));
      Files.write(featureFile(directory), feature.get(), StandardOpenOption.CREATE_NEW);
    }
  }

  /** Tells whether a run has its directory, made by this batch for this run. */
  public boolean hasMade(CloneRequest request) {
    try {
      return existing(request).isPresent();
    } catch (IOException | CloneException e) {
      return false; // it belongs to somebody else, or nobody can tell
    }
  }

  /** The origin of the directory that is there already, when it is this run's. */
  private Optional<Origin> existing(CloneRequest request) throws IOException {
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
    return Optional.of(origin);
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
