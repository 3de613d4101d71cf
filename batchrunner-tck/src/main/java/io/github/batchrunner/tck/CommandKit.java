package io.github.batchrunner.tck;

import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small POSIX shell programs; paths come as arguments, never as text of the program. */
final class CommandKit implements WorkKit {

  static final int FAILING_EXIT_CODE = 3;

  private static final String WAIT = "while [ ! -e \"$2\" ]; do sleep 0.02; done; ";

  @Override
  public WorkKind kind() {
    return WorkKind.COMMAND;
  }

  @Override
  public Work succeeding(Probe probe) {
    return shell("echo x >> \"$1\"; echo x >> \"$3\"", probe);
  }

  @Override
  public Work failing(Probe probe) {
    return shell("echo x >> \"$1\"; exit " + FAILING_EXIT_CODE, probe);
  }

  @Override
  public Work blocking(Probe probe) {
    return shell("echo x >> \"$1\"; " + WAIT + "echo x >> \"$3\"", probe);
  }

  @Override
  public Work printing(String line) {
    return Work.Command.of(List.of("sh", "-c", "printf '%s\\n' \"$1\"", "sh", line), Map.of());
  }

  @Override
  public Work impossible() {
    return Work.Command.of(List.of("/no/such/batchrunner-contract-program"), Map.of());
  }

  /** Returns a program that ends itself by SIGKILL. */
  Work killingItself() {
    return Work.Command.of(List.of("sh", "-c", "kill -9 $$"), Map.of());
  }

  /**
   * Returns a program with a child and a grandchild that would all run for minutes; their process
   * numbers go to the file {@code pids} of the probe, and its beginning is noted after that.
   */
  Work family(Probe probe) {
    return shell(
        "sh -c 'sleep 300 & echo $! >> \"$1\"; wait' sh \"$4\" & "
            + "echo $! >> \"$4\"; echo $$ >> \"$4\"; "
            + "while [ $(wc -l < \"$4\") -lt 3 ]; do sleep 0.02; done; "
            + "echo x >> \"$1\"; wait",
        probe);
  }

  /** Returns the process numbers of {@link #family}. */
  static List<Long> familyOf(Probe probe) {
    return Probe.lines(probe.directory().resolve("pids")).stream().map(Long::valueOf).toList();
  }

  /** Returns a program that writes its arguments, each ended by NUL, to the probe. */
  Work writingArguments(Probe probe, List<String> arguments) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "out=$1; shift; for a; do printf '%s\\0' \"$a\"; done > \"$out\"",
                "sh",
                probe.finished().toString()));
    argv.addAll(arguments);
    return Work.Command.of(argv, Map.of());
  }

  /** Returns a program that writes where it is and one variable of its environment. */
  Work writingSurroundings(Probe probe, String value) {
    return Work.Command.of(
        List.of(
            "sh",
            "-c",
            "pwd -P > \"$1\"; printf '%s' \"$CONTRACT_VALUE\" > \"$1.value\"",
            "sh",
            probe.finished().toString()),
        Map.of("CONTRACT_VALUE", value));
  }

  private static Work shell(String program, Probe probe) {
    return Work.Command.of(
        List.of(
            "sh",
            "-c",
            program,
            "sh",
            probe.begun().toString(),
            probe.gate().toString(),
            probe.finished().toString(),
            probe.directory().resolve("pids").toString()),
        Map.of());
  }
}
