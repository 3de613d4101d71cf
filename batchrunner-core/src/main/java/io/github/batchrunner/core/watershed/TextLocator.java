package io.github.batchrunner.core.watershed;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;

/**
 * Finds lines and columns for byte offsets by reading the file once more.
 *
 * <p>Counting them on the way would slow down every reading for the sake of the few that have
 * something to say.
 */
final class TextLocator {

  private TextLocator() {}

  /** Returns the place of each offset; one behind the end of the file is placed at its end. */
  static Map<Long, TextLocation> locate(Source source, NavigableSet<Long> offsets)
      throws IOException {
    Map<Long, TextLocation> places = new HashMap<>();
    if (offsets.isEmpty()) {
      return places;
    }
    byte[] buffer = new byte[1 << 16];
    long line = 1;
    long column = 1;
    long at = 0;
    Long wanted = offsets.first();
    try (InputStream in = source.open()) {
      for (int n = in.read(buffer); n >= 0 && wanted != null; n = in.read(buffer)) {
        for (int i = 0; i < n && wanted != null; i++, at++) {
          if (at == wanted) {
            places.put(wanted, new TextLocation(line, column, at));
            wanted = offsets.higher(wanted);
          }
          if (buffer[i] == '\n') {
            line++;
            column = 1;
          } else if ((buffer[i] & 0xc0) != 0x80) { // not the continuation of a character
            column++;
          }
        }
      }
    }
    for (; wanted != null; wanted = offsets.higher(wanted)) {
      places.put(wanted, new TextLocation(line, column, at));
    }
    return places;
  }
}
