package io.github.batchrunner.rq.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the program that a pickle is, on a stack, without ever calling what it names.
 *
 * <p>Source: Python's {@code pickletools}; where that leaves a choice, CPython's {@code
 * Modules/_pickle.c}.
 */
final class PickleReader {

  private static final int HIGHEST_PROTOCOL = 5;

  private final PickleInput input;
  private final PickleLimits limits;
  private final LegacyText text;
  private final PickleStack stack;
  private final PickleMemo memo;
  private int protocol;
  private long buffers;

  PickleReader(byte[] pickle, PickleLimits limits) {
    if (pickle.length > limits.bytes()) {
      throw new PickleException(
          "Cannot read the pickle: it has %d bytes, and the limit is %d."
              .formatted(pickle.length, limits.bytes()));
    }
    this.limits = limits;
    input = new PickleInput(pickle);
    text = new LegacyText(input);
    stack = new PickleStack(input, limits.values());
    memo = new PickleMemo(input);
  }

  @Nullable Object read() {
    while (true) {
      int opcode = input.opcode();
      if (opcode == Opcodes.STOP) {
        return finished(stack.pop());
      }
      if (!plainValue(opcode) && !container(opcode) && !object(opcode)) {
        housekeeping(opcode);
      }
    }
  }

  private @Nullable Object finished(@Nullable Object result) {
    try {
      return new DraftFinisher(limits).value(result);
    } catch (StackOverflowError e) {
      // The limit of depth fits into an ordinary thread; this one has little stack, or little left.
      throw input.failure("ends a pickle that is nested too deep for the stack of this thread");
    }
  }

