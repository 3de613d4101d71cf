/** Executor "local": Java handlers on a thread pool, commands as processes. */
module io.github.batchrunner.local {
  requires static org.jspecify;
  requires io.github.batchrunner.spi;
  requires org.slf4j;

  provides io.github.batchrunner.spi.TaskExecutorProvider with
      io.github.batchrunner.local.LocalExecutorProvider;
}
