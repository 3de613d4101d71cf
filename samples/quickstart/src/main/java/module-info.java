/** The smallest embedding; executors are found on the module path. */
module io.github.batchrunner.sample.quickstart {
  requires io.github.batchrunner.core;
  requires static org.jspecify;
}
