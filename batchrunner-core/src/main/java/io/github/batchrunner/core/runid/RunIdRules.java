package io.github.batchrunner.core.runid;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says which run ids are safe names of directories on Linux, macOS and Windows, and which two of
 * them one file system would take for the same.
 *
 * <p>Letters of any script, digits, spaces inside, commas and other punctuation are fine: {@code
 * OR,WA-101} is a real id.
 */
public final class RunIdRules {

  /** The greatest length, in code points. */
  public static final int MOST_CHARACTERS = 100;

  private static final int MOST_BYTES = 255;
  private static final String FORBIDDEN = "<>:\"/\\|?*";
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?:con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[0-9¹²³])(?:\\..*)?", Pattern.DOTALL);
  private static final Set<String> LAYOUT =
      Set.of("_base", "resources", "logs", "runs", "batch_runner.nodb", "nodb.version", "_pups");

  private RunIdRules() {}

  /**
   * Returns why {@code id} cannot be a run id, as the end of a sentence about it; empty if it can.
   */
  public static Optional<String> problem(String id) {
    if (id.isEmpty()) {
      return Optional.of("is empty");
    }
    int characters = id.codePointCount(0, id.length());
    if (characters > MOST_CHARACTERS) {
      return Optional.of(
          "has %d characters; %d are the most".formatted(characters, MOST_CHARACTERS));
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of(
            "has a control character (U+%04X) at position %d".formatted((int) c, i + 1));
      }
      if (FORBIDDEN.indexOf(c) >= 0) {
        return Optional.of("has \"%s\", which no directory name can have everywhere".formatted(c));
      }
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      return Optional.of("has half of a surrogate pair, which no directory name can have");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.of("has more than %d bytes in UTF-8".formatted(MOST_BYTES));
    }
    if (id.startsWith(".")) {
      return Optional.of("begins with \".\", as hidden files do");
    }
    char last = id.charAt(id.length() - 1);
    if (last == '.' || last == ' ') {
      return Optional.of("ends with \"%s\", which Windows drops".formatted(last));
    }
    if (id.startsWith(" ")) {
      return Optional.of("begins with a space");
    }
    if (id.contains(";;")) {
      return Optional.of("has \";;\", which separates the parts of composite run ids");
    }
    String folded = id.toLowerCase(Locale.ROOT);
    if (LAYOUT.contains(folded)) {
      return Optional.of("is a reserved name of the batch's directory");
    }
    if (DEVICE.matcher(folded).matches()) {
      return Optional.of("is the name of a device on Windows");
    }
    return Optional.empty();
  }

  /**
   * Returns what two ids have in common that a file system without regard to case or to the normal
   * form of Unicode would take for one: the same text for both.
   */
  public static String folded(String id) {
    boolean plain = true;
    for (int i = 0; i < id.length() && plain; i++) {
      char c = id.charAt(i);
      plain = c < 128 && !(c >= 'A' && c <= 'Z');
    }
    if (plain) {
      return id;
    }
    String upper = Normalizer.normalize(id, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }
}
