package io.github.batchrunner.embedding.hosts;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.spi.CloseMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A host that is a Spring Boot application. */
@Configuration(proxyBeanMethods = false)
@Import(SpringHost.Executions.class)
public class SpringHost {

  /** Runs the batch in a directory. */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(SpringHost.class);
    application.setKeepAlive(true); // as a web server does
    Executions executions = application.run(args).getBean(Executions.class);
    executions.start(BatchRunner.open(Path.of(args[0])));
  }

  // page from here: Spring Boot
  @Bean(destroyMethod = "") // Executions closes it: the close() that Spring would call cancels
  OpenExecutor executor() {
    return Executors.builder("local").option("threads", "4").open();
  }

  static class Executions implements SmartLifecycle {
    private final OpenExecutor executor;
    private final Map<String, BatchExecution> executions = new ConcurrentHashMap<>();
    private volatile boolean running;

    Executions(OpenExecutor executor) {
      this.executor = executor;
    }

    BatchExecution start(BatchRunner batch) {
      BatchExecution execution = batch.start(batch.plan(), executor);
      executions.put(batch.name(), execution); // in place of one that has ended
      return execution;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() { // before any bean is destroyed
      executions.values().forEach(BatchExecution::detach);
      executions.values().forEach(execution -> execution.close(CloseMode.DETACH));
      executor.close(CloseMode.DETACH);
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }
  }
  // page to here
}
