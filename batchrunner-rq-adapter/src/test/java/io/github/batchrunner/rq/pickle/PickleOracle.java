package io.github.batchrunner.rq.pickle;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A real Python that pickles, unpickles, and tells by itself what a pickle should be read as. */
final class PickleOracle implements AutoCloseable {

  private static final String PROGRAM =
      """
      import _compat_pickle, collections, copyreg, dataclasses, datetime, decimal, enum, fractions
      import functools, pathlib, pickle, random, struct, types, uuid

      plain = types.ModuleType('shop')
      import sys
      sys.modules['shop'] = plain

      def here(x):
          x.__module__ = 'shop'
          for part in vars(x).values():
              if isinstance(part, (staticmethod, types.FunctionType)):
                  getattr(part, '__func__', part).__module__ = 'shop'
          setattr(plain, x.__name__, x)
          return x

      @here
      class Color(enum.Enum):
          RED = 1
          BLUE = 'b'

      @here
      class Level(enum.IntEnum):
          LOW = 1

      @here
      class Bits(enum.Flag):
          A = 1
          B = 2

      Pair = here(collections.namedtuple('Pair', 'left right'))

      @here
      @dataclasses.dataclass
      class Order:
          name: str
          lines: list

      @here
      @dataclasses.dataclass(frozen=True)
      class Key:
          number: int

      @here
      class Slots:
          __slots__ = ('a', 'b')
          def __init__(self): self.a, self.b = 1, [2]

      @here
      class SlotsAndDict(Slots):
          def __init__(self):
              super().__init__()
              self.c = 3

      @here
      class Empty: pass

      @here
      class Custom:
          def __reduce_ex__(self, protocol):
              return (Custom, (1,), {'s': 2}, iter([3, 4]), iter([('k', 5)]))

      @here
      class Keywords:
          def __new__(cls, *args, **kwargs): return object.__new__(cls)
          def __getnewargs_ex__(self): return ((1,), {'x': 2})

      @here
      class Tags(list): pass

      @here
      class Names(dict): pass

      @here
      class Ids(set): pass

      @here
      class Trouble(Exception):
          def __init__(self, text, code):
              super().__init__(text, code)
              self.code = code

      @here
      def function(): pass

      def own_list():
          x = [1]
          x.append(x)
          return x

      def own_dict():
          x = {}
          x['me'] = x
          return x

      def own_tuple():
          x = ([],)
          x[0].append(x)
          return x

      def own_object():
          x = Empty()
          x.me = x
          x.all = [x, (x,)]
          return x

      def own_key():
          x = Empty()
          d = {x: 1}
          x.d = d
          return d

      def shared():
          x = [1]
          return {'a': x, 'b': [x, x], 'c': (x,)}

      def chain():
          x = None
          for i in range(120):
              n = Empty()
              n.next = x
              x = n
          return x

      def loud(f):
          try:
              f()
          except Exception as e:
              return e

      tz = datetime.timezone
      OBJECTS = {
          'datetime': lambda: datetime.datetime(2026, 1, 2, 3, 4, 5, 6),
          'fold': lambda: datetime.datetime(2026, 1, 2, 3, 4, fold=1),
          'aware': lambda: datetime.datetime(2026, 1, 2, 3, tzinfo=tz.utc),
          'offset': lambda: datetime.datetime(2026, 1, 2, tzinfo=tz(datetime.timedelta(hours=-7), 'MST')),
          'date': lambda: datetime.date(2026, 12, 31),
          'time': lambda: datetime.time(1, 2, 3, tzinfo=tz.utc),
          'timedelta': lambda: datetime.timedelta(1, 2, 3),
          'decimal': lambda: decimal.Decimal('1.50'),
          'uuid': lambda: uuid.UUID(int=5),
          'enum': lambda: [Color.RED, Color.BLUE, Color.RED],
          'intenum': lambda: Level.LOW,
          'flag': lambda: Bits.A | Bits.B,
          'enumkeys': lambda: {Color.RED: 1, Color.BLUE: 2},
          'namedtuple': lambda: Pair(1, [2]),
          'defaultdict': lambda: collections.defaultdict(list, {'a': [1]}),
          'ordered': lambda: collections.OrderedDict([('z', 1), ('a', 2)]),
          'counter': lambda: collections.Counter('abca'),
          'deque': lambda: collections.deque([1, 2, 3], 5),
          'range': lambda: range(1, 10, 2),
          'slice': lambda: slice(1, None, 2),
          'path': lambda: pathlib.PurePosixPath('a/b'),
          'fraction': lambda: fractions.Fraction(1, 3),
          'complex': lambda: 1 + 2j,
          'bytes': lambda: [b'', b'a\\x00\\xff', b'x' * 300],
          'bytearray': lambda: [bytearray(), bytearray(b'a\\xff'), bytearray(b'y' * 300)],
          'sets': lambda: [set(), {1, 2}, frozenset(), frozenset('ab'), {frozenset([1])}],
          'exception': lambda: ValueError('boom', 1),
          'raised': lambda: loud(lambda: 1 / 0),
          'oserror': lambda: OSError(2, 'No such file', 'x'),
          'trouble': lambda: Trouble('t', 7),
          'dataclass': lambda: Order('a', [Key(1)]),
          'keys': lambda: {Key(1): 'a', (1, (2, b'x')): 'b', None: 'c', 1.5: 'd', True: 'e'},
          'slots': Slots,
          'slotsdict': SlotsAndDict,
          'empty': Empty,
          'custom': Custom,
          'keywords': Keywords,
          'tags': lambda: Tags([1, 2]),
          'names': lambda: Names(a=1),
          'ids': lambda: Ids([1]),
          'classes': lambda: [function, Order, len, int, Exception, OrderedDict, type(None)],
          'partial': lambda: functools.partial(function, 1, x=2),
          'method': lambda: [].append,
          'nested': lambda: collections.ChainMap,
          'ownlist': own_list,
          'owndict': own_dict,
          'owntuple': own_tuple,
          'ownobject': own_object,
          'ownkey': own_key,
          'shared': shared,
          'chain': chain,
          'notimplemented': lambda: [NotImplemented, Ellipsis],
          'long': lambda: [2**31, -2**31, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**3000, -1, 255, 256, 65536],
          'floats': lambda: [0.0, -0.0, 1e300, 5e-324, float('inf'), float('-inf'), float('nan'), 0.1],
          'text': lambda: ['', 'a\\nb\\\\c\\\\u0041', '\\u00e4\\u20ac\\U0001f600', '\\ud800', 'x' * 70000, '\\x00\\x1a'],
          'many': lambda: [list(range(5000)), {i: str(i) for i in range(3000)}, tuple(range(50))],
      }
      OrderedDict = collections.OrderedDict

      class Speller:
          # Mirrors what pickle.py does with an object, but into words.
          def __init__(self, protocol):
              self.protocol, self.done, self.open, self.kept = protocol, {}, set(), []

          def spell(self, x):
              t = type(x)
              if x is None: return 'None'
              if t is bool: return str(x)
              if t is int: return 'i%d' % x
              if t is float:
                  if x != x: return 'f7ff8000000000000'
                  return 'f%x' % struct.unpack('>Q', struct.pack('>d', x))
              if t is str:
                  return 's' + x.encode('utf-16-be', 'surrogatepass').hex()
              if t is bytes: return 'b' + x.hex()
              if x is Ellipsis: return self.name('builtins', 'Ellipsis')
              if x is NotImplemented: return self.name('builtins', 'NotImplemented')
              if x is type(None): return 'o<' + self.name('builtins', 'type') + '(None){}None[]{}>'
              if isinstance(x, (type, types.FunctionType)): return self.name(x.__module__, x.__qualname__)
              if id(x) in self.done: return self.done[id(x)]
              if id(x) in self.open: return 'R' + self.type(x)
              self.kept.append(x)
              self.open.add(id(x))
              spelled = self.container(x)
              self.open.discard(id(x))
              self.done[id(x)] = spelled
              return spelled

          def type(self, x):
              t = type(x)
              return t.__name__ if t in (list, dict, tuple, set, frozenset) else t.__module__ + '.' + t.__name__

          def container(self, x):
              t = type(x)
              if t is list: return '[' + self.all(x) + ']'
              if t is tuple: return '(' + self.all(x) + ')'
              if t is dict: return '{' + self.entries(x.items()) + '}'
              if t in (set, frozenset): return t.__name__ + ','.join(sorted(map(self.spell, x))) + ';'
              if t is bytearray: return self.object(bytearray, (bytes(x),))
              rv = copyreg.dispatch_table.get(t)
              rv = rv(x) if rv else x.__reduce_ex__(self.protocol)
              self.kept.append(rv)
              if isinstance(rv, str): return self.name(x.__module__, rv)
              make, args, state, items, entries = (tuple(rv) + (None,) * 5)[:5]
              kwargs = {}
              if make.__name__ == '__newobj__':
                  make, args = args[0], args[1:]
              elif make.__name__ == '__newobj_ex__':
                  make, args, kwargs = args
                  if self.protocol < 4:
                      make, args, kwargs = functools.partial(make.__new__, make, *args, **kwargs), (), {}
              elif make is copyreg._reconstructor and args[1:] == (object, None):
                  make, args = args[0], ()
              return self.object(make, args, kwargs, state, items, entries)

          def object(self, make, args, kwargs={}, state=None, items=None, entries=None):
              if isinstance(make, types.BuiltinFunctionType) and isinstance(make.__self__, types.ModuleType):
                  made = self.name(make.__module__, make.__qualname__)
              else:
                  made = self.spell(make)
              return ('o<' + made + '(' + self.all(args) + '){' + self.entries(kwargs.items()) + '}'
                  + self.spell(state) + '[' + self.all(items or ()) + ']{' + self.entries(entries or ()) + '}>')

          def all(self, xs): return ','.join(self.spell(x) for x in xs)

          def entries(self, xs): return ','.join(self.spell(k) + '=' + self.spell(v) for k, v in xs)

          def name(self, module, name):
              if self.protocol < 3:
                  old = _compat_pickle.REVERSE_NAME_MAPPING.get((module, name))
                  if old is None:
                      old = (_compat_pickle.REVERSE_IMPORT_MAPPING.get(module, module), name)
                  old = _compat_pickle.NAME_MAPPING.get(old, old)
                  module, name = _compat_pickle.IMPORT_MAPPING.get(old[0], old[0]), old[1]
              if self.protocol < 4 and '.' in name:
                  owner, _, last = name.rpartition('.')
                  return 'o<' + self.name('builtins', 'getattr') + '(' + self.name(module, owner) + ',' + self.spell(last) + '){}None[]{}>'
              return 'g' + module + ':' + name

      def random_value(r, depth):
          kinds = 'none bool int long float str bytes'.split()
          if depth: kinds += ['list', 'tuple', 'dict', 'set', 'frozenset', 'object', 'list', 'dict', 'bytearray']
          k = r.choice(kinds)
          inner = lambda: random_value(r, depth - 1)
          leaf = lambda: random_value(r, 0)
          if k == 'none': return None
          if k == 'bool': return r.random() < .5
          if k == 'int': return r.randrange(-300, 70000)
          if k == 'long': return r.randrange(-2**r.randrange(1, 2100), 2**r.randrange(1, 2100))
          if k == 'float': return struct.unpack('>d', r.randbytes(8))[0]
          if k == 'str': return ''.join(chr(r.choice([r.randrange(128), r.randrange(0x900), r.randrange(0xe000, 0x110000)])) for _ in range(r.randrange(6)))
          if k == 'bytes': return r.randbytes(r.choice([0, 1, 5, 256]))
          if k == 'bytearray': return bytearray(r.randbytes(r.choice([0, 3])))
          if k == 'list': return [inner() for _ in range(r.randrange(5))]
          if k == 'tuple': return tuple(inner() for _ in range(r.randrange(6)))
          if k == 'dict': return {leaf(): inner() for _ in range(r.randrange(4))}
          if k == 'set': return {leaf() for _ in range(r.randrange(4))}
          if k == 'frozenset': return frozenset(leaf() for _ in range(r.randrange(4)))
          name = r.choice([n for n in sorted(OBJECTS) if n not in ('many', 'chain', 'text')])
          return OBJECTS[name]()

      def both(x, protocol):
          return pickle.dumps(x, protocol).hex() + ' ' + Speller(protocol).spell(x)

      def answer(line):
          what, *rest = line.split(' ')
          if what == 'names': return ' '.join(OBJECTS)
          if what == 'object': return both(OBJECTS[rest[0]](), int(rest[1]))
          if what == 'random':
              r = random.Random(int(rest[0]))
              value, protocol = random_value(r, 4), r.randrange(6)
              try:
                  return both(value, protocol)
              except TypeError: # Slots need protocol 2.
                  return both(value, 2)
          if what == 'loads': return Speller(4).spell(pickle.loads(bytes.fromhex(rest[0])))
          if what == 'eval': return ascii(eval(bytes.fromhex(rest[0]).decode()))
      """;

