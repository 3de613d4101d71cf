package io.github.batchrunner.rq.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.RedisSubscription;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to what RQ's command line and Python programs tell the workers of a pool. */
final class Commands implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Worker> byChannel = new HashMap<>();
  private final RedisSubscription subscription;

  Commands(RqLink link, List<Worker> workers) {
    workers.forEach(worker -> byChannel.put(link.keys().pubsub(worker.name()), worker));
    subscription = link.redis().subscribe(byChannel.keySet(), this::received);
  }

  private void received(String channel, byte[] message) {
    Worker worker = byChannel.get(channel);
    if (worker == null) {
      return;
    }
    try {
      JsonNode command = JSON.readTree(message);
      switch (command.path("command").asText()) {
        case "stop-job" -> worker.stopJob(command.path("job_id").asText());
        case "kill-horse" -> worker.killJob();
        case "shutdown" -> worker.stop();
        default -> LOG.debug("Worker \"{}\" does not know this command and ignores it", worker);
      }
    } catch (IOException e) {
      LOG.debug("Worker \"{}\" was sent what is not JSON and ignores it", worker);
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
