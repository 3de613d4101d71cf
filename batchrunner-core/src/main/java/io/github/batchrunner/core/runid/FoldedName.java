package io.github.batchrunner.core.runid;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form in which a file system that ignores case and normalisation compares names.
 *
 * <p>Unicode's canonical caseless match (D145 of chapter 3.13): decomposed, folded in full,
 * decomposed. Compatibility forms such as {@code ²} stay apart, since no file system confuses them
 * with {@code 2}.
 */
final class FoldedName {

  private FoldedName() {}

  static String of(String name) {
    if (isAscii(name)) {
      return name.toLowerCase(Locale.ROOT);
    }
    StringBuilder folded = new StringBuilder(name.length());
    Normalizer.normalize(name, Normalizer.Form.NFD).codePoints().forEach(c -> fold(c, folded));
    return Normalizer.normalize(folded, Normalizer.Form.NFD);
  }

  /**
   * Full case folding of one character, which Java does not have: lower case takes ẞ to ß and ϴ to
   * θ, upper case ß to SS and ς to Σ, and lower case again gives one form for all.
   */
  private static void fold(int character, StringBuilder folded) {
    if (character == 'ı') {
      folded.append('ı'); // Its capital is I, but it does not fold to i.
      return;
    }
    String upper = Character.toString(Character.toLowerCase(character)).toUpperCase(Locale.ROOT);
    upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
