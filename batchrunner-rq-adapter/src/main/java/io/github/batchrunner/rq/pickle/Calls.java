package io.github.batchrunner.rq.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows the few calls that older protocols write for values which have opcodes of their own in
 * newer ones; every other call becomes an object that describes it.
 */
final class Calls {

  private static final String BUILTINS = "builtins";

  private Calls() {}

  /** Returns the value that a call stands for. */
  static Object result(int position, Object maker, Draft.OfTuple args) {
    Object known =
        maker instanceof PyGlobal function ? known(position, function, args.items) : null;
    return known == null ? new Draft.OfObject(position, maker, args, null) : known;
  }

  private static @Nullable Object known(
      int position, PyGlobal function, List<@Nullable Object> args) {
    if (function.is("_codecs", "encode")) {
      return encoded(args);
    }
    if (function.is("copyreg", "_reconstructor")) {
      return reconstructed(position, args);
    }
    if (!function.module().equals(BUILTINS)) {
      return null;
    }
    return switch (function.name()) {
      case "bytes" -> args.isEmpty() ? new byte[0] : null;
      case "set" -> set(position, args, false);
      case "frozenset" -> set(position, args, true);
      case "bytearray" -> {
        byte[] content = args.isEmpty() ? new byte[0] : encoded(args);
        yield content == null ? null : bytearray(position, content);
      }
      default -> null;
    };
  }

  /** Returns the object that a bytearray is in every protocol. */
  static Object bytearray(int position, byte[] content) {
    List<@Nullable Object> args = new ArrayList<>(1);
    args.add(content);
    return new Draft.OfObject(
        position, new PyGlobal(BUILTINS, "bytearray"), new Draft.OfTuple(position, args), null);
  }

  /** Bytes before protocol 3: text, to be encoded as Latin-1. */
  private static byte @Nullable [] encoded(List<@Nullable Object> args) {
    if (args.size() != 2
        || !(args.get(0) instanceof String text)
        || !("latin1".equals(args.get(1)) || "latin-1".equals(args.get(1)))
        || text.chars().anyMatch(c -> c > 0xff)) {
      return null;
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static @Nullable Object set(int position, List<@Nullable Object> args, boolean frozen) {
    return args.size() == 1 && args.get(0) instanceof Draft.OfList list
        ? new Draft.OfSet(position, list.items, frozen)
        : null;
  }

  /** Plain objects before protocol 2. */
  private static @Nullable Object reconstructed(int position, List<@Nullable Object> args) {
    boolean plain =
        args.size() == 3
            && args.get(0) instanceof PyGlobal
            && args.get(1) instanceof PyGlobal base
            && base.is(BUILTINS, "object")
            && args.get(2) == null;
    return plain && args.get(0) instanceof PyGlobal type
        ? new Draft.OfObject(position, type, new Draft.OfTuple(position, new ArrayList<>(0)), null)
        : null;
  }
}
