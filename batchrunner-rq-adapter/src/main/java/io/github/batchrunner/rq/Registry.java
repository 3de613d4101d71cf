package io.github.batchrunner.rq;

import java.util.Locale;

/** The lists that RQ keeps of a queue's jobs beside those that wait in it. */
public enum Registry {
  /** Jobs that run; the time is until when their worker is believed to live. */
  STARTED("wip"),
  /** Jobs that ended well; the time is when they are forgotten. */
  FINISHED,
  /** Jobs that failed or were stopped; the time is when they are forgotten. */
  FAILED,
  /** Jobs that wait for others. */
  DEFERRED,
  /** Jobs that wait for a time: this one. */
  SCHEDULED,
  /** Jobs that were cancelled, and when. */
  CANCELED;

  private final String word;

  Registry() {
    word = name().toLowerCase(Locale.ROOT);
  }

  Registry(String word) {
    this.word = word;
  }

  /** Returns RQ's word for it in its keys. */
  public String word() {
    return word;
  }
}
