package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.journal.JournalReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

class JournalFuzzTest {

  private static final InputFile FILE = new InputFile(".jsonl");
  private static final String FIRST =
      "{\"e\":\"journal\",\"format\":1,\"id\":\"abcdefghij\",\"batch\":\"fuzz\"";
  private static final String[] STARTS = {
    "{\"e\":\"run\",\"n\":0,\"id\":\"r\"",
    "{\"e\":\"version\",\"n\":0,\"task\":\"t\",\"definition\":\"d\",\"inputs\":[],\"hash\":\"h\"",
    "{\"e\":\"intent\",\"run\":0,\"version\":0,\"feature\":\"0123456789abcdef\",\"attempt\":1",
    "{\"e\":\"end\",\"run\":0,\"version\":0,\"attempt\":1,\"status\":\"SUCCEEDED\",\"began\":1,\"at\":2",
    "{\"e\":\"handle\",\"run\":0,\"version\":0,\"attempt\":1,\"id\":\"x\"",
    "{\"e\":\"finish\",\"at\":1,\"cancelled\":0"
  };

  /** Any file is read up to a record, or refused. */
  @FuzzTest
  void aFileIsReadUpToARecordOrRefused(byte[] input) {
    read(input);
  }

  /** Records with right checksums but arbitrary content are read or refused. */
  @FuzzTest
  void recordsAreReadOrRefused(FuzzedDataProvider data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    line(FIRST, file);
    while (data.remainingBytes() > 0 && file.size() < 1 << 16) {
      if (data.consumeInt(0, 9) < 7) {
        line(data.pickValue(STARTS), file);
      } else {
        line(data.consumeString(80), file);
      }
    }
    read(file.toByteArray());
  }

  private static void read(byte[] input) {
    try {
      JournalReader.Result result = JournalReader.read(FILE.holding(input));
      if (result.validBytes() < 0 || result.validBytes() > input.length) {
        throw new IllegalStateException(result.validBytes() + " bytes of " + input.length);
      }
    } catch (JournalException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("no message", e);
      }
    }
  }

  private static void line(String start, ByteArrayOutputStream file) {
    byte[] bytes = start.getBytes(StandardCharsets.UTF_8);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    String end = ",\"crc\":\"" + HexFormat.of().toHexDigits(crc.getValue(), 8) + "\"}\n";
    file.writeBytes(bytes);
    file.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
  }
}
