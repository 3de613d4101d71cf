package io.github.batchrunner.core.watershed;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes a safe file name of whatever an upload is called.
 *
 * <p>Accents are dropped, blanks and separators of directories become underscores, everything
 * outside {@code A-Za-z0-9_.-} is left out, dots and underscores at the ends too, as {@code
 * secure_filename} of Werkzeug (which WEPPcloud uses) has it. In addition names that Windows keeps
 * for devices get an underscore in front, and a name is at most 100 characters long and ends in
 * {@code .geojson} or {@code .json}.
 */
final class ResourceName {

  private static final int LONGEST = 100;
  private static final String EXTENSION = ".geojson";
  private static final Pattern OUTSIDE_ASCII = Pattern.compile("[^\\x00-\\x7f]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s/\\\\]+");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_.-]");
  private static final Pattern ENDS = Pattern.compile("^[._]+|[._]+$");
  private static final Pattern KNOWN_EXTENSION =
      Pattern.compile("\\.(geo)?json$", Pattern.CASE_INSENSITIVE);
  private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])");

  private ResourceName() {}

  static String of(String uploadName) {
    String ascii =
        OUTSIDE_ASCII
            .matcher(Normalizer.normalize(uploadName, Normalizer.Form.NFKD))
            .replaceAll("");
    String joined = BETWEEN_WORDS.matcher(ascii.strip()).replaceAll("_");
    String safe = ENDS.matcher(UNSAFE.matcher(joined).replaceAll("")).replaceAll("");
    String extension = extension(safe);
    String stem = safe;
    if (extension.isEmpty()) {
      extension = EXTENSION;
    } else {
      stem = safe.substring(0, safe.length() - extension.length());
    }
    if (stem.isEmpty() || KNOWN_EXTENSION.matcher("." + safe).matches()) {
      return "watersheds" + EXTENSION;
    }
    if (DEVICE.matcher(stem.toLowerCase(Locale.ROOT).replaceFirst("\\..*", "")).matches()) {
      stem = "_" + stem;
    }
    int room = LONGEST - extension.length();
    return (stem.length() > room ? stem.substring(0, room) : stem) + extension;
  }

  private static String extension(String name) {
    var found = KNOWN_EXTENSION.matcher(name);
    return found.find() ? found.group() : "";
  }
}
