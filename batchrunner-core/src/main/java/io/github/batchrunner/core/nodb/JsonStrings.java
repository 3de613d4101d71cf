package io.github.batchrunner.core.nodb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** JSON string tokens: from bytes to text, and from text to the bytes Python would write. */
final class JsonStrings {

  private static final HexFormat HEX = HexFormat.of();

  private JsonStrings() {}

  /**
   * Returns the text of the string token that begins and ends with its quotes at {@code start} and
   * before {@code end}; the token has been scanned. A lone surrogate stays one.
   */
  static String decode(byte[] bytes, int start, int end) {
    String raw = new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        i++;
        continue;
      }
      char escaped = raw.charAt(i + 1);
      if (escaped == 'u') {
        text.append((char) Integer.parseInt(raw, i + 2, i + 6, 16));
        i += 6;
      } else {
        text.append(unescape(escaped));
        i += 2;
      }
    }
    return text.toString();
  }

  private static char unescape(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  /**
   * Appends {@code text} escaped as Python's {@code json.dumps} does with {@code
   * ensure_ascii=True}, without quotes.
   */
  static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c >= ' ' && c <= '~') {
            out.append(c);
          } else {
            out.append("\\u").append(HEX.toHexDigits(c));
          }
        }
      }
    }
  }

  /** Returns {@code text} escaped as by {@link #escape}, as bytes and without quotes. */
  static byte[] escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    escape(text, out);
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
