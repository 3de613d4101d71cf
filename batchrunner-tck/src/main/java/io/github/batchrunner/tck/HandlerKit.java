package io.github.batchrunner.tck;

import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.util.Map;

/** Handlers that the suite registers with every executor it opens. */
final class HandlerKit implements WorkKit {

  @Override
  public WorkKind kind() {
    return WorkKind.HANDLER;
  }

  @Override
  public Work succeeding(Probe probe) {
    return work(ContractHandler.SUCCEED, probe);
  }

  @Override
  public Work failing(Probe probe) {
    return work(ContractHandler.FAIL, probe);
  }

  @Override
  public Work blocking(Probe probe) {
    return work(ContractHandler.BLOCK, probe);
  }

  @Override
  public Work printing(String line) {
    return new Work.Handler(
        ContractHandler.PRINT.name(), Map.of(ContractHandler.LINE_ARGUMENT, line));
  }

  @Override
  public Work impossible() {
    return new Work.Handler("no-such-contract-handler", Map.of());
  }

  Work work(ContractHandler handler, Probe probe) {
    return new Work.Handler(
        handler.name(), Map.of(ContractHandler.PROBE_ARGUMENT, probe.directory().toString()));
  }
}
