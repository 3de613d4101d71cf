package io.github.batchrunner.core.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why an input or output operation failed, and on which file. */
public final class IoFailure {

  private IoFailure() {}

  /**
   * Returns the reason and, where the system told it, the file: {@code permission denied
   * ("/data/x")}.
   *
   * <p>The JDK's own messages are often the bare file name, which tells a person nothing.
   */
  public static String reason(IOException failure) {
    String words = words(failure);
    if (failure instanceof FileSystemException onFile && onFile.getFile() != null) {
      return words + " (\"" + onFile.getFile() + "\")";
    }
    return words;
  }

  private static String words(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is not a directory";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    }
    if (failure instanceof FileSystemLoopException) {
      return "its links form a loop";
    }
    if (failure instanceof FileSystemException onFile && onFile.getReason() != null) {
      return onFile.getReason();
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
