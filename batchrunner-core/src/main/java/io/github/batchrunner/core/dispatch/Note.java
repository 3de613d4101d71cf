package io.github.batchrunner.core.dispatch;

/**
 * What the person who waits is told about the engine, or about the end that is asked for.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Note {

  private final Course course;
  private final News news;
  private String text = "";

  /** Why the engine could not be asked for news at the last look; empty if it could. */
  private String blind = "";

  Note(Course course, News news) {
    this.course = course;
    this.news = news;
  }

  /** Returns it; empty if there is nothing to tell. */
  String text() {
    return text;
  }

  /** Tells something, whatever was told before. */
  void tell(String what) {
    text = what;
  }

  /** The engine answers as it should: there is nothing to tell about it any more. */
  void engineAnswers() {
    if (!course.cancelled()) {
      text = "";
    }
  }

  /** While nobody can look at what is in flight, the person who waits is told why. */
  void sightLost(String reason) {
    if (blind.isEmpty()) {
      news.engineUnavailable(reason);
    }
    blind = reason;
    if (!course.cancelled()) {
      text = reason;
    }
  }

  void sightRegained() {
    if (!blind.isEmpty() && text.equals(blind)) {
      text = "";
    }
    blind = "";
  }
}
