package io.github.batchrunner.sample.web.run;

/** Somebody who looks at a batch: asks for what is new when it is told to. */
public interface Watcher {

  /** Looks for news; called a few times a second, and never waits. */
  void look();

  /** The service goes away: nothing more will come. */
  void end();
}
