package io.github.batchrunner.core.watershed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Collects findings, a limited number of each sort, and gives them their places. */
final class IssueLog {

  /** Issues of one sort that are listed; the others are counted. */
  static final int LISTED = 100;

  private final List<Finding> listed = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  void add(Finding finding) {
    if (counts.merge(finding.code(), 1, Integer::sum) <= LISTED) {
      listed.add(finding);
    }
  }

  /** Returns the issues in the order they were found. */
  List<InputIssue> warnings(Source source) throws IOException {
    TreeSet<Long> offsets = new TreeSet<>();
    for (Finding finding : listed) {
      if (finding.offset() != Finding.NO_PLACE) {
        offsets.add(finding.offset());
      }
    }
    Map<Long, TextLocation> places = TextLocator.locate(source, offsets);
    List<InputIssue> issues = new ArrayList<>();
    for (Finding finding : listed) {
      issues.add(
          new InputIssue(
              InputIssue.Severity.WARNING,
              finding.code(),
              finding.message(),
              finding.featureIndex(),
              places.get(finding.offset())));
    }
    counts.forEach(
        (code, count) -> {
          if (count > LISTED) {
            String more = (count - LISTED) + " more features have the issue \"" + code + "\"";
            issues.add(
                new InputIssue(InputIssue.Severity.WARNING, code, more, Finding.NO_FEATURE, null));
          }
        });
    return List.copyOf(issues);
  }
}
