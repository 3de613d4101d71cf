package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.NoDbChanges;
import io.github.batchrunner.core.nodb.NoDbChanges.Verdict;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

@OnlyWhereJazzerLoads
class NoDbChangesFuzzTest {

  /** Between the three documents of an input: before, now, copy. */
  private static final String BETWEEN = "\n~\n";

  /** A merge takes what only the base has changed, once, and touches nothing else. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/nodb.dict")
  void whatOnlyTheBaseHasChangedIsTaken(byte[] input) {
    String[] texts = new String(input, StandardCharsets.ISO_8859_1).split(BETWEEN, 3);
    if (texts.length < 3) {
      return;
    }
    NoDbDocument before;
    NoDbDocument now;
    NoDbDocument copy;
    try {
      before = document(texts[0]);
      now = document(texts[1]);
      copy = document(texts[2]);
    } catch (InvalidInputException e) {
      return;
    }
    NoDbChanges changes = NoDbChanges.between(List.of(before), now);
    Map<String, Verdict> verdicts = changes.verdicts(copy);
    Set<String> taken =
        verdicts.keySet().stream()
            .filter(attribute -> verdicts.get(attribute) == Verdict.TAKE)
            .collect(Collectors.toSet());
    NoDbDocument merged;
    try {
      merged = NoDbChanges.take(taken, now, copy);
    } catch (InvalidInputException e) {
      return; // references
    }
    NoDbDocument read = NoDbDocument.parse("merged.nodb", merged.toBytes());
    for (String attribute : copy.attributes()) {
      require(
          taken.contains(attribute) || copy.json(attribute).equals(read.json(attribute)),
          "another \"" + attribute + "\"");
    }
    Map<String, Verdict> left = changes.verdicts(read);
    require(!left.containsValue(Verdict.TAKE), "there is something left to take");
    require(
        left.size() == verdicts.size() - taken.size(), "other conflicts than before: " + verdicts);
    require(
        Arrays.equals(NoDbChanges.take(taken, now, merged).toBytes(), merged.toBytes()),
        "the second time changes something");
    require(NoDbChanges.same(copy, copy), "a document is not the same as itself");
  }

  private static NoDbDocument document(String text) {
    return NoDbDocument.parse("fuzz.nodb", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
