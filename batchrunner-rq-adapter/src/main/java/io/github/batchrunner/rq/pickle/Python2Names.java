package io.github.batchrunner.rq.pickle;

/**
 * Gives back Python 3's names of built-in things, which protocols 0 to 2 write as Python 2 had
 * them.
 *
 * <p>Source: CPython's {@code Lib/_compat_pickle.py}, as far as built-in names go.
 */
final class Python2Names {

  private static final int LAST_PROTOCOL = 2;

  private Python2Names() {}

  static PyGlobal global(int protocol, String module, String name) {
    if (protocol > LAST_PROTOCOL) {
      return new PyGlobal(module, name);
    }
    return switch (module) {
      case "__builtin__" -> builtin(name);
      case "exceptions" ->
          new PyGlobal("builtins", name.equals("StandardError") ? "Exception" : name);
      case "copy_reg" -> new PyGlobal("copyreg", name);
      default -> new PyGlobal(module, name);
    };
  }

  private static PyGlobal builtin(String name) {
    return switch (name) {
      case "xrange" -> new PyGlobal("builtins", "range");
      case "unicode" -> new PyGlobal("builtins", "str");
      case "long" -> new PyGlobal("builtins", "int");
      case "unichr" -> new PyGlobal("builtins", "chr");
      case "reduce" -> new PyGlobal("functools", "reduce");
      default -> new PyGlobal("builtins", name);
    };
  }
}
