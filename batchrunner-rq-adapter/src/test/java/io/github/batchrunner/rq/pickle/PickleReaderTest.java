package io.github.batchrunner.rq.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles written by hand: one character of the text is one byte. */
class PickleReaderTest {

  private static final PickleLimits SMALL = new PickleLimits(1 << 20, 1000, 50);

  @Test
  void readsTheLinesOfProtocolZero() {
    assertThat(loads("I-12\n.")).isEqualTo(-12L);
    assertThat(loads("I01\n.")).isEqualTo(true);
    assertThat(loads("I00\n.")).isEqualTo(false);
    assertThat(loads("L99999999999999999999L\n."))
        .isEqualTo(new BigInteger("99999999999999999999"));
    assertThat(loads("L5\n.")).isEqualTo(5L);
    assertThat(loads("F-1.5e3\n.")).isEqualTo(-1500.0);
    assertThat(loads("F-inf\n.")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(loads("Va\\u00e9\\\\u0041\\U0001f600\u00e9\n.")).isEqualTo("aé\\\\u0041😀é");
    assertThat(loads("S'a\\'\\n\\x41\\101\\q\\\\'\n.")).isEqualTo("a'\nAA\\q\\");
    assertThat(loads("S\"\\xff\"\n.")).isEqualTo(new byte[] {-1});
    assertThat(loads("U\u0002hi.")).isEqualTo("hi");
    assertThat(loads("T\u0001\u0000\u0000\u0000\u00ff.")).isEqualTo(new byte[] {-1});
    assertThat(loads("(lp0\nI1\nag0\na.")).asString().contains("<list ...>");
    assertThat(loads("(I1\nS'a'\nd.")).isEqualTo(Map.of(1L, "a"));
  }

  @Test
  void readsTheObjectsOfProtocolZero() {
    PyGlobal type = new PyGlobal("shop", "Order");
    assertThat(loads("(I1\nishop\nOrder\n.")).isEqualTo(PyObject.of(type, 1L));
    assertThat(loads("(cshop\nOrder\nI1\no.")).isEqualTo(PyObject.of(type, 1L));
    assertThat(loads("Pid 5\n.")).isEqualTo(new PyExternal(PyExternal.Kind.PERSISTENT_ID, "id 5"));
    assertThat(loads("c__builtin__\nxrange\n.")).isEqualTo(new PyGlobal("builtins", "range"));
    assertThat(loads("\u0080\u0003c__builtin__\nxrange\n."))
        .isEqualTo(new PyGlobal("__builtin__", "xrange"));
  }

  @Test
  void worksOnTheStackAsPythonDoes() {
    assertThat(loads("I1\nI2\n0.")).isEqualTo(1L);
    assertThat(loads("I1\n(I2\nI3\n1.")).isEqualTo(1L);
    assertThat(loads("I1\n(0.")).isEqualTo(1L);
    assertThat(loads("I1\n2\u0086.")).isEqualTo(PyTuple.of(1L, 1L));
    assertThat(loads("]2(I1\ne0.")).isEqualTo(List.of(1L));
    assertThat(loads("I1\nI2\n.what follows the end")).isEqualTo(2L);
    assertThat(loads("I5\nr\u00ff\u00ff\u00ff\u00ff0j\u00ff\u00ff\u00ff\u00ff.")).isEqualTo(5L);
    assertThat(loads("I5\np900\n0g900\n.")).isEqualTo(5L);
  }

  @Test
  void sharedValuesStayShared() {
    List<?> outer = (List<?>) loads("](]q\u0000h\u0000e.");
    assertThat(outer.get(0)).isSameAs(outer.get(1));
  }

  @Test
  void aKeyGivenTwiceKeepsItsPlaceAndTheLaterValue() {
    Map<Object, Object> expected = new LinkedHashMap<>();
    expected.put("a", 2L);
    expected.put(null, null);
    assertThat(loads("}(Va\nI1\nNNVa\nI2\nu.")).asString().isEqualTo(expected.toString());
  }

  @Test
  void keysThatAreOneInPythonStayApart() {
    assertThat((Map<?, ?>) loads("}(I1\nVa\nF1.0\nVb\nI01\nVc\nu.")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "''                     | at byte 0, the pickle ends without",
        "N                      | at byte 1, the pickle ends without",
        ".                      | at byte 0, opcode '.' needs a value where there is none",
        "N~                     | at byte 1, opcode '~' is unknown",
        "N\u00f0                | at byte 1, opcode 0xf0 is unknown",
        "\u0080\u0006N.         | asks for protocol 6",
        "\u0080                 | needs more bytes",
        "Nt.                    | needs a mark where there is none",
        "(N\u0085a.             | needs a value where there is none",
        "N(\u0085.              | needs a value where there is none",
        "h\u0007.               | asks for number 7, under which nothing was noted",
        "g-1\\n.                | asks for number -1",
        "Np-3\\n.               | notes a value under the negative number",
        "]gx\\n.                | 'x', which is no whole number",
        "Ix\\n.                 | 'x', which is no whole number",
        "I\\n.                  | '', which is no whole number",
        "Fx\\n.                 | 'x', which is no number",
        "F0x1p3\\n.             | which is no number",
        "Fnull\\n.              | which is no number",
        "I1.                    | a line without an end",
        "Sx\\n.                 | a string without quotes",
        "S'\\n.                 | a string without quotes",
        "S'\\x4'\\n.            | a broken escape",
        "S'\\'\\n.              | a broken escape",
        "V\\u12\\n.             | a broken escape",
        "V\\U00110000\\n.       | a character that does not exist",
        "\u008c\u0001\u00ff.    | text that is not UTF-8",
        "N(NNe.                 | appends to None",
        "N(NNu.                 | puts a key into None",
        "N(N\u0090.             | adds to None",
        "}(Nu.                  | a key without a value",
        "(Nd.                   | a key without a value",
        "NNR.                   | needs a tuple of arguments but gets None",
        "N)R.                   | calls None",
        "]Nb.                   | gives a state to a list",
        "NN\u0093.              | needs a name but gets None",
        "cshop\\nx\\n))\u0092.  | needs a dict of arguments but gets a tuple",
        "(o.                    | needs a value where there is none",
        "\u0082\u0000.          | asks for extension 0",
        "\u0098.                | needs a value where there is none",
      })
  void whatIsBrokenIsRefusedWithPlaceAndReason(String pickle, String reason) {
    String bytes = pickle.equals("''") ? "" : pickle.replace("\\n", "\n");
    assertRefused(bytes, PickleLimits.DEFAULT, reason);
  }

  /** Length bytes follow the opcode; none of these may make an array of that length. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X\u00ff\u00ff\u00ff\u007f",
        "B\u00ff\u00ff\u00ff\u00ff",
        "T\u00ff\u00ff\u00ff\u007f",
        "T\u00ff\u00ff\u00ff\u00ff",
        "\u008b\u00ff\u00ff\u00ff\u007f",
        "\u008b\u00ff\u00ff\u00ff\u00ff",
        "\u008d\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000",
        "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
        "\u0096\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      })
  void aLengthThatIsNotThereIsRefused(String start) {
    assertRefused(start + "abc.", PickleLimits.DEFAULT, "bytes, but 4 follow");
  }

  @Test
  void everyCutOffPickleIsRefused() {
    String whole =
        "\u0080\u0004\u0095\u0002\u0000\u0000\u0000\u0000\u0000\u0000\u0000](I1\nF2.5\nVx\n"
            + "\u008c\u0002hi}K\u0001C\u0002ab\u0094s\u008a\u0009123456789G12345678cshop\nx\n)R\u0097e.";
    assertThat(loads(whole)).isInstanceOf(List.class);
    for (int i = 0; i < whole.length(); i++) {
      assertRefused(whole.substring(0, i), PickleLimits.DEFAULT, "at byte ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"]", "N", "(", "N2", "\u0097", ")", "}", "\u008f", "K\u00ff"})
  void moreValuesThanTheLimitAreRefused(String opcodes) {
    assertRefused(opcodes.repeat(1001) + ".", SMALL, "exceeds the limit of 1000 values");
  }

  @Test
  void notingTheSameAgainAndAgainIsLimited() {
    assertRefused("N" + "\u0094".repeat(1001) + ".", SMALL, "exceeds the limit of 1000 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"N|\u0085", "(|t", "](]|e", "}(N|u", "cshop\nx\n)\u0081|b"})
  void whatIsTooDeepIsRefused(String halves) {
    int middle = halves.indexOf('|');
    String opening = halves.substring(0, middle);
    String closing = halves.substring(middle + 1);
    assertRefused(
        opening.repeat(60) + "N" + closing.repeat(60) + ".", SMALL, "part of more than 50 levels");
  }

  @Test
  void whatBecomesTooDeepOnlyThroughTheMemoIsRefused() {
    StringBuilder pickle = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      pickle.append("]q").append((char) i).append('0');
    }
    for (int i = 0; i < 59; i++) {
      pickle.append('h').append((char) i).append('h').append((char) (i + 1)).append("a0");
    }
    assertRefused(pickle + "h\u0000.", SMALL, "part of more than 50 levels");
    // The inner halves first, so that no step goes deep by itself.
    assertRefused(pickle + "(h(h\u0014h\u0000l.", SMALL, "part of more than 50 levels");
  }

  @Test
  void whatUnfoldsWithoutEndIsRefused() {
    String lists = "]" + "q\u00000](h\u0000h\u0000e".repeat(40) + ".";
    assertRefused(lists, SMALL, "more than 1000 values if each is counted");
    assertRefused(lists, PickleLimits.DEFAULT, "more than 2000000 values if each is counted");
    assertRefused("}" + ")" + "2\u0086".repeat(40) + "Ns.", SMALL, "more than 1000 values if each");
  }

  @Test
  void keysMadeToCollideAreRefused() {
    // -1 and 0 have the same hash in Java.
    StringBuilder pickle = new StringBuilder("\u008f(");
    for (int i = 0; i < 512; i++) {
      pickle.append('(');
      for (int bit = 0; bit < 9; bit++) {
        pickle.append((i >> bit & 1) == 0 ? "K\u0000" : "J\u00ff\u00ff\u00ff\u00ff");
      }
      pickle.append('t');
    }
    assertRefused(
        pickle + "\u0090.", PickleLimits.DEFAULT, "a set has keys that take too long to compare");
  }

  @Test
  void aPickleLongerThanTheLimitIsRefused() {
    assertThatThrownBy(() -> Pickle.loads(new byte[11], new PickleLimits(10, 10, 10)))
        .isInstanceOf(PickleException.class)
        .hasMessage("Cannot read the pickle: it has 11 bytes, and the limit is 10.");
  }

  @Test
  void whatContainsItselfIsCutAndHasAnEnd() {
    Object list = loads("]q\u0000h\u0000a.");
    assertThat(list).isEqualTo(List.of(new PyRecursion("list")));
    Object tuple = loads("]q\u0000h\u0000\u0085a.");
    assertThat(tuple).isEqualTo(List.of(PyTuple.of(new PyRecursion("list"))));
    Object object = loads("cshop\nOrder\n)\u0081q\u0000}Vme\nh\u0000sb.");
    assertThat(object).hasToString("shop.Order(me=<shop.Order ...>)");
    Object dict = loads("}q\u0000cshop\nOrder\n)\u0081h\u0000bNs.");
    assertThat(dict).hasToString("{shop.Order(state=<dict ...>)=null}");
    for (Object value : Arrays.asList(list, tuple, object, dict)) {
      assertThat(value).isNotEqualTo("x");
      assertThat(value.hashCode()).isEqualTo(value.hashCode());
    }
  }

  @Test
  void theDeepestValueCanBePrintedComparedAndHashed() throws InterruptedException {
    byte[] pickle = bytes("N" + "\u0085".repeat(1000) + ".");
    byte[] dicts = bytes("}(N".repeat(999) + "}" + "u".repeat(999) + ".");
    List<Object> read = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              for (byte[] each : List.of(pickle, dicts)) {
                Object value = Pickle.loads(each);
                if (value != null
                    && value.equals(Pickle.loads(each))
                    && value.hashCode() == Objects.hashCode(Pickle.loads(each))
                    && !value.toString().isEmpty()) {
                  read.add(value);
                }
              }
            },
            "small stack",
            1 << 20);
    thread.start();
    thread.join();
    assertThat(read).hasSize(2);
  }

  @Test
  void aThreadWithLittleStackGetsAnExceptionNotAnError() throws InterruptedException {
    List<Object> outcome = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                outcome.add(Objects.requireNonNull(loads("N" + "\u0085".repeat(1000) + ".")));
              } catch (PickleException e) {
                outcome.add(e);
              }
            },
            "tiny stack",
            1 << 17);
    thread.start();
    thread.join();
    assertThat(outcome).hasSize(1);
  }

  @Test
  void setsTellWhetherTheyAreFrozen() {
    PySet set = (PySet) Objects.requireNonNull(loads("\u008f(I1\nI2\n\u0090."));
    assertThat(set.frozen()).isFalse();
    assertThat(set).containsExactly(1L, 2L).hasToString("{1, 2}");
    PySet frozen = (PySet) Objects.requireNonNull(loads("(I2\nI1\n\u0091."));
    assertThat(frozen.frozen()).isTrue();
    assertThat(frozen).isEqualTo(set).isEqualTo(Set.of(1L, 2L)).hasToString("frozenset({2, 1})");
  }

  private static @Nullable Object loads(String pickle) {
    return Pickle.loads(bytes(pickle));
  }

  private static void assertRefused(String pickle, PickleLimits limits, String reason) {
    assertThatThrownBy(() -> Pickle.loads(bytes(pickle), limits))
        .isInstanceOf(PickleException.class)
        .hasMessageStartingWith("Cannot read the pickle: at byte ")
        .hasMessageContaining(reason);
  }

  private static byte[] bytes(String pickle) {
    return pickle.getBytes(StandardCharsets.ISO_8859_1);
  }
}
