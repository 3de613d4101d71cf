package io.github.batchrunner.rq.pickle;

/** Something in a pickle that has no value in Java: it is shown to people, never made. */
public sealed interface PyOpaque permits PyGlobal, PyObject, PyExternal, PyRecursion {

  /** Returns what it is in one short line, much as Python would show it. */
  String describe();
}