  private boolean plainValue(int opcode) {
    switch (opcode) {
      case Opcodes.NONE -> stack.push(null);
      case Opcodes.NEWTRUE -> stack.push(true);
      case Opcodes.NEWFALSE -> stack.push(false);
      case Opcodes.BININT -> stack.push((long) input.int4());
      case Opcodes.BININT1 -> stack.push((long) input.byte1());
      case Opcodes.BININT2 -> stack.push((long) input.short2());
      case Opcodes.LONG1 -> stack.push(integer(input.byte1()));
      case Opcodes.LONG4 -> stack.push(integer(input.signedLength4()));
      case Opcodes.INT -> stack.push(text.truthOrInteger());
      case Opcodes.LONG -> stack.push(text.longInteger());
      case Opcodes.BINFLOAT -> stack.push(input.double8());
      case Opcodes.FLOAT -> stack.push(text.decimal());
      case Opcodes.SHORT_BINUNICODE -> stack.push(input.utf8(input.byte1()));
      case Opcodes.BINUNICODE -> stack.push(input.utf8(input.length4()));
      case Opcodes.BINUNICODE8 -> stack.push(input.utf8(input.length8()));
      case Opcodes.UNICODE -> stack.push(text.unicode());
      case Opcodes.SHORT_BINBYTES -> stack.push(input.raw(input.byte1()));
      case Opcodes.BINBYTES -> stack.push(input.raw(input.length4()));
      case Opcodes.BINBYTES8 -> stack.push(input.raw(input.length8()));
      case Opcodes.SHORT_BINSTRING -> stack.push(LegacyText.python2(input.raw(input.byte1())));
      case Opcodes.BINSTRING -> stack.push(LegacyText.python2(input.raw(input.signedLength4())));
      case Opcodes.STRING -> stack.push(text.quoted());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case Opcodes.EMPTY_LIST -> stack.push(new Draft.OfList(at(), new ArrayList<>(0)));
      case Opcodes.LIST -> stack.push(new Draft.OfList(at(), stack.popToMark()));
      case Opcodes.APPEND -> {
        Object item = stack.pop();
        itemsOfTop().add(item);
      }
      case Opcodes.APPENDS -> {
        List<@Nullable Object> added = stack.popToMark();
        itemsOfTop().addAll(added);
      }
      case Opcodes.EMPTY_TUPLE -> stack.push(tuple(0));
      case Opcodes.TUPLE1 -> stack.push(tuple(1));
      case Opcodes.TUPLE2 -> stack.push(tuple(2));
      case Opcodes.TUPLE3 -> stack.push(tuple(3));
      case Opcodes.TUPLE -> stack.push(new Draft.OfTuple(at(), stack.popToMark()));
      case Opcodes.EMPTY_DICT -> stack.push(new Draft.OfDict(at(), new ArrayList<>(0)));
      case Opcodes.DICT -> stack.push(new Draft.OfDict(at(), pairs(stack.popToMark())));
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object key = stack.pop();
        List<@Nullable Object> entries = entriesOfTop();
        entries.add(key);
        entries.add(value);
      }
      case Opcodes.SETITEMS -> {
        List<@Nullable Object> added = pairs(stack.popToMark());
        entriesOfTop().addAll(added);
      }
      case Opcodes.EMPTY_SET -> stack.push(new Draft.OfSet(at(), new ArrayList<>(0), false));
      case Opcodes.FROZENSET -> stack.push(new Draft.OfSet(at(), stack.popToMark(), true));
      case Opcodes.ADDITEMS -> addAll(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int opcode) {
    switch (opcode) {
      case Opcodes.GLOBAL -> stack.push(globalOfLines());
      case Opcodes.STACK_GLOBAL -> {
        String name = name(stack.pop());
        String module = name(stack.pop());
        stack.push(new PyGlobal(module, name));
      }
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
        Draft.OfTuple args = args(stack.pop());
        stack.push(Calls.result(at(), maker(stack.pop()), args));
      }
      case Opcodes.NEWOBJ_EX -> {
        Draft.OfDict kwargs = kwargs(stack.pop());
        Draft.OfTuple args = args(stack.pop());
        stack.push(new Draft.OfObject(at(), maker(stack.pop()), args, kwargs));
      }
      case Opcodes.INST -> {
        Draft.OfTuple args = new Draft.OfTuple(at(), stack.popToMark());
        stack.push(new Draft.OfObject(at(), globalOfLines(), args, null));
      }
      case Opcodes.OBJ -> {
        List<@Nullable Object> parts = stack.popToMark();
        if (parts.isEmpty()) {
          throw input.failure("needs a value where there is none");
        }
        Object maker = maker(parts.remove(0));
        stack.push(new Draft.OfObject(at(), maker, new Draft.OfTuple(at(), parts), null));
      }
      case Opcodes.BUILD -> build(stack.pop());
      case Opcodes.BYTEARRAY8 -> stack.push(Calls.bytearray(at(), input.raw(input.length8())));
      case Opcodes.PERSID -> external(PyExternal.Kind.PERSISTENT_ID, input.utf8Line());
      case Opcodes.BINPERSID -> stack.push(new Draft.OfPersistent(at(), stack.pop()));
      case Opcodes.EXT1 -> external(PyExternal.Kind.EXTENSION, extension(input.byte1()));
      case Opcodes.EXT2 -> external(PyExternal.Kind.EXTENSION, extension(input.short2()));
      case Opcodes.EXT4 -> external(PyExternal.Kind.EXTENSION, extension(input.int4()));
      case Opcodes.NEXT_BUFFER -> external(PyExternal.Kind.BUFFER, buffers++);
      case Opcodes.READONLY_BUFFER -> stack.top();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void housekeeping(int opcode) {
    switch (opcode) {
      case Opcodes.PROTO -> {
        protocol = input.byte1();
        if (protocol > HIGHEST_PROTOCOL) {
          throw input.failure("asks for protocol " + protocol + "; 5 is the highest known");
        }
      }
      case Opcodes.FRAME -> input.length8();
      case Opcodes.MARK -> stack.mark();
      case Opcodes.POP -> stack.drop();
      case Opcodes.POP_MARK -> stack.popToMark();
      case Opcodes.DUP -> stack.push(stack.top());
      case Opcodes.MEMOIZE -> memoize(memo.count());
      case Opcodes.BINPUT -> memoize(input.byte1());
      case Opcodes.LONG_BINPUT -> memoize(Integer.toUnsignedLong(input.int4()));
      case Opcodes.PUT -> memoize(text.memoNumber());
      case Opcodes.BINGET -> stack.push(memo.get(input.byte1()));
      case Opcodes.LONG_BINGET -> stack.push(memo.get(Integer.toUnsignedLong(input.int4())));
      case Opcodes.GET -> stack.push(memo.get(text.memoNumber()));
      default -> throw input.failure("is unknown");
    }
  }

  private int at() {
    return input.opcodePosition();
  }

  private void memoize(long number) {
    stack.count();
    memo.put(number, stack.top());
  }

  /** Reads a whole number of that many bytes, the lowest first. */
  private Object integer(int length) {
    if (length <= Long.BYTES) {
      long value = 0;
      for (int i = 0; i < length; i++) {
        value |= (long) input.byte1() << (8 * i);
      }
      int unused = Long.SIZE - 8 * length;
      return length == 0 ? 0L : value << unused >> unused;
    }
    byte[] lowestFirst = input.raw(length);
    byte[] highestFirst = new byte[length];
    for (int i = 0; i < length; i++) {
      highestFirst[i] = lowestFirst[length - 1 - i];
    }
    return LegacyText.narrowed(new BigInteger(highestFirst));
  }

  private Draft.OfTuple tuple(int size) {
    List<@Nullable Object> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(null);
    }
    for (int i = size - 1; i >= 0; i--) {
      items.set(i, stack.pop());
    }
    return new Draft.OfTuple(at(), items);
  }

  private List<@Nullable Object> itemsOfTop() {
    Object top = stack.top();
    if (top instanceof Draft.OfList list) {
      return list.items;
    }
    if (top instanceof Draft.OfObject object) {
      return object.items;
    }
    throw input.failure("appends to " + type(top));
  }

  private void addAll(List<@Nullable Object> values) {
    Object top = stack.top();
    if (top instanceof Draft.OfSet set && !set.frozen) {
      set.items.addAll(values);
    } else if (top instanceof Draft.OfObject object) {
      object.items.addAll(values);
    } else {
      throw input.failure("adds to " + type(top));
    }
  }

  private List<@Nullable Object> entriesOfTop() {
    Object top = stack.top();
    if (top instanceof Draft.OfDict dict) {
      return dict.entries;
    }
    if (top instanceof Draft.OfObject object) {
      return object.entries;
    }
    throw input.failure("puts a key into " + type(top));
  }

  private List<@Nullable Object> pairs(List<@Nullable Object> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw input.failure("has a key without a value");
    }
    return keysAndValues;
  }

