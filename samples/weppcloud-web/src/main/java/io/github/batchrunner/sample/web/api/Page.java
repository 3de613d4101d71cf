package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.batch.InvalidFieldException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One page of many rows.
 *
 * @param number the page, from 0
 * @param size how many rows a page has
 * @param rows how many rows there are on all pages
 */
record Page(int number, int size, long rows) {

  private static final int USUAL = 100;
  private static final int LARGEST = 1000;

  /**
   * Returns a page that somebody asks for.
   *
   * @throws InvalidFieldException if the number or the size is out of range
   */
  static Page of(@Nullable Integer number, @Nullable Integer size, long rows) {
    int page = number == null ? 0 : number;
    int most = size == null ? USUAL : size;
    if (page < 0) {
      throw new InvalidFieldException(
          "page", "the page \"%d\" is below 0; the first page is 0".formatted(page));
    }
    if (most < 1 || most > LARGEST) {
      throw new InvalidFieldException(
          "size", "the size \"%d\" of a page is not 1 to %d".formatted(most, LARGEST));
    }
    return new Page(page, most, rows);
  }

  /** Returns the numbers of the rows on this page; none behind the last page. */
  IntStream onIt() {
    long from = Math.min((long) number * size, rows);
    long to = Math.min(from + size, rows);
    return IntStream.range((int) from, (int) to);
  }
}
