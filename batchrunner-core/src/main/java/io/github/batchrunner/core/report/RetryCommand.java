package io.github.batchrunner.core.report;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The command that runs the tasks of a failure group again, ready to be pasted into a shell. */
final class RetryCommand {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+-]+");

  private RetryCommand() {}

  /** Returns the command, for the kind of shell that this system has. */
  static String of(Path batch, String signature) {
    return "batchrunner retry "
        + quoted(batch.toString(), File.separatorChar == '\\')
        + " --failure "
        + signature;
  }

  static String quoted(String path, boolean windows) {
    if (windows) {
      // No path has a double quote there.
      return '"' + path + '"';
    }
    return PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
