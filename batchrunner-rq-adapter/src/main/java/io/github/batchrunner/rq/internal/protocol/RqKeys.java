package io.github.batchrunner.rq.internal.protocol;

/**
 * The names of RQ's keys in Redis, all below one prefix. Immutable.
 *
 * @param prefix {@code rq:} in every release of RQ so far
 */
public record RqKeys(String prefix) {

  /** The keys of every release of RQ so far. */
  public static final RqKeys DEFAULT = new RqKeys("rq:");

  /** Returns the set of the keys of all queues. */
  public String queues() {
    return prefix + "queues";
  }

  /** Returns the list of the ids that wait in a queue; workers take from the left. */
  public String queue(String name) {
    return prefix + "queue:" + name;
  }

  /** Returns what comes before a queue's name in its key. */
  public String queuePrefix() {
    return prefix + "queue:";
  }

  /** Returns the list of the ids that a worker took and has not started yet. */
  public String intermediate(String queue) {
    return queue(queue) + ":intermediate";
  }

  /** Returns the mark of when an id was first seen to hang between queue and worker. */
  public String firstSeen(String queue, String id) {
    return intermediate(queue) + ":first_seen:" + id;
  }

  /** Returns the hash of a job. */
  public String job(String id) {
    return prefix + "job:" + id;
  }

  /** Returns the set of the jobs that wait for a job. */
  public String dependents(String id) {
    return job(id) + ":dependents";
  }

  /** Returns the set of the jobs that a job waits for; RQ writes two colons here. */
  public String dependencies(String id) {
    return prefix + "job::" + id + ":dependencies";
  }

  /** Returns the stream of a job's results. */
  public String results(String id) {
    return prefix + "results:" + id;
  }

  /** Returns the set of a job's executions. */
  public String executions(String id) {
    return prefix + "executions:" + id;
  }

  /** Returns the hash of one execution of a job. */
  public String execution(String id, String execution) {
    return prefix + "execution:" + id + ":" + execution;
  }

  /** Returns the sorted set of a registry of a queue. */
  public String registry(String registry, String queue) {
    return prefix + registry + ":" + queue;
  }

  /** Returns the set of the keys of all workers. */
  public String workers() {
    return prefix + "workers";
  }

  /** Returns the set of the keys of the workers that listen to a queue. */
  public String workers(String queue) {
    return workers() + ":" + queue;
  }

  /** Returns the hash of a worker. */
  public String worker(String name) {
    return prefix + "worker:" + name;
  }

  /** Returns the set of what a worker executes (RQ after 2.10). */
  public String workerExecutions(String name) {
    return worker(name) + ":executions";
  }

  /** Returns the channel on which a worker takes commands. */
  public String pubsub(String worker) {
    return prefix + "pubsub:" + worker;
  }

  /** Returns the key that exists while all workers are suspended. */
  public String suspended() {
    return prefix + "suspended";
  }

  /** Returns the lock of the maintenance of a queue. */
  public String cleanRegistries(String queue) {
    return prefix + "clean_registries:" + queue;
  }

  /** Returns the set of the names of all groups. */
  public String groups() {
    return prefix + "groups";
  }

  /** Returns the set of the jobs of a group. */
  public String group(String name) {
    return prefix + "group:" + name;
  }

  /** Returns the key under which WEPPcloud keeps the id of a batch's latest root job. */
  public String batchReceipt(String batch) {
    return prefix + "batch:receipt:" + batch;
  }
}
