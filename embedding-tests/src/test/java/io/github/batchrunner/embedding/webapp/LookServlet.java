package io.github.batchrunner.embedding.webapp;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Answers what a web application asks of a batch, on a thread of the container. */
public final class LookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    BatchRunner batch = BatchRunner.open(Path.of(request.getParameter("batch")));
    response.getWriter().print(answer(request.getParameter("what"), batch));
  }

  private static String answer(String what, BatchRunner batch) {
    return switch (what) {
      case "owner" -> batch.owner().map(BatchOwner::toString).orElse("nobody");
      case "state" -> batch.plan().toRun() + " to run, " + batch.status().state();
      case "loader" -> BatchRunner.class.getClassLoader().getClass().getSimpleName();
      case "start" -> start(batch);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static String start(BatchRunner batch) {
    try (OpenExecutor executor = Executors.open("local", Map.of("threads", "1"))) {
      return "started " + batch.start(batch.plan(), executor);
    } catch (BatchBusyException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
