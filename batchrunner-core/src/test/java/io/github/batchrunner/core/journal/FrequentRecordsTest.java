package io.github.batchrunner.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.execution.TaskStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The short cut says the same as the long way. */
class FrequentRecordsTest {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    9,
    10,
    12345678,
    123456789,
    99999999,
    1_790_000_000_000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private BatchState byHand = withRunsAndVersions();

  private static BatchState withRunsAndVersions() {
    BatchState state = new BatchState();
    for (int number = 0; number < 3; number++) {
      state.applyVersion(number, TaskVersion.of(History.TASKS.get(number), "d", Map.of()));
      state.applyRun(number, "run " + number);
    }
    return state;
  }

  @Property(tries = 2000)
  void everyRecordMeansTheSameBothWays(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byHand = withRunsAndVersions();
    BatchState byJackson = withRunsAndVersions();
    FrequentRecords frequent = new FrequentRecords(byHand);
    RecordFields fields = new RecordFields();
    for (int i = 0; i < 20; i++) {
      JsonLine line = new JsonLine();
      boolean escaped = record(line, random);
      byte[] bytes = Arrays.copyOf(line.buffer(), line.length() + random.nextInt(9));
      boolean taken = frequent.apply(bytes, 0, line.length());
      assertThat(taken).as("%s", line).isNotEqualTo(escaped);
      if (escaped) {
        fields.apply(bytes, 0, line.length(), byHand);
      }
      fields.apply(bytes, 0, line.length(), byJackson);
    }
    assertThat(Described.of(byHand, History.TASKS))
        .isEqualTo(Described.of(byJackson, History.TASKS));
  }

  /** Returns whether it is to be left to the long way. */
  private boolean record(JsonLine line, Random random) {
    int run = random.nextInt(3);
    int version = random.nextInt(3);
    String text = random.nextInt(3) == 0 ? "with \\ and \"" : "plain " + random.nextInt();
    boolean escaped = text.contains("\\");
    switch (random.nextInt(5)) {
      case 0 -> {
        line.begin("intent").number("run", run).number("version", version);
        line.hex("feature", random.nextLong()).number("attempt", random.nextInt(20));
        boolean names = random.nextBoolean();
        if (names || random.nextBoolean()) {
          line.number("why", random.nextInt(Byte.MAX_VALUE));
        }
        if (names) {
          line.text("what", text);
        }
        if (random.nextBoolean()) {
          line.number("memory", random.nextInt());
        }
        line.end();
        return names && escaped;
      }
      case 1 -> {
        line.begin("handle").number("run", run).number("version", version);
        line.number("attempt", 1).text("id", text).end();
        return escaped;
      }
      case 2 -> {
        line.begin("run").number("n", byHand.runCount()).text("id", text + random.nextInt()).end();
        return escaped;
      }
      case 3 -> {
        return snapshot(line, random, text);
      }
      default -> {
        long began = number(random);
        long ended = number(random);
        TaskStatus[] statuses = TaskStatus.values();
        line.begin("end").number("run", run).number("version", version).number("attempt", 1);
        line.text("status", statuses[1 + random.nextInt(statuses.length - 1)].name());
        line.number("began", began).number("at", ended).end();
        return tooLong(began) || tooLong(ended);
      }
    }
  }

  private boolean snapshot(JsonLine line, Random random, String text) {
    boolean escaped = text.contains("\\");
    line.begin("run").number("n", byHand.runCount()).text("id", text + random.nextInt());
    line.hex("feature", random.nextLong()).openList("tasks");
    int tasks = 1 + random.nextInt(12);
    for (int task = 0; task < tasks; task++) {
      long began = number(random);
      escaped |= tooLong(began);
      line.openList().value(random.nextInt(3)).value(1 + random.nextInt(6));
      for (int i = 0; i < 3; i++) {
        line.value(random.nextInt(Integer.MAX_VALUE));
      }
      line.value(began).value(1_790_000_000_000L).value(random.nextInt(128) - 1);
      if (random.nextInt(20) == 0) {
        escaped = true;
        line.openObject().number("memory", random.nextInt()).text("handle", text);
        line.text("kind", "TIMEOUT").text("message", "late").closeObject();
      }
      line.closeList();
    }
    line.closeList().end();
    return escaped;
  }

