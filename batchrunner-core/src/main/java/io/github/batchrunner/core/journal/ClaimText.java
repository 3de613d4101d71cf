package io.github.batchrunner.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.BatchOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/** What a claim says, as a line with a checksum that always has the same length. */
final class ClaimText {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Longer than the longest line: what is written in place leaves nothing of what was there. */
  private static final int LENGTH = 4096;

  private static final int LONGEST_NAME = 255;

  private ClaimText() {}

  /**
   * Who claims a batch.
   *
   * @param boot what the system calls the time since it was started; empty if it has no name
   * @param started when the process was started, in milliseconds since the epoch; 0 if unknown
   * @param nonce a text that nobody else has
   */
  record Claim(BatchOwner owner, String boot, long started, String nonce) {

    /** Returns the claim of this process. */
    static Claim of(BatchOwner self) {
      long started =
          ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
      return new Claim(self, bootId(), started, UUID.randomUUID().toString());
    }

    private static String bootId() {
      try {
        return Files.readString(BOOT_ID).strip();
      } catch (IOException e) {
        return ""; // another system than Linux
      }
    }

    /** Tells whether both are of one machine: its lock then decides, also after a reboot. */
    boolean sameMachine(Claim other) {
      return owner.host().equals(other.owner.host())
          || (!boot.isEmpty() && boot.equals(other.boot));
    }
  }

  /**
   * What was found in a file.
   *
   * @param released whether its owner has let go
   */
  record Found(Claim claim, boolean released) {}

  static byte[] write(Claim claim, long beat, boolean released) {
    String host = claim.owner().host();
    JsonLine line = new JsonLine();
    line.begin("owner")
        .text("host", host.substring(0, Math.min(host.length(), LONGEST_NAME)))
        .text("boot", claim.boot())
        .number("pid", claim.owner().pid())
        .number("started", claim.started())
        .text("since", claim.owner().since().toString())
        .text("nonce", claim.nonce())
        .number("beat", beat)
        .number("released", released ? 1 : 0)
        .end();
    byte[] text = new byte[LENGTH];
    Arrays.fill(text, (byte) ' ');
    System.arraycopy(line.buffer(), 0, text, 0, line.length());
    text[LENGTH - 1] = '\n';
    return text;
  }

  /** Returns what a text says, if it is whole. */
  static Optional<Found> read(byte[] text) {
    int end = Words.afterLineFeed(text, 0, text.length);
    if (!JsonLine.valid(text, 0, end, new CRC32C())) {
      return Optional.empty();
    }
    try {
      JsonNode line = JSON.readTree(new String(text, 0, end, StandardCharsets.US_ASCII));
      BatchOwner owner =
          new BatchOwner(
              line.path("host").asText(),
              line.path("pid").asLong(),
              Instant.parse(line.path("since").asText()));
      Claim claim =
          new Claim(
              owner,
              line.path("boot").asText(),
              line.path("started").asLong(),
              line.path("nonce").asText());
      return Optional.of(new Found(claim, line.path("released").asInt() != 0));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
