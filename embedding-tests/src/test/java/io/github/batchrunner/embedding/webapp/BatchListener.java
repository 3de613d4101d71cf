package io.github.batchrunner.embedding.webapp;

import io.github.batchrunner.embedding.hosts.RunningBatch;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.nio.file.Path;

/** Runs a batch for as long as a web application is deployed. */
// page from here: servlet container
public final class BatchListener implements ServletContextListener {

  private RunningBatch batch;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    batch = new RunningBatch(Path.of(context.getInitParameter("batch")));
    context.setAttribute("batch", batch);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (batch != null) { // it could be started
      batch.close();
    }
  }
}
// page to here
