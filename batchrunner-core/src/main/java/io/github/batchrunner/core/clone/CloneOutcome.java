package io.github.batchrunner.core.clone;

import java.nio.file.Path;

/** How a run came to have its directory. */
public sealed interface CloneOutcome {

  /** Returns the run's directory, absolute. */
  Path wd();

  /** Returns the {@linkplain BaseSnapshot#fingerprint() fingerprint} of the base it was made of. */
  String baseFingerprint();

  /**
   * The directory has been cloned now.
   *
   * @param wd the run's directory, absolute
   * @param baseFingerprint that of the base as it is
   */
  record Cloned(Path wd, String baseFingerprint) implements CloneOutcome {}

  /**
   * The directory had been cloned before, for the same batch and run, and was left as it is but for
   * its lock files.
   *
   * @param wd the run's directory, absolute
   * @param baseFingerprint that of the base as it was then
   */
  record AlreadyThere(Path wd, String baseFingerprint) implements CloneOutcome {}

  /**
   * The directory had been cloned before, for the same batch and run, and what the base has changed
   * since was merged into it.
   *
   * @param wd the run's directory, absolute
   * @param baseFingerprint that of the base as it is
   * @param changes how many attributes and files the base had changed that the run did not have,
   *     whatever was decided about them
   */
  record Merged(Path wd, String baseFingerprint, int changes) implements CloneOutcome {}
}
