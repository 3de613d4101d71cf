package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.run.LiveBatch;
import io.github.batchrunner.sample.web.run.LiveBatches;
import io.github.batchrunner.sample.web.run.Position;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Opens streams of events, as many as are good for the service; thread-safe. */
@Component
final class EventStreams {

  private static final int MOST = 2_000;

  private final LiveBatches live;
  private final EventTexts texts;
  private final AtomicInteger open = new AtomicInteger();

  EventStreams(LiveBatches live, EventTexts texts) {
    this.live = live;
    this.texts = texts;
  }

  /**
   * Answers a request with a stream that begins after a position.
   *
   * @throws UnavailableException if too many are open, or the service is being shut down
   */
  void open(
      LiveBatch batch, Position known, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!live.isRunning()) {
      throw new UnavailableException("the service is being shut down; try again in a minute");
    }
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      throw new UnavailableException(
          "%d people look at batches at this moment, which is the most; try again later"
              .formatted(MOST));
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would keep events back
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    EventStream stream =
        new EventStream(batch, known, context, response.getOutputStream(), texts, this::closed);
    stream.begin();
    batch.watch(stream);
    if (!live.isRunning()) {
      stream.end(); // it was shut down meanwhile
    }
  }

  private void closed(LiveBatch batch, EventStream stream) {
    open.decrementAndGet();
    batch.leave(stream);
  }
}
