package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.weppcloud.Cleared;
import io.github.batchrunner.rq.weppcloud.Collision;
import io.github.batchrunner.rq.weppcloud.NoDbRedis;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.PreparedRun;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executor "rq" with its option {@code nodb}: after each clone it clears what WEPPcloud's Redis
 * holds of an earlier run in the same directory. Thread-safe.
 */
final class NoDbRqExecutor extends RqExecutor implements AfterCloneHook {

  private static final Logger LOG = LoggerFactory.getLogger(NoDbRqExecutor.class);

  private final NoDbRedis nodb;
  private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

  /** Makes one that closes {@code nodb} at its end. */
  NoDbRqExecutor(RqLink link, RqConfig config, RqOptions options, NoDbRedis nodb) {
    super(link, config, options);
    this.nodb = nodb;
  }

  @Override
  public void afterClone(PreparedRun run) {
    Cleared cleared = whileOpen(() -> nodb.clear(run));
    for (Collision collision : cleared.collisions()) {
      if (warnedOf.add(run.batchName() + "/" + collision.name())) {
        LOG.warn("run {}: {}", run.compositeRunId(), collision.message());
        warn(run.batchName(), collision.message());
      }
    }
  }

  @Override
  public void close(CloseMode mode) {
    try {
      super.close(mode);
    } finally {
      nodb.close();
    }
  }
}
