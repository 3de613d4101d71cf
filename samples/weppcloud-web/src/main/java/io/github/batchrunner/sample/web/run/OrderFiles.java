package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.sample.web.HostSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the service itself remembers of each batch's executions, in {@code
 * host/executions/<batch>.json}: the order that has not ended, and who asked for which execution.
 *
 * <p>A file is replaced as a whole. Thread-safe.
 */
@Component
final class OrderFiles {

  private static final Logger LOG = LoggerFactory.getLogger(OrderFiles.class);
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final JsonMapper json = JsonMapper.builder().build();

  OrderFiles(HostSettings settings) {
    this.directory = settings.own().resolve("executions");
  }

  /**
   * Who asked for an execution.
   *
   * @param number number of the execution
   * @param startedAt when it started, which tells it from one of another batch of the same name
   */
  record Asked(int number, Instant startedAt, String by) {}

  private record Content(@Nullable Order open, List<Asked> asked) {}

  /** Returns the names of the batches whose order has not ended. */
  synchronized List<String> batchesWithOrder() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(batch -> order(batch).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot read what was asked to run in \"%s\": %s".formatted(directory, e), e);
    }
  }

  /** Returns the order of a batch that has not ended. */
  synchronized Optional<Order> order(String batch) {
    return Optional.ofNullable(read(batch).open());
  }

  /** Remembers an order, in place of an earlier one. */
  synchronized void begin(String batch, Order order) {
    write(batch, new Content(order, read(batch).asked()));
  }

  /** Forgets an order, unless another one has taken its place. */
  synchronized void end(String batch, Order order) {
    Content content = read(batch);
    if (order.equals(content.open())) {
      write(batch, new Content(null, content.asked()));
    }
  }

  /** Remembers who asked for an execution. */
  synchronized void asked(String batch, Asked asked) {
    Content content = read(batch);
    List<Asked> all = new ArrayList<>(content.asked());
    all.removeIf(each -> each.number() >= asked.number());
    all.add(asked);
    write(batch, new Content(content.open(), all));
  }

  /** Returns who asked for the executions of a batch. */
  synchronized List<Asked> asked(String batch) {
    return read(batch).asked();
  }

  private Content read(String batch) {
    Path file = file(batch);
    try {
      return json.readValue(Files.readAllBytes(file), Content.class);
    } catch (NoSuchFileException e) {
      return new Content(null, List.of());
    } catch (IOException | JacksonException e) {
      LOG.error("\"{}\" cannot be read; what it says of executions is not known", file, e);
      return new Content(null, List.of());
    }
  }

  private void write(String batch, Content content) {
    Path file = file(batch);
    Path next = file.resolveSibling(batch + ".new");
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(content));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot write \"%s\", which says what was asked to run: %s".formatted(file, e), e);
    }
  }

  private Path file(String batch) {
    return directory.resolve(batch + SUFFIX);
  }
}