  private PyGlobal globalOfLines() {
    String module = input.utf8Line();
    return Python2Names.global(protocol, module, input.utf8Line());
  }

  private String name(@Nullable Object value) {
    if (value instanceof String name) {
      return name;
    }
    throw input.failure("needs a name but gets " + type(value));
  }

  private Draft.OfTuple args(@Nullable Object value) {
    if (value instanceof Draft.OfTuple args) {
      return args;
    }
    throw input.failure("needs a tuple of arguments but gets " + type(value));
  }

  private Draft.OfDict kwargs(@Nullable Object value) {
    if (value instanceof Draft.OfDict kwargs) {
      return kwargs;
    }
    throw input.failure("needs a dict of arguments but gets " + type(value));
  }

  /** A class or function, by name or however else a pickle gets at one. */
  private Object maker(@Nullable Object value) {
    if (value instanceof PyOpaque
        || value instanceof Draft.OfObject
        || value instanceof Draft.OfPersistent) {
      return value;
    }
    throw input.failure("calls " + type(value));
  }

  private void build(@Nullable Object state) {
    if (!(stack.top() instanceof Draft.OfObject object)) {
      throw input.failure("gives a state to " + type(stack.top()));
    }
    object.state = state;
  }

  private void external(PyExternal.Kind kind, Object id) {
    stack.push(new PyExternal(kind, id));
  }

  private long extension(int code) {
    if (code <= 0) {
      throw input.failure("asks for extension " + code + "; they count from 1");
    }
    return code;
  }

  private static String type(@Nullable Object value) {
    if (value instanceof Draft draft) {
      return "a " + draft.type();
    }
    return value == null ? "None" : "a " + value.getClass().getSimpleName();
  }
}
