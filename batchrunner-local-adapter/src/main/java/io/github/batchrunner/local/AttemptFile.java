package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.AttemptsDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * The file of one attempt in the directory of its run: whoever creates it decides whether the
 * attempt begins.
 *
 * <p>The {@link Wrapper} creates it to begin the attempt, a host to rule that it never began. After
 * that lines are appended, each with one write: the {@linkplain Trace} of the attempt. An attempt
 * that was ruled out may be submitted anew; its file has the next number then.
 */
final class AttemptFile {

  private static final long MOST_BYTES = 64 * 1024;

  private final Path path;

  private AttemptFile(Path path) {
    this.path = path;
  }

  /** Returns the file of an attempt that was ruled out so many times. */
  static AttemptFile of(Path wd, AttemptToken token, int ruledOut) {
    String name = ruledOut == 0 ? token.value() : token.value() + "+" + ruledOut;
    return new AttemptFile(AttemptsDirectory.in(wd).resolve(name));
  }

  Path path() {
    return path;
  }

  /** Creates the directory it belongs into. */
  void createDirectory() throws IOException {
    LogKeeper.createDirectory(path);
  }

  /** Tells whether that directory is there; a command may have removed its own. */
  boolean hasPlace() {
    return Files.isDirectory(path.resolveSibling("."));
  }

  /**
   * Creates it to rule that the attempt has not begun and never will; false if it is there already.
   */
  boolean ruleOut(String owner) throws IOException {
    try {
      Files.writeString(
          path,
          Trace.ruledOutBy(owner),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Creates it, with everything in it, for work of this process that has ended well; one that is
   * there already stays as it is.
   */
  void noteSuccess(Trace.Beginning beginning) throws IOException {
    createDirectory();
    try {
      Files.writeString(
          path,
          Trace.success(ProcessHandle.current().pid(), beginning),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      return; // another host has ruled the attempt out: it does it again
    }
  }

  /** Appends a line to it, if it is there. */
  void append(String line) throws IOException {
    try {
      Files.writeString(path, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (NoSuchFileException e) {
      return; // the run has been removed, and with it all that anybody could ask
    }
  }

  /** Returns what it tells now; {@link Trace#EMPTY} if it is not there. */
  Trace read() throws IOException {
    try {
      if (Files.size(path) > MOST_BYTES) {
        return Trace.EMPTY; // not written by us
      }
      return Trace.parse(Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Trace.EMPTY;
    }
  }

  /** Returns when it was written to last. */
  Instant lastWritten() throws IOException {
    return Files.getLastModifiedTime(path).toInstant();
  }
}
