package io.github.batchrunner.rq.pickle;

/**
 * The name of a Python class or function, which is all that a pickle holds of it.
 *
 * @param module the module, such as {@code datetime}
 * @param name the name in the module, with dots inside a class, such as {@code datetime.now}
 */
public record PyGlobal(String module, String name) implements PyOpaque {

  /** Tells whether this is the global of that module and name. */
  public boolean is(String otherModule, String otherName) {
    return module.equals(otherModule) && name.equals(otherName);
  }

  /** Returns module and name with a dot, without the module of Python's built-in names. */
  @Override
  public String describe() {
    return PyRepr.shortened(module.equals("builtins") ? name : module + "." + name);
  }

  @Override
  public String toString() {
    return describe();
  }
}
