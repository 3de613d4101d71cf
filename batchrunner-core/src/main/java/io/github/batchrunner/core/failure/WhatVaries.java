package io.github.batchrunner.core.failure;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces in a text what differs from run to run by placeholders: the run's own name, paths,
 * identifiers, times, numbers.
 *
 * <p>One pass over a text of bounded length; no rule looks back over what it has passed.
 */
final class WhatVaries {

  /** The characters of a text that count. */
  static final int MOST_CHARACTERS = 2_000;

  private static final String RUN = "<run>";

  /** Fewer letters of a run id are no name: "at" of "at-12" stands in every message. */
  private static final int LEAST_LETTERS_OF_A_NAME = 4;

  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]++");
  private static final Pattern COLOUR = Pattern.compile("\\u001b\\[[0-9;]*+[A-Za-z]");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]++");
  private static final Pattern RUN_AGAIN = Pattern.compile("<run>(?:[ _.-]<run>)++");
  private static final Pattern NUMBERS = Pattern.compile("<n>(?:[\\s,;]++<n>)++");

  private static final String NOT_IN_WORD = "(?<![A-Za-z0-9])";
  private static final String WORD_ENDS = "(?![A-Za-z0-9])";
  private static final String CLOCK =
      "\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d++)?(?:Z|[+-]\\d{2}:?\\d{2})?";
  private static final String DAY = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?";
  private static final String MONTH =
      "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
  private static final String AMOUNT = "\\d++(?:\\.\\d++)?\\s?";
  private static final String UNIT =
      "(?:ms|us|µs|ns|secs?|seconds?|s|mins?|minutes?|m|hrs?|hours?|h|days?|d)" + WORD_ENDS;

  /**
   * What becomes a placeholder.
   *
   * @param placeholder stands in its place; empty where the text stays as it is
   */
  private record Rule(String placeholder, String expression) {}

  private static final String URL = "<url>";
  private static final String PATH = "<path>";

  /** In order of precedence; none has capturing groups of its own. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(RUN, "<run>"),
          new Rule(URL, NOT_IN_WORD + "[a-z][a-z0-9+]{1,9}://[^\\s\"'<>|]++"),
          new Rule(
              PATH,
              "(?<=')(?:[A-Za-z]:)?[/\\\\][^'\\n]++(?=')|(?<=\")(?:[A-Za-z]:)?[/\\\\][^\"\\n]++(?=\")"),
          new Rule(
              PATH,
              "(?<![A-Za-z0-9_.~>-])(?:[A-Za-z]:)?(?:[/\\\\][^\\s/\\\\\"',:;()|]++){2,}+[/\\\\]?"),
          new Rule(
              "<id>",
              "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"),
          new Rule(
              "<time>",
              "\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d++)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?"),
          new Rule("<time>", "\\d{8}T\\d{6}Z?"),
          new Rule(
              "<time>",
              "(?:\\d{4}/\\d{1,2}/\\d{1,2}|\\d{1,2}[/.]\\d{1,2}[/.]\\d{4})(?:[ T]" + CLOCK + ")?"),
          new Rule(
              "<time>",
              NOT_IN_WORD
                  + DAY
                  + "(?:\\d{1,2}[ /-])?"
                  + MONTH
                  + "[ /-]{1,2}\\d{1,4}(?:,? \\d{4})?(?: "
                  + CLOCK
                  + ")?(?: [A-Z]{3,4})?(?: \\d{4})?"
                  + WORD_ENDS),
          new Rule("<time>", NOT_IN_WORD + CLOCK + WORD_ENDS),
          new Rule(
              "<address>", NOT_IN_WORD + "\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?" + WORD_ENDS),
          new Rule(
              "<thread>",
              NOT_IN_WORD
                  + "(?:pool-\\d++-thread-\\d++|Thread-\\d++(?: \\([^)\\n]{1,60}\\))?|ForkJoinPool(?:\\.commonPool)?-(?:\\d++-)?worker-\\d++"
                  + "|(?:Fork|Spawn)PoolWorker-\\d++|ThreadPoolExecutor-\\d++_\\d++|MainThread|Dummy-\\d++)"
                  + WORD_ENDS),
          new Rule("<thread>", "(?<=[Ii]n thread )\"[^\"\\n]{1,100}\""),
          new Rule("<temp>", NOT_IN_WORD + "tmp[._-]?[A-Za-z0-9_]{6,12}(?![A-Za-z0-9_])"),
          new Rule(
              "",
              NOT_IN_WORD
                  + "(?i:errno|error|code|status|signal|http)[ =:#]{0,3}\\d{1,5}(?![A-Za-z0-9%/.]| of )"),
          new Rule(
              "<duration>", NOT_IN_WORD + AMOUNT + UNIT + "(?:[ ,]{0,2}" + AMOUNT + UNIT + ")*+"),
          new Rule(
              "<duration>",
              NOT_IN_WORD + "(?:PT\\d[\\d.HMS]*+|P\\d++D(?:T[\\d.HMS]++)?)" + WORD_ENDS),
          new Rule("<size>", NOT_IN_WORD + AMOUNT + "(?:[kKMGTP]i?[Bb]|[Bb]ytes?|B)" + WORD_ENDS),
          new Rule("<hex>", NOT_IN_WORD + "0[xX][0-9a-fA-F]++"),
          new Rule("<hex>", "(?<=@)[0-9a-f]{5,8}" + WORD_ENDS),
          new Rule(
              "<hex>",
              NOT_IN_WORD + "(?=[0-9]*+[a-fA-F])(?=[a-fA-F]*+[0-9])[0-9a-fA-F]{8,}+" + WORD_ENDS),
          new Rule(
              "<id>",
              NOT_IN_WORD
                  + "(?=[A-Za-z0-9]{5})(?:(?:[A-Za-z]++\\d++){2,}+[A-Za-z]*+|(?:\\d++[A-Za-z]++){2,}+\\d*+)"
                  + WORD_ENDS),
          new Rule("<n>", NUMBER.pattern()));

  private static final Pattern ALL =
      Pattern.compile(
          RULES.stream()
              .map(rule -> "(" + rule.expression() + ")")
              .collect(Collectors.joining("|")));

  private final String runId;
  private final Set<String> wordsOfRunId;

  WhatVaries(String runId) {
    this.runId = runId;
    this.wordsOfRunId =
        WORD.matcher(runId).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** Returns the beginning of a text with placeholders, on one line. */
  String normalise(String text) {
    return normalise(text, this::withoutRun);
  }

  /**
   * Returns the same of a place in a program: its names are those of code, whatever words the run
   * id shares with them.
   */
  String normalisePlace(String place) {
    return normalise(place, this::withoutRunId);
  }

  private static String normalise(String text, UnaryOperator<String> withoutRun) {
    String line = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    line = SPACE.matcher(COLOUR.matcher(line).replaceAll("")).replaceAll(" ").strip();
    line = replaced(withoutRun.apply(line));
    line = RUN_AGAIN.matcher(line).replaceAll(RUN);
    return NUMBERS.matcher(line).replaceAll("<n>");
  }

  private static String replaced(String text) {
    return ALL.matcher(text).replaceAll(match -> Matcher.quoteReplacement(placeholder(match)));
  }

  private static String placeholder(MatchResult match) {
    int rule = 0;
    while (match.group(rule + 1) == null) {
      rule++;
    }
    String found = match.group();
    String placeholder = RULES.get(rule).placeholder();
    return switch (placeholder) {
      case "" -> found;
      case URL -> server(found);
      case PATH -> PATH + nameOfFile(found);
      default -> placeholder;
    };
  }

  /** Which server does not answer is a cause, what was asked of it is not. */
  private static String server(String url) {
    int host = url.indexOf("://") + 3;
    int end = host;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int user = url.lastIndexOf('@', end - 1);
    String server = url.substring(user < host ? host : user + 1, end);
    return url.substring(0, host) + replaced(server) + (end < url.length() ? "/" + PATH : "");
  }

  /** Which file is missing is a cause, where it should have been is not. */
  private static String nameOfFile(String path) {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    String name = path.substring(slash + 1);
    return name.isEmpty() ? "" : "/" + replaced(name);
  }

  private String withoutRun(String text) {
    return withoutNames(withoutRunId(text));
  }

  /**
   * Only whole words are the run id, and a run id that is a number is not told from other numbers:
   * with run ids 1, 2, 3 a message that speaks of 3 tries is the same for all.
   */
  private String withoutRunId(String text) {
    if (NUMBER.matcher(runId).matches()) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    int done = 0;
    for (int at = text.indexOf(runId); at >= 0; at = text.indexOf(runId, at + 1)) {
      int end = at + runId.length();
      if (at >= done && !inWord(text, at, end)) {
        result.append(text, done, at).append(RUN);
        done = end;
      }
    }
    return result.append(text, done, text.length()).toString();
  }

  private static boolean inWord(String text, int from, int to) {
    return (from > 0 && Character.isLetterOrDigit(text.codePointBefore(from)))
        || (to < text.length() && Character.isLetterOrDigit(text.codePointAt(to)));
  }

  /**
   * Run ids are made of names that messages speak of, too: "Upper_Basin-7" has its data in "Upper
   * Basin.tif". A chain of words that the run id has is its name.
   */
  private String withoutNames(String text) {
    StringBuilder result = new StringBuilder(text.length());
    Matcher words = WORD.matcher(text);
    int done = 0;
    int chain = -1;
    int end = 0;
    while (words.find()) {
      if (chain >= 0 && !continues(text, end, words.start(), words.group())) {
        done = withoutName(text, done, chain, end, result);
        chain = -1;
      }
      if (wordsOfRunId.contains(words.group())) {
        chain = chain < 0 ? words.start() : chain;
        end = words.end();
      }
    }
    if (chain >= 0) {
      done = withoutName(text, done, chain, end, result);
    }
    return result.append(text, done, text.length()).toString();
  }

  private boolean continues(String text, int end, int next, String word) {
    return next == end + 1 && " _.-".indexOf(text.charAt(end)) >= 0 && wordsOfRunId.contains(word);
  }

  private static int withoutName(String text, int done, int chain, int end, StringBuilder result) {
    String name = text.substring(chain, end);
    long letters = name.chars().filter(Character::isLetter).count();
    if (letters < LEAST_LETTERS_OF_A_NAME || isCommonWord(name)) {
      return done;
    }
    result.append(text, done, chain).append(RUN);
    return end;
  }

  /** One word in small letters, such as "watershed 7" of "upper-watershed-7", is no name. */
  private static boolean isCommonWord(String name) {
    return name.chars().noneMatch(Character::isUpperCase)
        && WORD.matcher(name)
                .results()
                .filter(word -> word.group().chars().anyMatch(Character::isLetter))
                .count()
            == 1;
  }

  /** Returns a pattern in which it does not count which sort of identifier something looks like. */
  static String comparable(Stream<String> patterns) {
    // Eight random hexadecimal digits look like a number now and then.
    return patterns.collect(Collectors.joining("\n")).replaceAll("[-+]?<(?:hex|id|n)>", "<n>");
  }
}
