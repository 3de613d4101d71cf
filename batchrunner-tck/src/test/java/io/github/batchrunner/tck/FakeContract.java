package io.github.batchrunner.tck;

import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract as it is run for the executors of this module's tests, by the test kit only. */
class FakeContract extends ExecutorContractTest {

  /** What is wrong with the executor of the next run; runs follow each other. */
  static volatile Sabotage sabotage = Sabotage.NONE;

  static volatile boolean durable;
  static volatile String onFailure = "CANCELS";

  @Override
  protected ExecutorHarness harness() {
    return new FakeHarness();
  }

  private static final class FakeHarness implements ExecutorHarness {

    @Override
    public TaskExecutorProvider provider() {
      return new FakeProvider();
    }

    @Override
    public Map<String, String> options() {
      return with(Map.of());
    }

    @Override
    public Map<String, String> unreachableOptions() {
      return with(Map.of("reachable", "false"));
    }

    @Override
    public Map<String, String> contradictoryOptions() {
      return with(Map.of("least", "3"));
    }

    @Override
    public WorkKit kit(WorkKind kind) {
      return kind == WorkKind.CALL ? new CallKit() : ExecutorHarness.super.kit(kind);
    }

    @Override
    public boolean loseNextReply() {
      FakeExecutor.LOSE_NEXT_REPLY.set(true);
      return true;
    }

    @Override
    public boolean opensInOtherProcesses() {
      return false;
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(sabotage == Sabotage.NONE ? 30 : 3);
    }

    private static Map<String, String> with(Map<String, String> more) {
      Map<String, String> options = new HashMap<>(more);
      options.put("sabotage", sabotage.name());
      options.put("durable", String.valueOf(durable));
      options.put("on_failure", onFailure);
      options.put("password", "canary-4711");
      return options;
    }
  }

  /** Calls that nobody can answer, for an executor that only says it runs calls. */
  private static final class CallKit implements WorkKit {
    private final Work call = new Work.Call("nowhere.nothing", List.of(), Map.of());

    @Override
    public WorkKind kind() {
      return WorkKind.CALL;
    }

    @Override
    public Work succeeding(Probe probe) {
      return call;
    }

    @Override
    public Work failing(Probe probe) {
      return call;
    }

    @Override
    public Work blocking(Probe probe) {
      return call;
    }

    @Override
    public Work printing(String line) {
      return call;
    }

    @Override
    public Work impossible() {
      return call;
    }
  }
}
