package io.github.batchrunner.sample.cli;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;

/** Commands for a person to copy: spelled as this process was started, quoted for a shell. */
final class Invocation {

  private static final String JAR = "batchrunner.jar";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
  private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z.-]+>");

  private Invocation() {}

  /** Returns the command with these arguments; one such as {@code <file>} is left as it is. */
  static String of(String... arguments) {
    StringBuilder command = new StringBuilder(program(System.getProperty("java.class.path", "")));
    for (String argument : arguments) {
      command.append(' ').append(quoted(argument));
    }
    return command.toString();
  }

  /** Returns how a process with this class path is started again. */
  static String program(String classPath) {
    List<String> entries = List.of(classPath.split(Pattern.quote(File.pathSeparator), -1));
    if (entries.stream().noneMatch(entry -> entry.endsWith(JAR))) {
      return "batchrunner";
    }
    // "java -jar x.jar" makes x.jar the whole class path, as it was typed.
    return entries.size() == 1
        ? "java -jar " + quoted(classPath)
        : "java -cp " + quoted(classPath) + " " + Main.class.getName();
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
