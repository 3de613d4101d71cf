package io.github.batchrunner.sample.cli;

import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a command writes: answers to standard output, all else to standard error.
 *
 * <p>The lowest line of a terminal can be a live one, which is drawn again and again; what is
 * written meanwhile goes above it. Control characters in what is written become visible, for names
 * and messages are data of others. Thread-safe.
 */
final class Terminal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private String liveLine = "";

  /**
   * Creates a terminal.
   *
   * @param interactive whether {@code err} is a screen on which a line can be drawn again
   */
  Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /** Returns the terminal of this process. */
  static Terminal ofProcess() {
    return new Terminal(System.out, System.err, standardErrorIsScreen());
  }

  private static boolean standardErrorIsScreen() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) { // a system without /proc
      return consoleIsScreen();
    }
  }

  @SuppressWarnings("SystemConsoleNull") // asked further below
  private static boolean consoleIsScreen() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on there is a console also where standard output is a file.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Tells whether a line can be drawn again. */
  boolean interactive() {
    return interactive;
  }

  /** Returns standard output, for a JSON document. */
  OutputStream documentStream() {
    return out;
  }

  /** Returns a writer of answers, for help texts. */
  PrintWriter answerWriter() {
    return writer(out);
  }

  /** Returns a writer of messages, for help texts. */
  PrintWriter messageWriter() {
    return writer(err);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }

  /** Writes a line of the answer. */
  synchronized void answer(String line) {
    erase();
    out.println(printable(line));
    out.flush();
    draw();
  }

  /** Writes an empty line of the answer. */
  void answer() {
    answer("");
  }

  /** Writes a line for a person who watches. */
  synchronized void say(String line) {
    erase();
    err.println(printable(line));
    draw();
    err.flush();
  }

  /** Draws the live line; an empty one takes it away. */
  synchronized void live(String line) {
    erase();
    liveLine = printable(line);
    draw();
    err.flush();
  }

  /** Writes the trace of an exception. */
  synchronized void trace(Throwable exception) {
    erase();
    StringWriter trace = new StringWriter();
    exception.printStackTrace(new PrintWriter(trace));
    err.print(Secrets.hidden(trace.toString()));
    draw();
    err.flush();
  }

  private void erase() {
    if (!liveLine.isEmpty()) {
      err.print("\r" + " ".repeat(liveLine.length()) + "\r");
      err.flush();
    }
  }

  private void draw() {
    if (!liveLine.isEmpty()) {
      err.print(liveLine);
    }
  }

  /** Returns the text with control characters, but line breaks, written as {@code \x1b}. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || !hidden(c)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", c));
              }
            });
    return shown.toString();
  }

  /** Control characters, and marks that turn the direction of what follows. */
  private static boolean hidden(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
