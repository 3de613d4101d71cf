/** Python RQ over Redis: a client, workers, and executor "rq". */
module io.github.batchrunner.rq {
  requires static org.jspecify;
  requires com.fasterxml.jackson.databind;
  requires io.github.batchrunner.spi;
  requires org.slf4j;
  requires redis.clients.jedis;

  exports io.github.batchrunner.rq;
  exports io.github.batchrunner.rq.janitor;
  exports io.github.batchrunner.rq.pickle;
  exports io.github.batchrunner.rq.weppcloud;
  exports io.github.batchrunner.rq.worker;

  provides io.github.batchrunner.spi.TaskExecutorProvider with
      io.github.batchrunner.rq.executor.RqExecutorProvider;
}