  private static long number(Random random) {
    return random.nextBoolean()
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : random.nextLong() >> random.nextInt(64);
  }

  private static boolean tooLong(long number) {
    return Long.toString(number).replace("-", "").length() > 18;
  }

  @Test
  void whatThisLibraryDoesNotWriteIsLeftToTheLongWay() {
    assertThat(taken("{\"e\":\"run\",\"n\":3,\"id\":\"a\"")).isTrue();
    assertThat(taken("{\"e\":\"run\",\"n\":04,\"id\":\"a\"")).isFalse();
    assertThat(taken("{\"e\":\"run\",\"n\":4,\"id\":\"\u00e7\"")).isFalse();
    assertThat(taken("{\"e\":\"run\",\"n\":4,\"id\":\"\t\"")).isFalse();
    String intent = "{\"e\":\"intent\",\"run\":0,\"version\":0,\"feature\":\"%s\",\"attempt\":1";
    assertThat(taken(intent.formatted("0123456789abcdef"))).isTrue();
    assertThat(taken(intent.formatted("0123456789abcdeg"))).isFalse();
    assertThat(taken(intent.formatted("g123456789abcdef"))).isFalse();
  }

  private boolean taken(String record) {
    byte[] line = (record + ",\"crc\":\"00000000\"}\n").getBytes(StandardCharsets.ISO_8859_1);
    return new FrequentRecords(byHand).apply(line, 0, line.length);
  }

  @Test
  void whatARecordLeavesOutIsNotTakenFromTheOneBefore() throws IOException {
    RecordFields fields = new RecordFields();
    byte[] whole =
        "{\"e\":\"handle\",\"run\":1,\"version\":1,\"id\":\"x\"}"
            .getBytes(StandardCharsets.US_ASCII);
    fields.apply(whole, 0, whole.length, byHand);
    byte[] half =
        "{\"e\":\"handle\",\"version\":1,\"id\":\"x\"}".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> fields.apply(half, 0, half.length, byHand))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no run -1");
  }

  @Property(tries = 1000)
  void digitsAreReadAndWrittenEightAtATime(
      @ForAll @LongRange(min = 0, max = 99_999_999) long decimal,
      @ForAll @LongRange(min = 0, max = 0xffffffffL) long hex) {
    byte[] digits = "%08d%08x".formatted(decimal, hex).getBytes(StandardCharsets.US_ASCII);
    assertThat(Words.eightDigits(digits, 0)).isTrue();
    assertThat(Words.ofEightDigits(digits, 0)).isEqualTo(decimal);
    assertThat(Words.ofEightHex(digits, 8)).isEqualTo(hex);
    assertThat(Words.hexDigits(hex)).isEqualTo(Words.get(digits, 8));
  }

  @Test
  void whatIsNoDigitIsSeenAtEveryPlace() {
    for (int place = 0; place < Long.BYTES; place++) {
      for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
        byte[] digits = {'0', '9', '5', '0', '9', '1', '2', '3'};
        digits[place] = (byte) b;
        assertThat(Words.eightDigits(digits, 0)).isEqualTo(b >= '0' && b <= '9');
      }
    }
  }

  @Property(tries = 500)
  void aLineFeedIsFoundWhereverItIs(@ForAll byte[] bytes) {
    int expected = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      expected = bytes[i] == '\n' ? i + 1 : expected;
    }
    assertThat(Words.afterLineFeed(bytes, 0, bytes.length)).isEqualTo(expected);
  }

  @Test
  void theChecksumDecidesWhetherALineIsWhole() {
    JsonLine line = new JsonLine();
    line.begin("run").number("n", 0).text("id", "a").end();
    byte[] bytes = Arrays.copyOf(line.buffer(), line.length());
    assertThat(JsonLine.valid(bytes, 0, bytes.length, new CRC32C())).isTrue();
    for (int place = 0; place < bytes.length; place++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] copy = bytes.clone();
        copy[place] ^= (byte) (1 << bit);
        assertThat(JsonLine.valid(copy, 0, copy.length, new CRC32C())).isFalse();
      }
    }
  }
}
