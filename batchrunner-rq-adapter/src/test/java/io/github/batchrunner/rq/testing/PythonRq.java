package io.github.batchrunner.rq.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Python with RQ: runs workers, RQ's command line and pieces of Python against a {@link
 * RedisFixture}.
 *
 * <p>The functions for jobs are in {@code src/test/python/rqtasks.py}. Every process has a session
 * of its own ({@code own_session.py}), since some of RQ's workers kill their process group.
 */
public final class PythonRq {

  private static final String PRELUDE =
      """
      import os, sys
      import own_session
      own_session.begin()
      import redis, rq
      from rq import Queue, Worker
      from rq.job import Job
      connection = redis.Redis.from_url(os.environ['BATCHRUNNER_REDIS_URL'])
      def status(id):
          found = Job.fetch(id, connection=connection).get_status()
          return getattr(found, 'value', found)
      """;
  private static final String SESSION = tasks().resolve("own_session.py").toString();
  private static final Map<Release, PythonRq> FOUND = new EnumMap<>(Release.class);

  private final Release release;
  private final String python;
  private final String path;
  private final String version;

  private PythonRq(Release release, String python, String path, String version) {
    this.release = release;
    this.python = python;
    this.path = path;
    this.version = version;
  }

  /** Which generation of RQ. */
  public enum Release {
    /** 1.13 or later, with {@code BATCHRUNNER_PYTHON} or else {@code /usr/bin/python3}. */
    V1,
    /** 2.x, of the directory that {@code BATCHRUNNER_RQ2_PATH} names, with the same Python. */
    V2
  }

  /** Returns RQ 1.x, or skips the test. */
  public static PythonRq v1() {
    return of(Release.V1);
  }

  /** Returns RQ 2.x, or skips the test. */
  public static PythonRq v2() {
    return of(Release.V2);
  }

  /**
   * Returns the releases that this machine has, for parameterized tests; both of them where nothing
   * may be skipped, or skips the test if there is none.
   */
  public static Stream<PythonRq> all() {
    List<PythonRq> all = new ArrayList<>();
    RuntimeException reason = null;
    for (Release release : Release.values()) {
      try {
        all.add(of(release));
      } catch (RuntimeException e) {
        reason = e;
      }
    }
    if (all.isEmpty() && reason != null) {
      throw reason;
    }
    return all.stream();
  }

  /** Returns a release, or skips the test. */
  public static synchronized PythonRq of(Release release) {
    PythonRq found = FOUND.get(release);
    if (found == null) {
      found = find(release);
      FOUND.put(release, found);
    }
    return found;
  }

  private static PythonRq find(Release release) {
    String named = System.getenv("BATCHRUNNER_PYTHON");
    String python = named == null || named.isBlank() ? "/usr/bin/python3" : named;
    String path = tasks().toString();
    if (release == Release.V2) {
      String directory = System.getenv("BATCHRUNNER_RQ2_PATH");
      if (directory == null || directory.isBlank()) {
        throw Requirement.missing(
            "BATCHRUNNER_RQ2_PATH does not name a directory with RQ 2.x; make one with"
                + " .ci/python-rq2 <directory>.");
      }
      path = directory + File.pathSeparator + path;
    }
    PythonRq found = new PythonRq(release, python, path, "");
    String version;
    try (PythonProcess asking = found.start(List.of("-c", "import rq; print(rq.VERSION)"), "")) {
      version = asking.awaitExit() == 0 ? asking.output().strip() : "";
    } catch (IOException e) {
      throw Requirement.missing("\"" + python + "\" cannot be started: " + e.getMessage());
    }
    if (!version.startsWith(release == Release.V1 ? "1." : "2.")) {
      throw Requirement.missing(
          "\"" + python + "\" does not find RQ " + release + " but \"" + version + "\".");
    }
    return new PythonRq(release, python, path, version);
  }

  private static Path tasks() {
    Path tasks = Path.of("src", "test", "python").toAbsolutePath();
    if (!Files.exists(tasks.resolve("rqtasks.py"))) {
      throw new AssertionError("there is no rqtasks.py in " + tasks);
    }
    return tasks;
  }

  /** Returns the generation. */
  public Release release() {
    return release;
  }

  /** Returns the version, such as {@code 1.13.0}. */
  public String version() {
    return version;
  }

  /** Begins a worker that serves queues of database 0. */
  public WorkerOptions worker(RedisFixture redis, String... queues) {
    return new WorkerOptions(redis, queues);
  }

