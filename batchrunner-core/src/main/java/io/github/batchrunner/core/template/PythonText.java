package io.github.batchrunner.core.template;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** The text functions: Python's string methods, and slug. */
final class PythonText {

  /** Latin letters that no normalisation takes apart, with the usual ASCII spelling. */
  private static final Map<Integer, String> LETTERS_WITHOUT_ACCENT =
      Map.ofEntries(
          Map.entry((int) 'Æ', "AE"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Œ', "OE"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Ð', "D"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'Ł', "L"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ħ', "H"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'Ŧ', "T"),
          Map.entry((int) 'ŧ', "t"),
          Map.entry((int) 'Þ', "Th"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'ẞ', "SS"),
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'ı', "i"));

  private static final int SHOWN_LENGTH = 60;

  private PythonText() {}

  /** Makes a text fit for one line of a message. */
  static String abbreviate(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(SHOWN_LENGTH)
        .map(c -> Character.isISOControl(c) ? '\ufffd' : c)
        .forEach(line::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN_LENGTH ? line + "…" : line.toString();
  }

  /** Returns whether Python's {@code str.isspace} holds for the character. */
  static boolean isSpace(int character) {
    return switch (character) {
      case '\t', '\n', 0x0b, '\f', '\r', 0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0x2028, 0x2029 -> true;
      default -> Character.getType(character) == Character.SPACE_SEPARATOR;
    };
  }

  /** Returns {@code text.strip()}. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    // All of Python's white space is in the first plane, so units will do.
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Returns {@code text.strip(characters)}. */
  static String strip(String text, String characters) {
    int start = 0;
    int end = text.length();
    while (start < end && characters.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (start < end && characters.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** Returns {@code text.zfill(width)}: zeros after a sign. */
  static String zfill(String text, Object width) {
    if (!PythonNumbers.isInteger(width)) {
      throw new PythonError(
          "the width of zfill() is a whole number, not " + PythonValue.kind(width));
    }
    long zeros = PythonNumbers.smallInteger(width) - PythonSequences.length(text);
    if (zeros <= 0) {
      return text;
    }
    Limits.checkLength(zeros);
    int sign = !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
    return text.substring(0, sign) + "0".repeat((int) zeros) + text.substring(sign);
  }

  /** Returns {@code text.replace(old, replacement)}; an empty {@code old} is at every character. */
  static String replace(String text, String old, String replacement, Work work) {
    work.spend((long) text.length() * Math.max(1, old.length()));
    StringBuilder result = new StringBuilder();
    int from = 0;
    if (old.isEmpty()) {
      for (int next : text.codePoints().toArray()) {
        result.append(replacement).appendCodePoint(next);
        Limits.checkLength(result.length());
      }
      return result.append(replacement).toString();
    }
    for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, from)) {
      result.append(text, from, at).append(replacement);
      Limits.checkLength(result.length());
      from = at + old.length();
    }
    return result.append(text, from, text.length()).toString();
  }

  /**
   * Folds accents to ASCII and makes every other run of characters outside {@code [A-Za-z0-9]} one
   * separator, with none at the ends.
   */
  static String slug(String text, String separator) {
    StringBuilder result = new StringBuilder(text.length());
    boolean gap = false;
    for (int character : Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().toArray()) {
      if (Character.getType(character) == Character.NON_SPACING_MARK) {
        continue; // The accent of the letter before.
      }
      String ascii =
          isAsciiAlphanumeric(character)
              ? Character.toString(character)
              : LETTERS_WITHOUT_ACCENT.getOrDefault(character, "");
      if (ascii.isEmpty()) {
        gap = true;
        continue;
      }
      if (gap && result.length() > 0) {
        result.append(separator);
        Limits.checkLength(result.length());
      }
      gap = false;
      result.append(ascii);
    }
    return result.toString();
  }

  private static boolean isAsciiAlphanumeric(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
  }

  /** Returns {@code text.upper()}. */
  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** Returns {@code text.lower()}. */
  static String lower(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      appendLower(result, text, i);
    }
    return result.toString();
  }

  /** Returns {@code text.title()}: a capital after every character that has no case. */
  static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean afterCased = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      if (afterCased) {
        appendLower(result, text, i);
      } else {
        result.append(titleCase(character));
      }
      afterCased = isCased(character);
    }
    return result.toString();
  }

  private static void appendLower(StringBuilder result, String text, int at) {
    int character = text.codePointAt(at);
    if (character == 'Σ') {
      // Java finds the end of a word by other rules than Unicode's Final_Sigma.
      result.append(isFinalSigma(text, at) ? 'ς' : 'σ');
    } else if (character == 'İ') {
      result.append("i\u0307");
    } else {
      result.appendCodePoint(Character.toLowerCase(character));
    }
  }

  /** Unicode's Final_Sigma: a cased letter before, and none behind, case-ignorable ones aside. */
  private static boolean isFinalSigma(String text, int at) {
    int before = at;
    while (before > 0 && isCaseIgnorable(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    if (before == 0 || !isCased(text.codePointBefore(before))) {
      return false;
    }
    int after = at + 1;
    while (after < text.length() && isCaseIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return after == text.length() || !isCased(text.codePointAt(after));
  }

  private static boolean isCased(int character) {
    return Character.isLowerCase(character)
        || Character.isUpperCase(character)
        || Character.isTitleCase(character);
  }

  private static boolean isCaseIgnorable(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      // Word_Break MidLetter, MidNumLet and Single_Quote.
      default ->
          "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a"
                  .indexOf(character)
              >= 0;
    };
  }

  /** Unicode's full title case, which Java has for single characters only. */
  private static String titleCase(int character) {
    String upper = Character.toString(character).toUpperCase(Locale.ROOT);
    int single = Character.toTitleCase(character);
    boolean isTitle = Character.isTitleCase(single);
    if (isTitle || single != character || upper.codePointCount(0, upper.length()) == 1) {
      return Character.toString(single);
    }
    if (character == 'ŉ') {
      return upper;
    }
    // Several capitals, as SS for ß: the first stays, the others become small; an iota that stood
    // below its vowel stays there.
    int first = Character.charCount(upper.codePointAt(0));
    String rest = upper.substring(first);
    String small = character >= 0x1f80 ? rest.replace('Ι', '\u0345') : rest;
    return upper.substring(0, first) + small.toLowerCase(Locale.ROOT);
  }
}
