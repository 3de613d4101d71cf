package io.github.batchrunner.core.dispatch;

/**
 * What the person who waits is told: what is wrong with the engine, or else the end that is coming.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Note {

  private final Course course;
  private final News news;
  private String end = "";
  private String trouble = "";

  /** Why the engine could not be asked for news at the last look; empty if it could. */
  private String blind = "";

  /** Whether the engine did what it was asked when it was asked last. */
  private boolean engineIsWell = true;

  Note(Course course, News news) {
    this.course = course;
    this.news = news;
  }

  /** Returns it; empty if there is nothing to tell. */
  String text() {
    return trouble.isEmpty() ? end : trouble;
  }

  /** Tells whether there is nothing to tell about the engine, whatever is told about the end. */
  boolean engineIsWell() {
    return engineIsWell;
  }

  /** The execution is to end before everything is done. */
  void ending(String how) {
    end = how;
    trouble = "";
  }

  /** The engine does not do what it is asked. */
  void trouble(String reason) {
    engineIsWell = false;
    trouble = reason;
  }

  /** The engine answers as it should: there is nothing to tell about it any more. */
  void engineAnswers() {
    engineIsWell = true;
    trouble = "";
  }

  /** While nobody can look at what is in flight, the person who waits is told why. */
  void sightLost(String reason) {
    if (blind.isEmpty()) {
      news.engineUnavailable(reason);
    }
    blind = reason;
    engineIsWell = false;
    if (!course.cancelled()) {
      trouble = reason;
    }
  }

  void sightRegained() {
    engineIsWell |= trouble.isEmpty() || trouble.equals(blind);
    if (!blind.isEmpty() && trouble.equals(blind)) {
      trouble = "";
    }
    blind = "";
  }
}
