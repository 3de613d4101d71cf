package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.run.LiveBatch;
import io.github.batchrunner.sample.web.run.LiveStatus;
import io.github.batchrunner.sample.web.run.Position;
import io.github.batchrunner.sample.web.run.Watcher;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events for one who looks at a batch.
 *
 * <p>It never blocks a thread: while the other end does not read, nothing is written, and what
 * changes meanwhile is told as it is then. Who does not read for long is let go. Thread-safe.
 */
final class EventStream implements Watcher, WriteListener, AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final long HEARTBEAT = Duration.ofSeconds(15).toNanos();
  private static final long SLOW = Duration.ofSeconds(30).toNanos();

  /** After this time who looks comes back, and is asked again who it is. */
  private static final long LONGEST = Duration.ofMinutes(15).toNanos();

  private final LiveBatch batch;
  private final AsyncContext context;
  private final ServletOutputStream out;
  private final EventTexts texts;
  private final BiConsumer<LiveBatch, EventStream> whenClosed;
  private final long opened = System.nanoTime();

  // All below is guarded by the monitor of this.
  private Position known;
  private @Nullable LiveStatus told;
  private boolean writable;
  private byte[] unwritten = new byte[0];
  private boolean unflushed;
  private long latest = opened;
  private boolean closed;

  EventStream(
      LiveBatch batch,
      Position known,
      AsyncContext context,
      ServletOutputStream out,
      EventTexts texts,
      BiConsumer<LiveBatch, EventStream> whenClosed) {
    this.batch = batch;
    this.known = known;
    this.context = context;
    this.out = out;
    this.texts = texts;
    this.whenClosed = whenClosed;
  }

  /** Begins; called once, by the thread of the request. */
  void begin() {
    context.addListener(this);
    out.setWriteListener(this);
  }

  @Override
  public synchronized void onWritePossible() throws IOException {
    writable = true;
    write();
    tell();
  }

  @Override
  public synchronized void look() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    if (now - opened > LONGEST || (!writable && now - latest > SLOW)) {
      end();
      return;
    }
    try {
      tell();
    } catch (IOException | RuntimeException e) { // the container's, when the other end is gone
      LOG.debug("a stream of events breaks", e);
      end();
    }
  }

  private void tell() throws IOException {
    if (closed || !writable) {
      return;
    }
    unwritten = news();
    write();
  }

  private byte[] news() {
    StringBuilder news = new StringBuilder();
    Optional<LiveBatch.Changes> changes = batch.changesSince(known);
    if (changes.isEmpty()) {
      known = batch.position();
      news.append(texts.reset(known));
    } else if (!changes.get().at().equals(known)) {
      news.append(texts.changes(known, changes.get()));
      known = changes.get().at();
    }
    LiveStatus status = batch.statusNow();
    if (!status.equals(told)) {
      news.append(texts.status(known, status, batch.pipeline()));
      told = status;
    }
    if (news.isEmpty() && System.nanoTime() - latest > HEARTBEAT) {
      news.append(EventTexts.HEARTBEAT);
    }
    return news.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes what waits, as far as the other end takes it. */
  private void write() throws IOException {
    while (unwritten.length > 0 || unflushed) {
      if (!out.isReady()) {
        writable = false; // the container says when it is
        return;
      }
      if (unwritten.length > 0) {
        out.write(unwritten);
        unwritten = new byte[0];
        unflushed = true;
        latest = System.nanoTime();
      } else {
        out.flush();
        unflushed = false;
      }
    }
  }

  @Override
  public void end() {
    if (close()) {
      try {
        context.complete();
      } catch (IllegalStateException e) {
        LOG.debug("the stream has ended already", e);
      }
    }
  }

  private boolean close() {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
    }
    whenClosed.accept(batch, this);
    return true;
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
