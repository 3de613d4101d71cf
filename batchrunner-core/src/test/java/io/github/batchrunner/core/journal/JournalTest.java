package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.nodb.Requirement;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

  @TempDir private Path directory;

  private Path journal() {
    return directory.resolve("journal.jsonl");
  }

  @Test
  void aJournalCutAtAnyByteGivesTheStateOfItsWholeRecords() throws IOException {
    Path file = small();
    byte[] bytes = Files.readAllBytes(file);
    Path cut = directory.resolve("cut.jsonl");
    int whole = 0;
    String expected = "";
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      JournalReader.Result read = JournalReader.read(cut);
      String state = Described.of(read.state(), History.TASKS);
      if (length == 0 || bytes[length - 1] == '\n') {
        whole = length;
        expected = state;
      }
      assertThat(read.validBytes()).isEqualTo(whole);
      assertThat(state).as("cut at byte %d", length).isEqualTo(expected);
    }
    assertThat(expected).contains("SUCCEEDED");
  }

  @Test
  void aTornTailIsCutOffBeforeMoreIsWritten() throws IOException {
    Path file = small();
    byte[] bytes = Files.readAllBytes(file);
    for (int lost = 1; lost < 200; lost += 7) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length - lost));
      JournalWriter writer = JournalWriter.open(file, "test", JournalReader.read(file));
      writer.run("one more");
      writer.close();
      assertThat(JournalReader.read(file).state().runNumber("one more")).isNotNegative();
    }
  }

  @Test
  void aDamagedByteInTheMiddleIsAnErrorThatNamesThePlace() throws IOException {
    byte[] bytes = Files.readAllBytes(small());
    List<Integer> lineStarts = new ArrayList<>(List.of(0));
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lineStarts.add(i + 1);
      }
    }
    int linesWithTwoBehind = lineStarts.size() - 3;
    Path damaged = directory.resolve("damaged.jsonl");
    for (int line = 0; line < linesWithTwoBehind; line++) {
      for (int place = lineStarts.get(line); place < lineStarts.get(line + 1); place++) {
        byte[] copy = bytes.clone();
        copy[place] ^= 1;
        Files.write(damaged, copy);
        String where =
            line == 0
                ? "its first record is damaged"
                : "is damaged at line %d (byte %d)".formatted(line + 1, lineStarts.get(line));
        assertThatThrownBy(() -> JournalReader.read(damaged))
            .as("byte %d", place)
            .isInstanceOf(JournalException.class)
            .hasMessageContaining(damaged.toString())
            .hasMessageContaining(where);
      }
    }
  }

  @Test
  void whatAPowerCutLeftBehindTheLastRecordIsCutOffWhateverItIs() throws IOException {
    Path file = small();
    byte[] whole = Files.readAllBytes(file);
    byte[] torn =
        Arrays.copyOf("{\"e\":\"intent\",\"run\":".getBytes(StandardCharsets.US_ASCII), 3_000_000);
    byte[] lines = "\n\0\0\n{}\n\n{\"e\":\"intent\"".getBytes(StandardCharsets.US_ASCII);
    for (byte[] tail : List.of(new byte[1], new byte[4096], new byte[3_000_000], torn, lines)) {
      Files.write(file, whole);
      Files.write(file, tail, StandardOpenOption.APPEND);
      JournalReader.Result read = JournalReader.read(file);
      assertThat(read.validBytes()).isEqualTo(whole.length);
      JournalWriter.open(file, "test", read).close();
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void aHoleBeforeWholeRecordsIsDamage() throws IOException {
    Path file = small();
    byte[] whole = Files.readAllBytes(file);
    for (int hole : List.of(1, 4096, 3_000_000)) {
      Files.write(file, whole);
      Files.write(file, new byte[hole], StandardOpenOption.APPEND);
      JsonLine line = new JsonLine();
      line.begin("finish").number("at", 1).number("cancelled", 0).end();
      Files.write(file, Arrays.copyOf(line.buffer(), line.length()), StandardOpenOption.APPEND);
      assertThatThrownBy(() -> JournalReader.read(file))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("(byte %d), with whole records behind it", whole.length);
    }
  }

  @Test
  void aLongFileWithoutAnyRecordIsNotAJournalThatHasJustBegun() throws IOException {
    Files.write(journal(), new byte[4096]);
    assertThat(JournalReader.read(journal()).validBytes()).isZero();
    Files.write(journal(), new byte[4097]);
    assertThatThrownBy(() -> JournalReader.read(journal()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is not a journal");
  }

  @Test
  void aFileThatIsNotAJournalIsNotTakenForAnEmptyOne() throws IOException {
    Path file = small();
    String unix = Files.readString(file);
    for (String other : List.of(unix.replace("\n", "\r\n"), "hello\n", "\n", unix.substring(1))) {
      Files.writeString(file, other);
      assertThatThrownBy(() -> JournalReader.read(file))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("is not a journal");
      assertThat(Files.readString(file)).isEqualTo(other);
    }
  }

  @Test
  void aJournalOfANewerVersionIsRefused() throws IOException {
    JsonLine line = new JsonLine();
    line.begin("journal").number("format", 3).text("id", "abc").text("batch", "b").end();
    Files.write(journal(), Arrays.copyOf(line.buffer(), line.length()));
    assertThatThrownBy(() -> JournalReader.read(journal()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("format 3")
        .hasMessageContaining("use a newer batchrunner");
  }

  @Test
  void aRecordOfAKindThatIsNotKnownIsPassedOver() throws IOException {
    Path file = small();
    JsonLine line = new JsonLine();
    line.begin("weather").json("nested", "{\"a\":[1,2]}").text("sky", "blue").end();
    Files.write(file, Arrays.copyOf(line.buffer(), line.length()), StandardOpenOption.APPEND);
    assertThat(JournalReader.read(file).validBytes()).isEqualTo(Files.size(file));
  }

  @Test
  void anIntentOfAnOlderVersionSaysNeitherWhyNorWithWhichMemory() throws IOException {
    Path file = small();
    JsonLine line = new JsonLine();
    line.begin("intent").number("run", 0).number("version", 0).hex("feature", 1);
    line.number("attempt", 2).end();
    Files.write(file, Arrays.copyOf(line.buffer(), line.length()), StandardOpenOption.APPEND);
    BatchState.TaskView task = JournalReader.read(file).state().task(History.TASKS.get(0));
    assertThat(task.attempts(0)).isEqualTo(2);
    assertThat(task.cause(0)).isEqualTo(Cause.UNKNOWN);
    assertThat(task.memoryMb(0)).isZero();
  }

  @Test
  void theExecutionInWhichAnAttemptWasMadeIsKnown() {
    JournalWriter writer = JournalWriter.open(journal(), "test", JournalReader.read(journal()));
    int version = writer.version(TaskVersion.of("a", "d", Map.of()));
    int run = writer.run("r");
    BatchState.TaskView task = writer.state().task("a");
    assertThat(task.execution(run)).isZero();
    for (int number = 1; number <= 9; number++) {
      writer.start(new ExecutionRecord(number, Instant.EPOCH, "local", "{}", "host", 7, null));
      if (number % 3 != 0) {
        writer.intent(run, version, 1, number, Cause.UNKNOWN, 0);
        assertThat(task.execution(run)).isEqualTo(number);
      }
      assertThat(task.execution(run)).isEqualTo(number % 3 == 0 ? number - 1 : number);
    }
    writer.close();
  }

  @Test
  void aRecordThatDoesNotFitThoseBeforeItIsAnError() throws IOException {
    Path file = small();
    JsonLine line = new JsonLine();
    line.begin("intent").number("run", 0).number("version", 77).hex("feature", 1);
    line.number("attempt", 1).end();
    Files.write(file, Arrays.copyOf(line.buffer(), line.length()), StandardOpenOption.APPEND);
    assertThatThrownBy(() -> JournalReader.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void aNumberThatIsTooLargeIsAnError() throws IOException {
    Path file = small();
    JsonLine line = new JsonLine();
    line.begin("run").number("n", JournalReader.read(file).state().runCount()).text("id", "new");
    line.hex("feature", 1).openList("tasks").openList().value(1L << 32);
    for (int i = 1; i < SnapshotRow.NUMBERS; i++) {
      line.value(1);
    }
    line.closeList().closeList().end();
    Files.write(file, Arrays.copyOf(line.buffer(), line.length()), StandardOpenOption.APPEND);
    assertThatThrownBy(() -> JournalReader.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void whatCannotBeReadIsNotTakenForAnEmptyJournal() throws IOException {
    Files.createDirectory(journal());
    assertThatThrownBy(() -> JournalReader.read(journal()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot read the journal");
    assertThatThrownBy(
            () ->
                JournalWriter.open(
                    journal(), "test", new JournalReader.Result(new BatchState(), 0)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot open the journal");
  }

  @Test
  void textsOfAnyLengthCanBeReadBack() {
    JournalWriter writer = JournalWriter.open(journal(), "test", JournalReader.read(journal()));
    int run = writer.run("r");
    int version = writer.version(TaskVersion.of("a", "d", Map.of("p".repeat(60_000), "h")));
    writer.intent(run, version, 1, 1, Cause.UNKNOWN, 0);
    writer.handle(run, version, 1, "n".repeat(21_000_000));
    Failure failure =
        Failure.of(FailureKind.EXCEPTION, "m".repeat(30_000)).withDetail("d".repeat(30_000) + "!");
    writer.end(run, version, 1, TaskStatus.FAILED, 1, 2, failure.withExitCode(3).withSignal(9));
    writer.close();
    BatchState read = JournalReader.read(journal()).state();
    assertThat(read.task("a").nativeId(0)).get().asString().hasSize(21_000_000);
    assertThat(read.task("a").failure(0))
        .get()
        .isEqualTo(writer.state().task("a").failure(0).orElseThrow())
        .satisfies(
            kept -> {
              assertThat(kept.message()).hasSize(JournalWriter.TEXT_LIMIT);
              assertThat(kept.detail()).hasSize(JournalWriter.TEXT_LIMIT).endsWith("d!");
              assertThat(kept.exitCode()).hasValue(3);
              assertThat(kept.signal()).hasValue(9);
            });
  }

  @Test
  void whatIsDurableIsInTheFileForAnybodyToRead() throws Exception {
    JournalWriter writer = JournalWriter.open(journal(), "test", JournalReader.read(journal()));
    int version = writer.version(TaskVersion.of("a", "d", Map.of()));
    ExecutorService waiting = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> found = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String runId = "run " + i;
      int run = writer.run(runId);
      long position = writer.intent(run, version, i, 1, Cause.UNKNOWN, 0);
      found.add(
          waiting.submit(
              () -> {
                writer.awaitDurable(position);
                BatchState state = JournalReader.read(journal()).state();
                return state.task("a").status(state.runNumber(runId)) == TaskStatus.SUBMITTED;
              }));
    }
    for (Future<Boolean> future : found) {
      assertThat(future.get(30, TimeUnit.SECONDS)).isTrue();
    }
    waiting.shutdown();
    writer.close();
  }

  @Test
  void aWriteErrorIsToldToAllWhoWaitAndToWhoeverComesLater() throws Exception {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      throw Requirement.missing("there is no /dev/full on this system");
    }
    JournalWriter writer =
        JournalWriter.over(
            new Storage.ChannelOutput(FileChannel.open(full, StandardOpenOption.WRITE)),
            0,
            full,
            "test",
            begun(),
            () -> {},
            new Snapshot(new Storage.Disk(), full));
    int version = writer.version(TaskVersion.of("a", "d", Map.of()));
    ExecutorService waiting = Executors.newFixedThreadPool(3);
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long position = writer.intent(writer.run("run " + i), version, i, 1, Cause.UNKNOWN, 0);
      futures.add(
          waiting.submit(
              () -> {
                writer.awaitDurable(position);
                return null;
              }));
    }
    for (Future<?> future : futures) {
      assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(JournalException.class)
          .hasMessageContaining("cannot write the journal \"/dev/full\"")
          .hasMessageContaining("run again to continue");
    }
    waiting.shutdown();
    long later = writer.intent(writer.run("late"), version, 1, 1, Cause.UNKNOWN, 0);
    assertThatThrownBy(() -> writer.awaitDurable(later)).isInstanceOf(JournalException.class);
    assertThatThrownBy(writer::close).isInstanceOf(JournalException.class);
  }

  @Test
  void nobodyWaitsForAWriterThatIsClosed() {
    JournalWriter writer = JournalWriter.open(journal(), "test", JournalReader.read(journal()));
    writer.close();
    int run = writer.run("late");
    int version = writer.version(TaskVersion.of("a", "d", Map.of()));
    long position = writer.intent(run, version, 1, 1, Cause.UNKNOWN, 0);
    assertThatThrownBy(() -> writer.awaitDurable(position))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void tensOfMegabytesAreWrittenAtOnce() {
    JournalWriter writer = JournalWriter.open(journal(), "test", JournalReader.read(journal()));
    int version = writer.version(TaskVersion.of("a", "d", Map.of()));
    for (int run = 0; run < 200_000; run++) {
      writer.intent(writer.run("run " + run), version, run, 1, Cause.UNKNOWN, 0);
    }
    writer.close();
    assertThat(JournalReader.read(journal()).state().runCount()).isEqualTo(200_000);
  }

  @Test
  void itsFirstRecordsAreReadableForPeople() throws IOException {
    List<String> lines = Files.readAllLines(small(), StandardCharsets.US_ASCII);
    assertThat(lines.get(0))
        .matches(
            "\\{\"e\":\"journal\",\"format\":1,\"id\":\"[a-z2-7]{10}\",\"batch\":\"test\",\"crc\":\"[0-9a-f]{8}\"}");
    assertThat(lines.get(1)).startsWith("{\"e\":\"start\",\"n\":1,\"at\":0,\"executor\":\"local\"");
  }

  @Test
  void olderJournalsSayOnlyWhetherAnExecutionWasCancelled() throws Exception {
    try (OutputStream file = Files.newOutputStream(journal())) {
      JsonLine line = new JsonLine();
      line.begin("journal").number("format", 1).text("id", "abc").text("batch", "b").end();
      for (int n = 1; n <= 2; n++) {
        line.begin("start").number("n", n).number("at", n).text("executor", "local");
        line.text("pipeline", "{}").text("host", "h").number("pid", 7).end();
        line.begin("finish").number("at", n).number("cancelled", n % 2).end();
      }
      file.write(line.buffer(), 0, line.length());
    }
    assertThat(JournalReader.read(journal()).state().executions())
        .extracting(execution -> execution.finish().orElseThrow())
        .containsExactly(
            new ExecutionRecord.Finish(Instant.ofEpochMilli(1), Ending.CANCELLED, ""),
            new ExecutionRecord.Finish(Instant.ofEpochMilli(2), Ending.COMPLETED, ""));
  }

  private static BatchState begun() {
    BatchState state = new BatchState();
    state.applyJournal("abc");
    return state;
  }

  private Path small() {
    JournalWriter writer = JournalWriter.open(journal(), "test", JournalReader.read(journal()));
    writer.start(new ExecutionRecord(1, Instant.EPOCH, "local", "{}", "host", 7, null));
    for (int number = 0; number < 3; number++) {
      int run = writer.run("r" + number);
      int version =
          writer.version(TaskVersion.of(History.TASKS.get(number), "d", Map.of("i.nodb", "h")));
      writer.intent(run, version, number, 1, Cause.UNKNOWN, 0);
      writer.handle(run, version, 1, "ü" + number);
      TaskStatus status = number == 1 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED;
      writer.end(
          run,
          version,
          1,
          status,
          5,
          6,
          number == 1 ? Failure.of(FailureKind.EXIT_CODE, "no\n").withExitCode(2) : null);
    }
    writer.finish(Instant.EPOCH, Ending.COMPLETED, "");
    writer.close();
    return journal();
  }
}
