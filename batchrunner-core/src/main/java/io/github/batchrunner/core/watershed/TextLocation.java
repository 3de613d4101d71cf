package io.github.batchrunner.core.watershed;

/**
 * A place in a text file.
 *
 * @param line the line, from 1; lines end with a line feed
 * @param column the character of the line, from 1
 * @param byteOffset the byte of the file, from 0
 */
public record TextLocation(long line, long column, long byteOffset) {

  /** Returns the place as it stands in messages. */
  @Override
  public String toString() {
    return "line " + line + ", column " + column + " (byte " + byteOffset + ")";
  }
}
