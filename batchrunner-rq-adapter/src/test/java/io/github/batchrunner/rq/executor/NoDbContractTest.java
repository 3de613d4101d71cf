package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.testing.PythonRq;
import java.util.HashMap;
import java.util.Map;

/** The contract with all that WEPPcloud needs switched on. */
class NoDbContractTest extends PythonWorkersContract {

  @Override
  PythonRq python() {
    return PythonRq.v1();
  }

  @Override
  Map<String, String> more() {
    Map<String, String> more = new HashMap<>();
    more.put("nodb", "true");
    more.put("evidence", "redisprep");
    more.put("status_messages", "true");
    return more;
  }
}
