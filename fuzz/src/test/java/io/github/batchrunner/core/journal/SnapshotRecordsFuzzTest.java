package io.github.batchrunner.core.journal;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.fuzz.OnlyWhereJazzerLoads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

@OnlyWhereJazzerLoads
class SnapshotRecordsFuzzTest {

  private static final List<String> TASKS = List.of("climate", "wepp");

  /** The parser written by hand and Jackson read the same from a record, or both refuse it. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/journal.dict")
  void bothParsersReadTheSame(byte[] input) {
    BatchState byHand = withVersions();
    BatchState byJackson = withVersions();
    FrequentRecords frequent = new FrequentRecords(byHand);
    RecordFields behind = new RecordFields();
    RecordFields alone = new RecordFields();
    for (String text : new String(input, StandardCharsets.ISO_8859_1).split("\n", 64)) {
      byte[] line = line(text.replace("\n", ""));
      boolean read = accepted(() -> byHand(frequent, behind, line, byHand));
      if (read != accepted(() -> alone.apply(line, 0, line.length, byJackson))) {
        throw new IllegalStateException("only one parser refuses " + text);
      }
      if (!read) {
        return;
      }
    }
    String state = Described.of(byHand, TASKS);
    String expected = Described.of(byJackson, TASKS);
    if (!state.equals(expected)) {
      throw new IllegalStateException(state + " is not " + expected);
    }
  }

  private static BatchState withVersions() {
    BatchState state = new BatchState();
    for (int number = 0; number < TASKS.size(); number++) {
      state.applyVersion(number, TaskVersion.of(TASKS.get(number), "d", Map.of()));
    }
    return state;
  }

  private static void byHand(
      FrequentRecords frequent, RecordFields behind, byte[] line, BatchState state)
      throws IOException {
    if (!frequent.apply(line, 0, line.length)) {
      behind.apply(line, 0, line.length, state);
    }
  }

  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  /** What the reader of journals takes for a refusal is one. */
  private static boolean accepted(Reading reading) {
    try {
      reading.run();
      return true;
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      return false;
    }
  }

  private static byte[] line(String text) {
    byte[] start = text.getBytes(StandardCharsets.ISO_8859_1);
    CRC32C crc = new CRC32C();
    crc.update(start, 0, start.length);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(start);
    line.writeBytes(
        ",\"crc\":\"%08x\"}\n".formatted(crc.getValue()).getBytes(StandardCharsets.US_ASCII));
    return line.toByteArray();
  }
}
