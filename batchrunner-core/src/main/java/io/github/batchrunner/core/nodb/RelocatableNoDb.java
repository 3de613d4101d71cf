package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A NoDb document cut at every mention of its project directory, so that writing it for another
 * directory is putting bytes together.
 *
 * <p>Instances are immutable and thread-safe.
 */
public final class RelocatableNoDb {

  private static final String WD = "wd";
  private static final String PARENT_WD = "_parent_wd";

  /** No path has a NUL, so nothing else in a text can be mistaken for the directory. */
  private static final String NOWHERE = "\0";

  /** The text before, between and after the mentions: one piece more than there are mentions. */
  private final List<byte[]> pieces;

  private final int length;
  private final String name;

  private RelocatableNoDb(String name, List<byte[]> pieces) {
    this.name = name;
    this.pieces = pieces;
    this.length = pieces.stream().mapToInt(piece -> piece.length).sum();
  }

  static RelocatableNoDb of(
      NoDbDocument document, String place, Collection<String> projectDirectories) {
    Cutter cutter = new Cutter(document, place, projectDirectories);
    return new RelocatableNoDb(document.name(), cutter.cut());
  }

  /**
   * Returns the text for the project directory {@code wd}.
   *
   * @param wd an absolute path as it shall stand in the file, without a slash at the end
   */
  public byte[] at(String wd) {
    byte[] mention = JsonStrings.escaped(wd);
    byte[] text = new byte[length + mention.length * (pieces.size() - 1)];
    int at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) {
        System.arraycopy(mention, 0, text, at, mention.length);
        at += mention.length;
      }
      byte[] piece = pieces.get(i);
      System.arraycopy(piece, 0, text, at, piece.length);
      at += piece.length;
    }
    return text;
  }

  /**
   * Returns the document as it is wherever its project lies and whenever it was written, for
   * comparing and keeping: with NUL in the place of the project directory, and null in the place of
   * the {@linkplain NoDbChanges#ABOUT_THE_WRITE attributes about the last write}.
   */
  public NoDbDocument neutral() {
    NoDbDocument neutral = NoDbDocument.parse(name, at(NOWHERE));
    for (String attribute : NoDbChanges.ABOUT_THE_WRITE) {
      if (neutral.has(attribute)) {
        neutral = neutral.with(attribute, null);
      }
    }
    return neutral;
  }

  /** Finds the mentions. */
  private static final class Cutter {

    private final byte[] bytes;
    private final NoDbOutline outline;
    private final String place;
    private final Set<String> directories = new LinkedHashSet<>();
    private final List<byte[]> pieces = new ArrayList<>();
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

    Cutter(NoDbDocument document, String place, Collection<String> projectDirectories) {
      this.bytes = document.text();
      this.outline = document.outline();
      this.place = place;
      for (String directory : projectDirectories) {
        if (!isAbsolute(directory)) {
          throw new InvalidInputException(
              "The project directory \""
                  + directory
                  + "\" cannot be replaced in \""
                  + document.name()
                  + "\": give an absolute path other than the root directory.");
        }
        directories.add(withoutEndSlash(directory));
      }
      String former = formerProjectDirectory(document.string(WD));
      if (isAbsolute(former)) {
        directories.add(withoutEndSlash(former));
      }
    }

    List<byte[]> cut() {
      NoDbOutline.@Nullable Token wd = attribute(WD);
      NoDbOutline.@Nullable Token parentWd = attribute(PARENT_WD);
      int from = 0;
      for (NoDbOutline.Token string : outline.strings()) {
        String rest =
            string.equals(wd) ? placeBelow() : rest(string, string.equals(parentWd) ? "" : null);
        if (rest != null) {
          piece.write(bytes, from, string.start() + 1 - from);
          pieces.add(piece.toByteArray());
          piece.reset();
          byte[] escaped = JsonStrings.escaped(rest);
          piece.write(escaped, 0, escaped.length);
          from = string.end() - 1;
        }
      }
      piece.write(bytes, from, bytes.length - from);
      pieces.add(piece.toByteArray());
      return List.copyOf(pieces);
    }

    private NoDbOutline.@Nullable Token attribute(String name) {
      NoDbOutline.Member member = outline.attributes().get(name);
      return member == null ? null : member.value();
    }

    /** What follows the longest project directory that the string begins with. */
    private @Nullable String rest(NoDbOutline.Token string, @Nullable String otherwise) {
      String text = JsonStrings.decode(bytes, string.start(), string.end());
      String longest = null;
      for (String directory : directories) {
        if (isAtOrBelow(text, directory)
            && (longest == null || directory.length() > longest.length())) {
          longest = directory;
        }
      }
      return longest == null ? otherwise : text.substring(longest.length());
    }

    private String placeBelow() {
      return place.isEmpty() ? "" : "/" + place;
    }

    private String formerProjectDirectory(String wd) {
      String whole = withoutEndSlash(wd);
      return whole.endsWith(placeBelow())
          ? whole.substring(0, whole.length() - placeBelow().length())
          : whole;
    }

    private static boolean isAtOrBelow(String text, String directory) {
      return text.startsWith(directory)
          && (text.length() == directory.length() || text.charAt(directory.length()) == '/');
    }

    /** Absolute on Linux, or on Windows; the root directory itself is the project of nobody. */
    private static boolean isAbsolute(String path) {
      return (path.startsWith("/") || path.matches("[A-Za-z]:[/\\\\].*"))
          && !withoutEndSlash(path).isEmpty();
    }

    private static String withoutEndSlash(String path) {
      int end = path.length();
      while (end > 0 && path.charAt(end - 1) == '/') {
        end--;
      }
      return path.substring(0, end);
    }
  }
}
