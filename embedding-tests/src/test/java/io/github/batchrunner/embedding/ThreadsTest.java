package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.LogKeys;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** Which threads there are, and who is called on which of them. */
@Timeout(120)
class ThreadsTest {

  private static final Pattern NAME_ON_THE_PAGE =
      Pattern.compile("(?m)^\\| `(batchrunner-[^`]+)` \\| [^|]+ \\| [^|]+ \\|$");

  @TempDir private Path root;
  private BatchRunner batch;

  @BeforeEach
  void makeABatch() throws Exception {
    batch = SmallBatches.create(root, "palouse", 3, SmallBatches.handled());
  }

  /** A name of the page as an expression: {@code <n>} is a number, and the batch is ours. */
  private static String expression(String onThePage) {
    return onThePage.replace("<batch>", "palouse").replace("<n>", "\\d+");
  }

  private static String nameless(Thread thread) {
    return NAME_ON_THE_PAGE
        .matcher(Page.text())
        .results()
        .map(found -> found.group(1))
        .filter(name -> thread.getName().matches(expression(name)))
        .findFirst()
        .orElse("not on the page: " + thread.getName());
  }

  @Test
  @DisplayName("T1 the page names all threads; they are daemons, and none is left after closing")
  void thePageNamesAllThreads() throws Exception {
    Set<String> seen = new TreeSet<>();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    assertThat(Held.threads()).isEmpty();
    try (OpenExecutor executor =
            SmallBatches.executor(
                2,
                context -> {
                  began.countDown();
                  goOn.await();
                });
        BatchExecution execution =
            batch.start(
                batch.plan(),
                executor,
                ExecutionOptions.builder().listener(event -> {}).cloneThreads(1).build())) {
      began.await();
      execution.onProgress(progress -> {});
      Eventually.holds(
          "all that live long have been seen",
          () -> {
            for (Thread thread : Held.threads()) {
              assertThat(thread.isDaemon()).as(thread.getName()).isTrue();
              seen.add(nameless(thread));
            }
            return seen.stream().filter(name -> !name.contains("reader")).count() >= 8;
          });
      goOn.countDown();
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(Held.threads()).isEmpty();

    Set<String> onThePage =
        NAME_ON_THE_PAGE
            .matcher(Page.text())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    // Of these, some live for a moment only, others where an engine is asked or a time runs.
    for (String now : List.of("geojson", "reader", "watch", "timer")) {
      onThePage.removeIf(name -> name.contains(now));
      seen.removeIf(name -> name.contains(now));
    }
    assertThat(seen).isEqualTo(onThePage);
  }

  @Test
  @DisplayName("T2 attaching and reading leave no thread behind")
  void attachingAndReadingLeaveNoThreadBehind() throws Exception {
    Thread caller = Thread.currentThread();
    BatchRunner large =
        BatchRunner.create(root, BatchName.of("large"), BaseConfig.named("disturbed9002_wbt"));
    large.attachWatersheds(SmallBatches.geoJson(root.resolve("large.json"), 5000));
    large.useRunIdTemplate("w-{properties['n']}");
    assertThat(large.plan().runs().size()).isEqualTo(5000);
    large.status();
    assertThat(Held.threads()).isEmpty();
    assertThat(caller.isInterrupted()).isFalse();
  }

  @Test
  @DisplayName(
      "T3 listeners are called on one thread of the execution, of which they may ask anything")
  void listenersAreCalledOnOneThread() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    CompletableFuture<BatchExecution> self = new CompletableFuture<>();
    CompletableFuture<BatchResult> closedWithin = new CompletableFuture<>();
    try (OpenExecutor executor = SmallBatches.executor(2, context -> {});
        BatchExecution execution =
            batch.start(
                batch.plan(),
                executor,
                ExecutionOptions.builder()
                    .listener(
                        event -> {
                          threads.add(Thread.currentThread().getName());
                          if (event instanceof ExecutionEvent.ExecutionStarted) {
                            BatchExecution own = self.join();
                            own.close(CloseMode.CANCEL);
                            try {
                              closedWithin.complete(own.await());
                            } catch (InterruptedException e) {
                              closedWithin.completeExceptionally(e);
                            }
                          }
                        })
                    .build())) {
      execution.onProgress(progress -> threads.add(Thread.currentThread().getName()));
      self.complete(execution);
      BatchResult result = execution.await();
      assertThat(closedWithin.join()).isEqualTo(result);
    }
    assertThat(threads).containsExactly("batchrunner-news-palouse");
  }

  @Test
  @DisplayName(
      "T4 a handler is called on threads of its executor, one instance for several runs at once")
  void aHandlerIsCalledForSeveralRunsAtOnce() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch together = new CountDownLatch(3);
    try (OpenExecutor executor =
            SmallBatches.executor(
                3,
                context -> {
                  threads.add(Thread.currentThread().getName());
                  together.countDown();
                  together.await(); // all three, or it never ends
                });
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(threads).hasSize(3).allMatch(name -> name.matches("batchrunner-local-\\d+-\\d+"));
  }

