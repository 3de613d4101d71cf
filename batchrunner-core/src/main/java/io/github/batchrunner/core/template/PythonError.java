package io.github.batchrunner.core.template;

/**
 * Signals that Python would raise, or that a limit is exceeded, from code that does not know its
 * place in the template; the node that called turns it into a {@link TemplateException}.
 */
final class PythonError extends RuntimeException {

  PythonError(String problem) {
    // It never leaves the package, so nobody would read its stack.
    super(problem, null, false, false);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
