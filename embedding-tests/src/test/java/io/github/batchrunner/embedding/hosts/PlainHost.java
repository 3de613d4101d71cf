package io.github.batchrunner.embedding.hosts;

import java.nio.file.Path;

/** A host that is a program of its own. */
public final class PlainHost {

  private PlainHost() {}

  /** Runs the batch in a directory. */
  public static void main(String[] args) throws InterruptedException {
    // page from here: plain Java
    try (RunningBatch batch = new RunningBatch(Path.of(args[0]))) {
      Runtime.getRuntime().addShutdownHook(new Thread(batch::close)); // for SIGTERM and Ctrl-C
      System.out.println(batch.await().ending());
    }
    // page to here
  }
}
