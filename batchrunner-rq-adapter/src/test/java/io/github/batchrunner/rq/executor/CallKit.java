package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import io.github.batchrunner.tck.Probe;
import io.github.batchrunner.tck.WorkKit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of the functions in {@code rqtasks.py} that leave the traces the contract's tests read. */
final class CallKit implements WorkKit {

  @Override
  public WorkKind kind() {
    return WorkKind.CALL;
  }

  @Override
  public Work succeeding(Probe probe) {
    return call("contract_succeed", probe.directory().toString());
  }

  @Override
  public Work failing(Probe probe) {
    return call("contract_fail", probe.directory().toString());
  }

  @Override
  public Work blocking(Probe probe) {
    return call("contract_block", probe.directory().toString());
  }

  @Override
  public Work printing(String line) {
    return call("print_line", line);
  }

  @Override
  public Work impossible() {
    return call("no_such_function");
  }

  @Override
  public Optional<Work> returningFailure(Probe probe) {
    return Optional.of(
        new Work.Call(
            "rqtasks.contract_return_failure",
            List.of(probe.directory().toString()),
            Map.of(),
            FailsWhen.FIRST_IS_FALSE));
  }

  static Work.Call call(String function, Object... args) {
    return new Work.Call("rqtasks." + function, List.of(args), Map.of());
  }
}
