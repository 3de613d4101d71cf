package io.github.batchrunner.rq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tasks wrote down: one line when an attempt begins, one when it ends. */
final class Ran {

  private final Path file;

  Ran(Path file) {
    this.file = file;
  }

  /** One line. */
  private record Line(boolean begins, String run, String task, String attempt) {
    static Line parse(String text) {
      String[] words = text.split(" ", -1);
      return new Line(words[0].equals("begin"), words[1], words[2], words[3]);
    }

    String place() {
      return run + " " + task;
    }
  }

  private List<Line> lines() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file, StandardCharsets.UTF_8).stream().map(Line::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells whether so many bytes have been written down. */
  boolean isAtLeast(long bytes) {
    return file.toFile().length() > bytes;
  }

  long begun() {
    return lines().stream().filter(Line::begins).count();
  }

  long ended() {
    return lines().stream().filter(line -> !line.begins()).count();
  }

  /** Returns how many attempts have begun and not ended; those that were killed count for ever. */
  long running() {
    return begun() - ended();
  }

  /** Returns the tasks, as "run task", of which attempts have begun and not ended. */
  Set<String> open() {
    Set<String> open = new HashSet<>();
    for (Line line : lines()) {
      if (line.begins()) {
        open.add(line.place());
      } else {
        open.remove(line.place());
      }
    }
    return open;
  }

  /** Each of so many tasks began once and ended once, after all that it needed had ended. */
  void requireEachOnce(int tasks) {
    requireEachOnceBut(Set.of(), tasks);
  }

  /**
   * As {@link #requireEachOnce}, but some of the tasks may have begun more often: those never twice
   * at the same time unless they were killed.
   */
  void requireEachOnceBut(Set<String> excepted, int tasks) {
    Map<String, List<String>> begun = new HashMap<>();
    Map<String, List<String>> ended = new HashMap<>();
    for (Line line : lines()) {
      if (line.begins()) {
        for (String need : FaultyBatch.needs(line.task())) {
          assertThat(ended)
              .as("what %s needs has ended", line)
              .containsKey(line.run() + " " + need);
        }
      }
      (line.begins() ? begun : ended)
          .computeIfAbsent(line.place(), place -> new ArrayList<>())
          .add(line.attempt());
    }
    assertThat(ended).hasSize(tasks);
    begun.keySet().removeAll(excepted);
    ended.keySet().removeAll(excepted);
    assertThat(begun).allSatisfy((place, attempts) -> assertThat(attempts).as(place).hasSize(1));
    assertThat(ended).isEqualTo(begun);
  }

  /** Returns how often tasks began beyond the first time. */
  long doubled() {
    List<Line> begun = lines().stream().filter(Line::begins).toList();
    return begun.size() - begun.stream().map(Line::place).distinct().count();
  }

  @Override
  public String toString() {
    return String.join("\n", lines().stream().map(Line::toString).toList());
  }
}