  /**
   * Runs a program in which {@code connection} is the server's database 0, and {@code redis},
   * {@code rq}, {@code Queue}, {@code Worker}, {@code Job} are imported, {@code status(id)} is the
   * status of a job as text, and {@code sys.argv[1:]} are the arguments.
   *
   * @return its standard output, stripped
   * @throws AssertionError if it fails
   */
  public String run(RedisFixture redis, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-c", PRELUDE + program));
    command.addAll(Arrays.asList(arguments));
    return succeed(command, redis);
  }

  /** Runs RQ's command line, such as {@code info}, and returns its standard output, stripped. */
  public String cli(RedisFixture redis, String subcommand, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(SESSION, "rq.cli", subcommand, "--url", redis.uri().toString()));
    command.addAll(Arrays.asList(arguments));
    return succeed(command, redis);
  }

  private String succeed(List<String> command, RedisFixture redis) {
    try (PythonProcess process = start(command, redis.uri().toString())) {
      int exit = process.awaitExit();
      if (exit != 0) {
        throw new AssertionError("Python ended with " + exit + ":\n" + process.output());
      }
      return process.output().strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PythonProcess start(List<String> arguments, String url) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.addAll(arguments);
    return PythonProcess.start(
        command,
        Map.of(
            "PYTHONPATH", path,
            "PYTHONUNBUFFERED", "1",
            "PYTHONDONTWRITEBYTECODE", "1",
            "PYTHONIOENCODING", "utf-8",
            "LC_ALL", "C.UTF-8",
            "BATCHRUNNER_REDIS_URL", url));
  }

  @Override
  public String toString() {
    return "RQ " + version;
  }

  /** How a Python worker is started; forking, and until it is ended, unless told otherwise. */
  public final class WorkerOptions {

    private final RedisFixture redis;
    private final List<String> queues;
    private final List<String> arguments = new ArrayList<>();
    private String name = "";
    private int database;

    private WorkerOptions(RedisFixture redis, String[] queues) {
      this.redis = redis;
      this.queues = List.of(queues);
    }

    /** Names the worker. */
    public WorkerOptions name(String wanted) {
      name = wanted;
      return argument("--name", wanted);
    }

    /** Serves queues of another database than 0. */
    public WorkerOptions database(int number) {
      database = number;
      return this;
    }

    /** Ends when the queues are empty. */
    public WorkerOptions burst() {
      return argument("--burst");
    }

    /** Runs jobs in the worker's own process: much faster, and a job that dies kills it. */
    public WorkerOptions simple() {
      return argument("--worker-class", "rq.worker.SimpleWorker");
    }

    /** Also moves scheduled jobs to their queues. */
    public WorkerOptions withScheduler() {
      return argument("--with-scheduler");
    }

    /** Reads and writes JSON instead of pickles. */
    public WorkerOptions json() {
      return argument("--serializer", "rq.serializers.JSONSerializer");
    }

    /** Adds any other option of {@code rq worker}. */
    public WorkerOptions argument(String... words) {
      arguments.addAll(List.of(words));
      return this;
    }

    /** Starts it; returns at once. */
    public PythonProcess start() {
      List<String> command =
          new ArrayList<>(
              List.of(SESSION, "rq.cli", "worker", "--url", redis.uri(database).toString()));
      command.addAll(arguments);
      command.addAll(queues);
      try {
        return PythonRq.this.start(command, redis.uri(database).toString());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** Starts it and waits until it waits for jobs; it must have a name. */
    public PythonProcess startAndAwaitIdle() {
      PythonProcess worker = start();
      Await.until(
          "worker \"" + name + "\" is idle; it said:\n" + worker.output(),
          () -> {
            if (!worker.isRunning()) {
              throw new AssertionError("the worker ended:\n" + worker.output());
            }
            return "idle".equals(redis.text("HGET", "rq:worker:" + name, "state"));
          });
      return worker;
    }

    /**
     * Runs it in burst mode until the queues are empty.
     *
     * @return what it logged
     * @throws AssertionError if it fails
     */
    public String runBurst() {
      try (PythonProcess worker = burst().start()) {
        int exit = worker.awaitExit();
        if (exit != 0) {
          throw new AssertionError("the worker ended with " + exit + ":\n" + worker.output());
        }
        return worker.output();
      }
    }
  }
}
