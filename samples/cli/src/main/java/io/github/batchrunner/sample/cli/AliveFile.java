package io.github.batchrunner.sample.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A file that is written again and again while a process serves, for a probe to look at its age.
 */
final class AliveFile implements AutoCloseable {

  private final Path file;
  private final Clock clock;
  private final Terminal terminal;
  private boolean broken;

  private AliveFile(Path file, Clock clock, Terminal terminal) {
    this.file = file;
    this.clock = clock;
    this.terminal = terminal;
  }

  /** Begins; a file that another process left would lie, so this one has to be able to write it. */
  static AliveFile begin(Path file, Clock clock, Terminal terminal) throws IOException {
    AliveFile begun = new AliveFile(file, clock, terminal);
    begun.write();
    return begun;
  }

  /** Writes the present time; a disk that is full ends no jobs. */
  void renew() {
    try {
      write();
      broken = false;
    } catch (IOException e) {
      if (!broken) {
        terminal.say("warning: the file for probes cannot be written: " + e);
      }
      broken = true;
    }
  }

  private void write() throws IOException {
    Files.writeString(file, clock.instant() + "\n");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      terminal.say("warning: the file for probes cannot be deleted: " + e);
    }
  }
}
