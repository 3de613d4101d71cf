package io.github.batchrunner.rq.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** A real Python reads what we write, and we read what it writes, with the same meaning. */
class PicklePythonTest {

  @SuppressWarnings("NullAway.Init")
  private static PickleOracle python;

  @BeforeContainer
  static void startPython() {
    python = new PickleOracle();
  }

  @AfterContainer
  static void stopPython() {
    if (python != null) {
      python.close();
    }
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void pythonReadsWhatWeWrite(@ForAll("values") Holder value) {
    byte[] pickle = Pickle.dumps(value.value());
    assertThat(python.loads(pickle)).isEqualTo(Spelling.of(value.value()));
    assertThat(Spelling.of(Pickle.loads(pickle))).isEqualTo(Spelling.of(value.value()));
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void weReadWhatPythonWrites(@ForAll int seed) {
    PickleOracle.Sample sample = python.random(seed);
    assertThat(Spelling.of(Pickle.loads(sample.pickle()))).isEqualTo(sample.spelling());
  }

  @Example
  void everyKindOfObjectIsReadInEveryProtocol() {
    for (String name : python.names()) {
      for (int protocol = 0; protocol <= 5; protocol++) {
        if (protocol < 2 && name.startsWith("slots")) {
          continue; // Python itself does not pickle slots before protocol 2.
        }
        PickleOracle.Sample sample = python.object(name, protocol);
        assertThat(Spelling.of(Pickle.loads(sample.pickle())))
            .as("%s in protocol %d", name, protocol)
            .isEqualTo(sample.spelling());
      }
    }
  }

  @Example
  void aJobsDataIsReadAsItsCall() {
    Object data =
        python.read(
            "pickle.dumps(('shop.mail.send', None, ('a', 2), {'when':"
                + " datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)}), 5)");
    assertThat(data)
        .isInstanceOf(PyTuple.class)
        .asString()
        .isEqualTo(
            "('shop.mail.send', None, ('a', 2), {'when': datetime.datetime(2026, 1, 2, 0, 0,"
                + " tzinfo=datetime.timezone(datetime.timedelta(0, 0, 0)))})");
  }

  @Example
  void pythonReadsACallAsItsWorkersExpectIt() {
    byte[] pickle = Pickle.dumpsCall("shop.mail.send", List.of("a", 2), Map.of("k", true));
    assertThat(python.loads(pickle))
        .isEqualTo(
            Spelling.of(PyTuple.of("shop.mail.send", null, PyTuple.of("a", 2), Map.of("k", true))));
  }

  @Example
  void whatIsNotInThePickleIsNamed() {
    assertThat(
            python.read(
                """
                (lambda io: (lambda p: (setattr(p, 'persistent_id',
                lambda x: ('id', 7) if x == 'out' else None), p.dump(['out', 1]), io.getvalue()))(
                type('P', (pickle.Pickler,), {})(io, 4)))(__import__('io').BytesIO())[-1]"""
                    .replace("\n", " ")))
        .isEqualTo(
            List.of(new PyExternal(PyExternal.Kind.PERSISTENT_ID, PyTuple.of("id", 7L)), 1L));
    assertThat(
            python.read(
                "pickle.dumps([pickle.PickleBuffer(b'a'), pickle.PickleBuffer(bytearray(b'b'))],"
                    + " 5, buffer_callback=[].append)"))
        .isEqualTo(
            List.of(
                new PyExternal(PyExternal.Kind.BUFFER, 0L),
                new PyExternal(PyExternal.Kind.BUFFER, 1L)));
    assertThat(
            python.read(
                "(copyreg.add_extension('shop', 'function', 300), pickle.dumps(function, 2),"
                    + " copyreg.remove_extension('shop', 'function', 300))[1]"))
        .isEqualTo(new PyExternal(PyExternal.Kind.EXTENSION, 300L));
  }

  @Example
  void anOptimizedPickleIsRead() {
    assertThat(
            python.read("__import__('pickletools').optimize(pickle.dumps([1, 'a', [2]] * 2, 2))"))
        .isEqualTo(List.of(1L, "a", List.of(2L), 1L, "a", List.of(2L)));
  }

  /** Holds a value, which may be null. */
  record Holder(@Nullable Object value) {}

  @Provide
  Arbitrary<Holder> values() {
    return nested(3);
  }

  private static Arbitrary<Holder> nested(int depth) {
    if (depth == 0) {
      return leaf();
    }
    Arbitrary<Holder> inner = Arbitraries.lazy(() -> nested(depth - 1));
    Arbitrary<List<Holder>> several = inner.list().ofMaxSize(5);
    return Arbitraries.oneOf(
        leaf(),
        several.map(values -> new Holder(plain(values))),
        several.map(values -> new Holder(new PyTuple(plain(values)))),
        Combinators.combine(keys(), inner.list().ofSize(4)).as(PicklePythonTest::map),
        Combinators.combine(keys(), Arbitraries.of(true, false))
            .as((keys, frozen) -> new Holder(new PySet(keys, frozen))));
  }

  private static Holder map(List<Object> keys, List<Holder> values) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i).value());
    }
    return new Holder(map);
  }

  private static List<@Nullable Object> plain(List<Holder> holders) {
    List<@Nullable Object> values = new ArrayList<>();
    holders.forEach(holder -> values.add(holder.value()));
    return values;
  }

  /** Keys that Python tells apart: no whole numbers beside whole decimal ones. */
  private static Arbitrary<List<Object>> keys() {
    return Arbitraries.oneOf(
            text().map(text -> (Object) text),
            Arbitraries.longs().map(number -> number),
            Arbitraries.doubles().between(0.1, 0.9).map(number -> number),
            Arbitraries.longs().map(number -> PyTuple.of(number, "x", PyTuple.EMPTY)))
        .list()
        .uniqueElements()
        .ofMaxSize(4);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().ascii().ofMaxLength(300),
        Arbitraries.of("😀", "\ud800", "\udc00x", "x\ud83d", "\udc00\ud800"));
  }

  private static Arbitrary<Holder> leaf() {
    return Arbitraries.oneOf(
            text().map(text -> (Object) text),
            text().map(StringBuilder::new),
            Arbitraries.longs().map(number -> number),
            Arbitraries.integers().map(number -> number),
            Arbitraries.shorts().map(number -> number),
            Arbitraries.bytes().map(number -> number),
            Arbitraries.doubles().map(number -> number),
            Arbitraries.floats().map(number -> number),
            Arbitraries.of(true, false, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 0L, 255, 256),
            Arbitraries.bigIntegers()
                .between(BigInteger.TWO.pow(2100).negate(), BigInteger.TWO.pow(2100)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(400))
        .injectNull(0.05)
        .map(Holder::new);
  }
}
