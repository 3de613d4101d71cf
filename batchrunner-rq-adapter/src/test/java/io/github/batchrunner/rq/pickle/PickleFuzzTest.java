package io.github.batchrunner.rq.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever the bytes, there is a value that can be walked to its end, or a PickleException. */
class PickleFuzzTest {

  private static final PickleLimits LIMITS = new PickleLimits(1 << 20, 20_000, 100);
  private static final String OPCODES =
      "(.012BCFGIJKLMNPQRSTUVX]abcdeghijlopqrstu})\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087"
          + "\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095"
          + "\u0096\u0097\u0098";

  /** Notes a list, a dict, a tuple, an object and a text under 0 to 4, and leaves them there. */
  private static final String NOTED =
      "]q\u0000}q\u0001)q\u0002cshop\nOrder\n)\u0081q\u0003Vx\nq\u0004";

  private static final List<byte[]> SAMPLES = new ArrayList<>();

  @BeforeContainer
  static void pickleSamples() {
    try (PickleOracle python = new PickleOracle()) {
      for (String name : python.names()) {
        for (int protocol = 0; protocol <= 5; protocol++) {
          if (protocol >= 2 || !name.startsWith("slots")) {
            SAMPLES.add(python.object(name, protocol).pickle());
          }
        }
      }
    }
  }

  @AfterContainer
  static void forgetSamples() {
    SAMPLES.clear();
  }

  @Property(tries = 20_000)
  void anyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    read(bytes);
  }

  /** Opcodes with what they need in front of them often enough to get far. */
  @Property(tries = 100_000, edgeCases = EdgeCasesMode.NONE)
  void anyProgram(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder program = new StringBuilder(NOTED);
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      program.append(instruction(random));
    }
    read((program + ".").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String instruction(Random random) {
    char memo = (char) random.nextInt(5);
    return switch (random.nextInt(15)) {
      case 0 -> "]";
      case 1 -> "}";
      case 2 -> ")";
      case 3 -> "(";
      case 4 -> "cshop\nOrder\n";
      case 5 -> "K" + (char) random.nextInt(256);
      case 6 -> "Vx\n";
      case 7 -> "q" + memo;
      case 8 -> "h" + memo;
      case 9 -> (random.nextBoolean() ? "h\u0000" : "h\u0003") + "h" + memo + "a";
      case 10 -> (random.nextBoolean() ? "h\u0001h" : "h\u0003h") + memo + "h\u0003s";
      case 11 -> "\u0085\u0094";
      case 12 -> "h\u0003h" + memo + "b";
      case 13 -> "h\u0003" + "h\u0002".repeat(random.nextInt(2)) + "h" + memo + "\u0086";
      default -> String.valueOf(OPCODES.charAt(random.nextInt(OPCODES.length())));
    };
  }

  @Property(tries = 50_000, edgeCases = EdgeCasesMode.NONE)
  void anyDamageToAPickleOfPython(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = SAMPLES.get(random.nextInt(SAMPLES.size())).clone();
    int damages = 1 + random.nextInt(4);
    for (int i = 0; i < damages; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) OPCODES.charAt(random.nextInt(OPCODES.length()));
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          bytes = longer;
        }
      }
    }
    read(bytes);
  }

  private static void read(byte[] bytes) {
    try {
      walk(Pickle.loads(bytes, LIMITS));
    } catch (PickleException e) {
      assertThat(e).hasMessageStartingWith("Cannot read the pickle: ");
    }
  }

  private static void walk(@Nullable Object value) {
    if (value != null) {
      assertThat(value.toString()).isNotNull();
      assertThat(value.hashCode()).isEqualTo(value.hashCode());
      assertThat(value.equals(value)).isTrue();
      assertThat(Spelling.of(value)).isNotEmpty();
    }
  }
}
