package io.github.batchrunner.tck;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What one contract test works with: it opens executors and makes work, and clears up after. */
final class Bench {

  private final ExecutorHarness harness;
  private final Path directory;
  private final List<Session> sessions = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private int directories;

  Bench(ExecutorHarness harness, Path directory) {
    this.harness = harness;
    this.directory = directory;
  }

  ExecutorHarness harness() {
    return harness;
  }

  TaskExecutorProvider provider() {
    return harness.provider();
  }

  ExecutorOptions options() {
    return options(harness.options());
  }

  ExecutorOptions options(Map<String, String> given) {
    return ExecutorOptions.parse(provider().id(), provider().options(), given);
  }

  Capabilities capabilities() {
    return provider().capabilities(options());
  }

  Duration patience() {
    return harness.patience();
  }

  Session open() {
    News news = new News();
    return open(provider(), news, news);
  }

  Session open(TaskExecutorProvider provider, News news, ObservationSink sink) {
    ExecutorContext context =
        ExecutorContext.builder(options()).observations(sink).handlers(ContractHandler.ALL).build();
    Session session = new Session(provider.open(context), news, capabilities(), harness.patience());
    sessions.add(session);
    return session;
  }

  /** Returns the kits for all kinds of work the executor declares. */
  List<WorkKit> kits() {
    return Stream.of(WorkKind.values()).filter(this::declares).map(harness::kit).toList();
  }

  /** Returns a kit for some kind of work the executor declares. */
  WorkKit kit() {
    return kits().get(0);
  }

  boolean declares(WorkKind kind) {
    return capabilities().workKinds().contains(kind);
  }

  /** Returns work of every kind that this executor can never run. */
  List<Work> impossibleWork() {
    return Stream.of(WorkKind.values())
        .map(kind -> declares(kind) ? harness.kit(kind).impossible() : undeclared(kind))
        .toList();
  }

  /** Returns work that would be fine for an executor of this kind of work. */
  Work undeclared(WorkKind kind) {
    return switch (kind) {
      case HANDLER -> WorkKit.handlers().succeeding(probe());
      case COMMAND -> WorkKit.commands().succeeding(probe());
      case CALL -> new Work.Call("batchrunner_contract.noop", List.of(), Map.of());
    };
  }

  Probe probe() {
    Probe probe = new Probe(freshDirectory("probe"));
    probes.add(probe);
    return probe;
  }

  List<Probe> probes(int count) {
    return Stream.generate(this::probe).limit(count).toList();
  }

  Path freshDirectory(String name) {
    try {
      directories++;
      return Files.createDirectories(directory.resolve(name + directories)).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a new attempt. */
  Submission submission(Work work) {
    return builder(work).build();
  }

  Submission.Builder builder(Work work) {
    return builder(work, freshDirectory("wd"));
  }

  /** Returns many new attempts that share one working directory. */
  List<Submission> submissions(Work work, int count) {
    Path wd = freshDirectory("wd");
    return Stream.generate(() -> builder(work, wd).build()).limit(count).toList();
  }

  private Submission.Builder builder(Work work, Path wd) {
    return Submission.builder(
        new AttemptToken("contract-" + UUID.randomUUID()),
        new TaskRef("contract", "run-" + directories, "task", 1),
        work,
        wd);
  }

  /** Lets blocked work go on and closes what the test has left open. */
  void clearUp() {
    probes.forEach(Probe::open);
    for (Session session : sessions) {
      if (!session.closed()) {
        session.close(CloseMode.CANCEL);
      }
    }
  }
}
