package io.github.batchrunner.core.report;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Commands about what failed, ready to be pasted into a shell. */
final class RetryCommand {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+-]+");

  private RetryCommand() {}

  /** Returns the command for all tasks that failed. */
  static String ofAll(Path batch) {
    return "batchrunner retry " + quoted(batch);
  }

  /** Returns the command for the tasks of a failure group. */
  static String of(Path batch, String signature) {
    return ofAll(batch) + " --failure " + signature;
  }

  /** Returns the command that tells why the tasks of a run stand as they do, up to the run's id. */
  static String explanation(Path batch) {
    return "batchrunner explain " + quoted(batch);
  }

  /** For the kind of shell that this system has. */
  private static String quoted(Path path) {
    return quoted(path.toString(), File.separatorChar == '\\');
  }

  static String quoted(String path, boolean windows) {
    if (windows) {
      // No path has a double quote there.
      return '"' + path + '"';
    }
    return PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