  @Test
  @DisplayName("T5 hooks after a clone are called on the threads that prepare directories")
  void hooksAreCalledOnTheThreadsThatPrepareDirectories() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    BatchRunner hooked =
        BatchRunner.builder()
            .afterClone(run -> threads.add(Thread.currentThread().getName()))
            .open(batch.directory());
    hooked.usePipeline(SmallBatches.handled());
    try (OpenExecutor executor = SmallBatches.executor(2, context -> {});
        BatchExecution execution = hooked.start(hooked.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(threads).containsOnly("batchrunner-runs-palouse");
  }

  @Test
  @DisplayName(
      "T6 threads have the context class loader of who starts the execution, or opens the executor")
  void threadsHaveTheContextClassLoaderOfWhoStartsThem() throws Exception {
    Map<String, ClassLoader> seen = new ConcurrentHashMap<>();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader ofStart = new URLClassLoader(new URL[0], before);
        URLClassLoader ofOpen = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(ofOpen);
      try (OpenExecutor executor =
          SmallBatches.executor(
              1, context -> seen.put("handler", Thread.currentThread().getContextClassLoader()))) {
        thread.setContextClassLoader(ofStart);
        BatchRunner hooked =
            BatchRunner.builder()
                .afterClone(run -> seen.put("hook", Thread.currentThread().getContextClassLoader()))
                .open(batch.directory());
        hooked.usePipeline(SmallBatches.handled());
        try (BatchExecution execution =
            hooked.start(
                hooked.plan(),
                executor,
                ExecutionOptions.builder()
                    .listener(
                        event ->
                            seen.put("listener", Thread.currentThread().getContextClassLoader()))
                    .build())) {
          execution.await();
        }
      } finally {
        thread.setContextClassLoader(before);
      }
      assertThat(seen).isEqualTo(Map.of("handler", ofOpen, "hook", ofStart, "listener", ofStart));
    }
  }

  @Test
  @DisplayName(
      "T7 no inheritable thread local of the host reaches a handler, and its MDC is left alone")
  void noThreadLocalOfTheHostReachesAHandler() throws Exception {
    InheritableThreadLocal<String> ofHost = new InheritableThreadLocal<>();
    ofHost.set("user");
    MDC.put("user", "ann");
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    try (OpenExecutor executor =
            SmallBatches.executor(
                1,
                context ->
                    seen.add(
                        "%s %s %s %s"
                            .formatted(
                                ofHost.get(),
                                MDC.get("user"),
                                MDC.get(LogKeys.BATCH),
                                MDC.get(LogKeys.TASK))));
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      execution.await();
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ann"));
    } finally {
      MDC.clear();
      ofHost.remove();
    }
    assertThat(seen).hasSize(3).containsOnly("null null palouse work");
  }

  @Test
  @DisplayName("T8 planning stays within the fork-join pool that it is called in")
  void planningStaysWithinThePoolItIsCalledIn() throws Exception {
    BatchRunner large =
        BatchRunner.create(root, BatchName.of("large"), BaseConfig.named("disturbed9002_wbt"));
    large.attachWatersheds(SmallBatches.geoJson(root.resolve("large.json"), 5000));
    large.useRunIdTemplate("w-{properties['n']}");
    ForkJoinPool own = new ForkJoinPool(2);
    long stolen = ForkJoinPool.commonPool().getStealCount();
    try {
      assertThat(own.submit(() -> large.plan().toRun()).get()).isEqualTo(5000 * 7);
      assertThat(ForkJoinPool.commonPool().getStealCount()).isEqualTo(stolen);
    } finally {
      own.shutdown();
      assertThat(own.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(own.getStealCount()).isPositive(); // counted when its threads end
  }

  @Test
  @DisplayName("T9 an interrupt ends the waiting and not the execution; while closing, it cancels")
  void anInterruptEndsTheWaitingAlone() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    try (OpenExecutor executor =
            SmallBatches.executor(
                1,
                context -> {
                  began.countDown();
                  new CountDownLatch(1).await();
                });
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      began.await();
      Thread.currentThread().interrupt();
      assertThatThrownBy(execution::await).isInstanceOf(InterruptedException.class);
      assertThat(batch.owner()).isPresent();
      assertThat(execution.progress().tasks().ended()).isZero();

      Thread.currentThread().interrupt();
      execution.close(CloseMode.DRAIN); // what runs would never end
      assertThat(Thread.interrupted()).isTrue();
      assertThat(execution.await().progress().tasks().succeeded()).isZero();
      assertThat(batch.owner()).isEmpty();
    }
  }

  @Test
  @DisplayName("T10 what handlers and listeners throw reaches no handler of uncaught exceptions")
  void whatTheyThrowIsNotUncaught() throws Exception {
    ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try (OpenExecutor executor =
            SmallBatches.executor(
                1,
                context -> {
                  if (context.task().runId().equals("w-1")) {
                    throw new StackOverflowError("of a handler");
                  }
                });
        BatchExecution execution =
            batch.start(
                batch.plan(),
                executor,
                ExecutionOptions.builder()
                    .listener(
                        event -> {
                          throw new AssertionError("of a listener");
                        })
                    .build())) {
      BatchResult result = execution.await();
      assertThat(result.progress().tasks().failed()).isEqualTo(1);
      assertThat(result.progress().tasks().succeeded()).isEqualTo(2);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
    assertThat(batch.status().failures().get(0).message()).contains("of a handler");
  }

  @Test
  @DisplayName(
      "T11 a handler that ignores its interruption costs its thread, and nothing waits for it")
  void aHandlerThatIgnoresItsInterruptionCostsItsThread() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch stubborn = new CountDownLatch(1);
    try (OpenExecutor executor =
        SmallBatches.executor(
            1,
            context -> {
              began.countDown();
              awaitUninterruptibly(stubborn);
            })) {
      BatchExecution execution = batch.start(batch.plan(), executor);
      began.await();
      execution.close(CloseMode.CANCEL);
      assertThat(execution.await().ending()).isEqualTo(Ending.CANCELLED);
    }
    List<Thread> left = Held.threads();
    assertThat(left)
        .singleElement()
        .satisfies(thread -> assertThat(thread.getName()).endsWith("(abandoned)"))
        .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
    stubborn.countDown();
    left.get(0).join();
    assertThat(Files.exists(batch.directory())).isTrue();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // that is what makes it stubborn
      }
    }
  }
}
