package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.testing.PythonRq;

/** The contract on workers of RQ 2.x. */
class PythonRq2ContractTest extends PythonWorkersContract {

  @Override
  PythonRq python() {
    return PythonRq.v2();
  }
}
