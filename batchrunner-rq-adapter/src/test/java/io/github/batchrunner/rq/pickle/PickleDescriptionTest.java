package io.github.batchrunner.rq.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PickleDescriptionTest {

  private static final PyGlobal DATETIME = new PyGlobal("datetime", "datetime");

  @Test
  void datesAndTimesAreShownByTheirNumbers() {
    byte[] packed = {7, (byte) 234, 1, 2, 3, 4, 5, 0, 1, 0};
    assertThat(PyObject.of(DATETIME, (Object) packed).describe())
        .isEqualTo("datetime.datetime(2026, 1, 2, 3, 4, 5, 256)");
    PyObject utc =
        PyObject.of(
            new PyGlobal("datetime", "timezone"),
            PyObject.of(new PyGlobal("datetime", "timedelta"), 0L));
    byte[] folded = {7, (byte) 234, (byte) 129, 2, 3, 4, 0, 0, 0, 0};
    assertThat(PyObject.of(DATETIME, folded, utc).describe())
        .isEqualTo(
            "datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.timezone(datetime.timedelta(0)))");
    assertThat(PyObject.of(new PyGlobal("datetime", "date"), (Object) new byte[] {7, -22, 1, 2}))
        .hasToString("datetime.date(2026, 1, 2)");
    assertThat(
            PyObject.of(new PyGlobal("datetime", "time"), (Object) new byte[] {1, 2, 0, 0, 0, 0}))
        .hasToString("datetime.time(1, 2)");
    assertThat(PyObject.of(DATETIME, (Object) new byte[] {1}))
        .hasToString("datetime.datetime(b'\\x01')");
  }

  @Test
  void objectsAreShownAsTheCallThatMakesThem() {
    assertThat(PyObject.of(new PyGlobal("builtins", "ValueError"), "it's", 1L))
        .hasToString("ValueError(\"it's\", 1)");
    assertThat(PyObject.of(new PyGlobal("shop", "Color"), 2L)).hasToString("shop.Color(2)");
    assertThat(object(Map.of("name", "a"))).hasToString("shop.Order(name='a')");
    assertThat(object(PyTuple.of(null, Map.of("a", true)))).hasToString("shop.Order(a=True)");
    assertThat(object(PyTuple.of(Map.of("b", 1L), Map.of("a", true))))
        .hasToString("shop.Order(b=1, a=True)");
    assertThat(object(5L)).hasToString("shop.Order(state=5)");
    assertThat(
            new PyObject(
                new PyGlobal("collections", "deque"),
                PyTuple.of(PyTuple.EMPTY, 5L),
                Map.of("k", 1L),
                null,
                List.of(1L),
                Map.of("x", 2.5)))
        .hasToString("collections.deque((), 5, k=1, [1], {'x': 2.5})");
  }

  private static PyObject object(Object state) {
    return new PyObject(
        new PyGlobal("shop", "Order"), PyTuple.EMPTY, Map.of(), state, List.of(), Map.of());
  }

  @Test
  void otherOpaqueValuesSayWhatTheyAre() {
    assertThat(new PyGlobal("builtins", "len").describe()).isEqualTo("len");
    assertThat(new PyGlobal("shop.mail", "send")).hasToString("shop.mail.send");
    assertThat(new PyExternal(PyExternal.Kind.BUFFER, 0L)).hasToString("<buffer 0>");
    assertThat(new PyExternal(PyExternal.Kind.EXTENSION, 7L)).hasToString("<extension 7>");
    assertThat(new PyExternal(PyExternal.Kind.PERSISTENT_ID, "x"))
        .hasToString("<persistent id 'x'>");
    assertThat(new PyRecursion("dict")).hasToString("<dict ...>");
  }

  @Test
  void textIsEscapedAndLongThingsAreCut() {
    assertThat(PyTuple.of("a\n\t\\'\"\u0007\ud800😀", new byte[] {0, 'a', '\'', -1}))
        .hasToString("('a\\n\\t\\\\\\'\"\\x07\\ud800😀', b'\\x00a\\'\\xff')");
    assertThat(PyTuple.of("x".repeat(5000)).toString()).hasSizeLessThan(1100);
    assertThat(PyTuple.of((Object) new byte[5000]).toString()).hasSizeLessThan(1100);
    assertThat(PyTuple.of(BigInteger.TWO.pow(5000))).hasToString("(<int of 5001 bits>,)");
    assertThat(new PyTuple(new ArrayList<>(java.util.Collections.nCopies(9999, 1))).toString())
        .hasSizeLessThan(1100)
        .endsWith("...");
    Object deep = PyTuple.EMPTY;
    for (int i = 0; i < 500; i++) {
      deep = PyTuple.of(deep);
    }
    assertThat(deep.toString()).contains("(...,)").hasSizeLessThan(100);
  }

  @Test
  void tuplesAreValues() {
    List<Object> source = new ArrayList<>(Arrays.asList("a", null));
    PyTuple tuple = new PyTuple(source);
    source.set(0, "changed");
    assertThat(tuple).isEqualTo(PyTuple.of("a", null)).hasSameHashCodeAs(PyTuple.of("a", null));
    assertThat(tuple).isNotEqualTo(PyTuple.of("a")).isNotEqualTo(source);
    assertThat(PyTuple.of((Object) new byte[] {1}))
        .isEqualTo(PyTuple.of((Object) new byte[] {1}))
        .hasSameHashCodeAs(PyTuple.of((Object) new byte[] {1}));
    assertThatThrownBy(() -> tuple.items().remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(PyTuple.EMPTY).hasToString("()");
    assertThat(PyTuple.of(1L)).hasToString("(1,)");
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatThrownBy(() -> new PickleLimits(1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values 0");
    assertThat(PickleLimits.DEFAULT.withValues(5).values()).isEqualTo(5);
  }
}
