package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

@OnlyWhereJazzerLoads
class NoDbFuzzTest {

  /** Reading keeps every byte, and so does setting an attribute to what it is. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/nodb.dict")
  void whatIsNotMeantStaysAsItIs(byte[] input) {
    NoDbDocument document;
    try {
      document = NoDbDocument.parse("fuzz.nodb", input);
    } catch (InvalidInputException e) {
      return;
    }
    require(Arrays.equals(document.toBytes(), input), "reading changed bytes");
    for (String attribute : document.attributes()) {
      String value = document.json(attribute);
      if (value.contains("py/")) {
        continue; // references are refused in new values
      }
      NoDbDocument same = document.withJson(attribute, value);
      require(Arrays.equals(same.toBytes(), input), "the same value changed bytes");
    }
    NoDbDocument more;
    try {
      more = document.with("_fuzz", "\u00e9\"\\");
    } catch (InvalidInputException e) {
      return;
    }
    NoDbDocument again = NoDbDocument.parse("again.nodb", more.toBytes());
    require(again.string("_fuzz").equals("\u00e9\"\\"), "another value");
    byte[] moved;
    try {
      moved = document.relocatable("", List.of("/base")).at("/runs/x");
    } catch (InvalidInputException e) {
      require(!document.has("wd") || !(document.value("wd") instanceof String), "not movable");
      return;
    }
    NoDbDocument.parse("moved.nodb", moved);
    require(
        new String(input, StandardCharsets.UTF_8).contains("/base")
            || Arrays.equals(moved, input)
            || document.has("wd"),
        "moving changed what does not name the base");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
