package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.testing.PythonRq;

/** The contract on workers of RQ 1.x. */
class PythonRq1ContractTest extends PythonWorkersContract {

  @Override
  PythonRq python() {
    return PythonRq.v1();
  }
}
