package io.github.batchrunner.core.clone;

import java.nio.file.Path;

/** Takes a snapshot in a process of its own; exits with 3 when that is refused. */
final class TakeInOtherLocale {

  private TakeInOtherLocale() {}

  public static void main(String[] arguments) {
    try {
      BaseSnapshot.take(Path.of(arguments[0]));
    } catch (RuntimeException e) {
      System.out.println(e);
      System.exit(3);
    }
  }
}
