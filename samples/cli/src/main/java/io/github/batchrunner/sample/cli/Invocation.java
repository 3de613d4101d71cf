package io.github.batchrunner.sample.cli;

import java.io.File;
import java.util.regex.Pattern;

/** Commands for a person to copy: spelled as this process was started, quoted for a shell. */
final class Invocation {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
  private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z.-]+>");

  private Invocation() {}

  /** Returns the command with these arguments; one such as {@code <file>} is left as it is. */
  static String of(String... arguments) {
    StringBuilder command = new StringBuilder(program());
    for (String argument : arguments) {
      command.append(' ').append(quoted(argument));
    }
    return command.toString();
  }

  private static String program() {
    String classPath = System.getProperty("java.class.path", "");
    // "java -jar x.jar" makes x.jar the whole class path, as it was typed.
    return classPath.endsWith("batchrunner.jar") && !classPath.contains(File.pathSeparator)
        ? "java -jar " + quoted(classPath)
        : "batchrunner";
  }

  private static String quoted(String argument) {
    if (PLAIN.matcher(argument).matches() || PLACEHOLDER.matcher(argument).matches()) {
      return argument;
    }
    return File.separatorChar == '\\'
        ? '"' + argument + '"' // neither a path nor a run id has a double quote there
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
