package io.github.batchrunner.fuzz;

import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.journal.JournalReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Journals, made of records and read. */
final class JournalBytes {

  private static final InputFile FILE = new InputFile(".jsonl");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  int size() {
    return bytes.size();
  }

  /** Adds a record whose checksum is right, up to which it is given. */
  void line(String start) {
    byte[] text = start.getBytes(StandardCharsets.UTF_8);
    CRC32C crc = new CRC32C();
    crc.update(text, 0, text.length);
    String end = ",\"crc\":\"" + HexFormat.of().toHexDigits(crc.getValue(), 8) + "\"}\n";
    bytes.writeBytes(text);
    bytes.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
  }

  void read() {
    read(bytes.toByteArray());
  }

  /** Reads a journal up to a record, or sees it refused with a message. */
  static void read(byte[] input) {
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
}
