package io.github.batchrunner.core.template;

/** Counts the work of one evaluation and ends it at {@link Limits#WORK}. */
final class Work {

  private long left = Limits.WORK;

  /**
   * Takes units from what is left.
   *
   * @param units about one for every character or element looked at
   */
  void spend(long units) {
    left -= units;
    if (left < 0) {
      throw new PythonError(
          "this takes too much work; simplify the template or shorten the values");
    }
  }
}
