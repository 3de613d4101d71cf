package io.github.batchrunner.rq.janitor;

/**
 * One thing that is wrong.
 *
 * @param kind what is wrong
 * @param queue the queue it is about; empty if it is about none
 * @param subject the id of the job, or the name of the worker
 * @param entry what exactly: the entry of a registry, or the key; empty if the subject says it all
 * @param why why it is wrong
 * @param repair what a repair would do
 */
public record Finding(
    FindingKind kind, String queue, String subject, String entry, String why, String repair) {

  static Finding candidate(FindingKind kind, String queue, String subject, String entry) {
    return new Finding(kind, queue, subject, entry, "", kind.repair());
  }

  Finding as(FindingKind confirmed, String reason) {
    return new Finding(confirmed, queue, subject, entry, reason, confirmed.repair());
  }
}
