package io.github.batchrunner.rq.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PickleWriterTest {

  @Test
  void writesTheShortestOpcodesOfProtocolThree() {
    assertThat(hex(null)).isEqualTo("80034e2e");
    assertThat(hex(true)).isEqualTo("8003882e");
    assertThat(hex(255)).isEqualTo("80034bff2e");
    assertThat(hex((byte) -1)).isEqualTo("80034affffffff2e");
    assertThat(hex(1L << 31)).isEqualTo("80038a0500000080002e");
    assertThat(hex(1.5)).isEqualTo("8003473ff80000000000002e");
    assertThat(hex("ä")).isEqualTo("80035802000000c3a42e");
    assertThat(hex(new byte[] {1})).isEqualTo("80034301012e");
    assertThat(hex(List.of(1))).isEqualTo("80035d284b01652e");
    assertThat(hex(PyTuple.of(1, 2))).isEqualTo("80034b014b02862e");
    assertThat(hex(Map.of())).isEqualTo("80037d2e");
  }

  @Test
  void keepsTheOrderOfAMap() {
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", 2);
    assertThat((Map<?, ?>) Pickle.loads(Pickle.dumps(map))).asString().isEqualTo("{z=1, a=2}");
  }

  @Test
  void longTextAndLongNumbersGrowTheBuffer() {
    String text = "äöü😀".repeat(50_000);
    BigInteger number = BigInteger.TWO.pow(100_000).negate();
    assertThat(Pickle.loads(Pickle.dumps(Arrays.asList(text, number, null))))
        .isEqualTo(Arrays.asList(text, number, null));
  }

  @Test
  void namesTheClassAndThePlaceOfWhatCannotBePickled() {
    Object value = List.of(1, Map.of("x", PyTuple.of(0, Instant.EPOCH)));
    assertRefused(value, "value[1]['x'][1] is of java.time.Instant; only null, Boolean");
    assertRefused(new BigDecimal("1.5"), "value is a BigDecimal", "Double or as text");
    assertRefused(new AtomicInteger(), "java.util.concurrent.atomic.AtomicInteger");
    assertRefused(new int[0], "value is of [I;");
    assertRefused(new PyGlobal("os", "system"), "value is of " + PyGlobal.class.getName());
    assertThatThrownBy(
            () -> Pickle.dumpsCall("f", List.of("a"), Map.of("when", Set.of(Instant.EPOCH))))
        .isInstanceOf(PickleException.class)
        .hasMessageStartingWith("Cannot pickle: kwargs['when'] has a key of java.time.Instant;");
    assertThatThrownBy(() -> Pickle.dumpsCall("f", List.of(Instant.EPOCH), Map.of()))
        .hasMessageStartingWith("Cannot pickle: args[0] is of java.time.Instant;");
  }

  @Test
  void refusesWhatContainsItself() {
    List<Object> list = new ArrayList<>();
    list.add("x".repeat(100_000));
    list.add(Map.of("me", list));
    assertRefused(list, "[1]['me'][1]['me']", "... is a value that contains itself");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    assertThat(Pickle.loads(Pickle.dumps(nested(1000)))).isEqualTo(nested(1000));
    assertRefused(nested(1001), "is nested deeper than 1000");
  }

  @Test
  void theSameValueTwiceIsNoCycle() {
    List<Integer> shared = List.of(1);
    Object value = shared;
    for (int i = 0; i < 20; i++) {
      value = i < 10 ? List.of(value, shared) : List.of(value);
    }
    assertThat(Pickle.loads(Pickle.dumps(value))).asString().contains("[1]");
  }

  @Test
  void refusesKeysThatPythonHoldsForOne() {
    Map<Object, String> map = new HashMap<>();
    map.put(1, "a");
    map.put("1", "b");
    map.put(null, "c");
    assertThat(Pickle.loads(Pickle.dumps(map))).asString().contains("1=a", "1=b", "null=c");
    for (Object twin : new Object[] {true, 1L, 1.0, 1f, BigInteger.ONE}) {
      Map<Object, String> doubled = new HashMap<>(map);
      doubled.put(twin, "d");
      assertRefused(List.of(doubled), "value[0] has the keys", "which are one key in Python");
    }
    assertRefused(Set.of(PyTuple.of(0), PyTuple.of(-0.0)), "one key in Python");
    byte[] bytes = {1};
    assertRefused(Set.of(bytes, bytes.clone()), "b'\\x01'", "one key in Python");
    CharSequence text = CharBuffer.wrap("x");
    assertRefused(Set.of("x", text), "one key in Python");
  }

  @Test
  void refusesKeysThatPythonCannotHash() {
    assertRefused(Map.of(List.of(), 1), "value has a key of java.util.ImmutableCollections$ListN");
    assertRefused(Set.of(PyTuple.of(Map.of())), "value has a key of");
    assertRefused(Set.of(new PySet(Set.of(1), false)), "value has a key of");
    Set<Object> fine = new LinkedHashSet<>(List.of(new PySet(Set.of(1L), true)));
    assertThat(Pickle.loads(Pickle.dumps(fine))).isEqualTo(fine);
  }

  @Test
  void aPlaceManyLevelsDownIsCutShort() {
    Object value = Instant.EPOCH;
    for (int i = 0; i < 15; i++) {
      value = List.of(value);
    }
    assertRefused(value, "value" + "[0]".repeat(12) + "... is of");
  }

  private static Object nested(int levels) {
    Object value = List.of();
    for (int i = 1; i < levels; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static void assertRefused(Object value, String... parts) {
    assertThatThrownBy(() -> Pickle.dumps(value))
        .isInstanceOf(PickleException.class)
        .hasMessageStartingWith("Cannot pickle: value")
        .hasMessageContainingAll(parts);
  }

  private static String hex(@Nullable Object value) {
    return HexFormat.of().formatHex(Pickle.dumps(value));
  }

  @Test
  void setsAreCallsThatProtocolThreeKnows() {
    assertThat(new String(Pickle.dumps(Set.of(1)), StandardCharsets.ISO_8859_1))
        .isEqualTo("\u0080\u0003cbuiltins\nset\n](K\u0001e\u0085R.");
  }
}
