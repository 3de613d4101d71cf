package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.InvalidInputException;
import java.util.List;

/** Values that a person gave cannot be taken; nothing has been changed. */
public final class InvalidFieldsException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  InvalidFieldsException(List<FieldProblem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns all that is wrong, in the order of the controls. */
  public List<FieldProblem> problems() {
    return problems;
  }

  private static String message(List<FieldProblem> problems) {
    FieldProblem first = problems.get(0);
    return problems.size() == 1
        ? first.field() + ": " + first.detail()
        : problems.size()
            + " options of the base project cannot be taken as they are; nothing was changed. The"
            + " first is "
            + first.field()
            + ": "
            + first.detail();
  }
}