  private final PythonChild child = PythonChild.start(PROGRAM);

  /** A pickle, and the spelling of what it holds. */
  static final class Sample {
    private final byte[] pickle;
    private final String spelling;

    private Sample(byte[] pickle, String spelling) {
      this.pickle = pickle;
      this.spelling = spelling;
    }

    byte[] pickle() {
      return pickle;
    }

    String spelling() {
      return spelling;
    }
  }

  /** Returns the names of all objects that are worth a look. */
  String[] names() {
    return child.ask("names").split(" ");
  }

  Sample object(String name, int protocol) {
    return sample(child.ask("object " + name + " " + protocol));
  }

  Sample random(long seed) {
    return sample(child.ask("random " + seed));
  }

  private static Sample sample(String answer) {
    if (answer.startsWith("ERROR")) {
      throw new AssertionError(answer);
    }
    int space = answer.indexOf(' ');
    return new Sample(HexFormat.of().parseHex(answer, 0, space), answer.substring(space + 1));
  }

  /** Returns the spelling of what Python reads. */
  String loads(byte[] pickle) {
    return child.ask("loads " + HexFormat.of().formatHex(pickle));
  }

  /** Returns the pickle that an expression gives. */
  byte[] pickle(String expression) {
    String answer =
        child.ask("eval " + HexFormat.of().formatHex(utf8("(" + expression + ").hex()")));
    return HexFormat.of().parseHex(answer.substring(1, answer.length() - 1));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Nullable Object read(String expression) {
    return Pickle.loads(pickle(expression));
  }

  @Override
  public void close() {
    child.close();
  }
}
