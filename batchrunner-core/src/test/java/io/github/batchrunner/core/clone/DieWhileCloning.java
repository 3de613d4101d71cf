package io.github.batchrunner.core.clone;

import java.io.IOException;
import java.nio.file.Path;

/** Begins a clone in a process of its own and ends without any farewell in the middle of it. */
final class DieWhileCloning {

  static final int EXIT_CODE = 9;

  private DieWhileCloning() {}

  public static void main(String[] arguments) {
    TreeWriter deadly =
        new TreeWriter() {
          private int files;

          @Override
          void writeFile(Path file, byte[] content) throws IOException {
            super.writeFile(file, content);
            files++;
            if (files == 3) {
              Runtime.getRuntime().halt(EXIT_CODE);
            }
          }
        };
    new ProjectCloner(
            "demo",
            BaseSnapshot.take(Path.of(arguments[0])),
            CloneOptions.defaults(),
            deadly,
            new RunEditor())
        .prepare(CloneRequest.of("r", Path.of(arguments[1])));
  }
}
