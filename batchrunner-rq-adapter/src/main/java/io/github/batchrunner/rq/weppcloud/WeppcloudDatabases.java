package io.github.batchrunner.rq.weppcloud;

/**
 * Which of Redis's databases hold what.
 *
 * @param locks NoDb locks and RedisPrep timestamps
 * @param status the server whose channels carry status messages; channels know no databases
 * @param rq RQ's queues and jobs
 * @param nodbCache the texts of NoDb files
 */
public record WeppcloudDatabases(int locks, int status, int rq, int nodbCache) {

  /** As WEPPcloud has them: 0, 2, 9 and 13. */
  public static final WeppcloudDatabases DEFAULT = new WeppcloudDatabases(0, 2, 9, 13);
}
