package io.github.batchrunner.rq;

/** Is told what happens to the jobs of a {@link JobWatch}, by the thread that looks. */
@FunctionalInterface
public interface JobListener {

  /** A job stands elsewhere than before; what it passed through between two looks is not told. */
  void changed(JobChange change);

  /** A look failed, such as when Redis could not be reached; the next one tries again. */
  default void lookFailed(RqException problem) {}
}
