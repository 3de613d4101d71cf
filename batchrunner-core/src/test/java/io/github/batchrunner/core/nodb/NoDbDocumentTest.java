package io.github.batchrunner.core.nodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoDbDocumentTest {

  private static final String MODERN =
      "{\"py/object\": \"m.Ron\", \"py/state\": {\"wd\": \"/x/_base\", \"_mods\": [\"a\"],"
          + " \"_n\": 1e-06, \"_ns\": 1789691552557055682, \"_nan\": NaN, \"o\": {\"k\": null}}}";

  private static final String FLAT =
      "{\"_config\": \"0.cfg\", \"py/object\": \"m.Ron\", \"wd\": \"Mica_flume1\"}";

  private static final String WITH_REFERENCE =
      "{\"py/object\": \"m.A\", \"py/state\": {\"wd\": \"/x\", \"_mods\": [\"a\"], \"_t\":"
          + " {\"py/tuple\": [1]}, \"n\": null, \"again\": {\"py/id\": 2}, \"last\": 1}}";

  static NoDbDocument document(String json) {
    return NoDbDocument.parse("x.nodb", json.getBytes(StandardCharsets.UTF_8));
  }

  @Nested
  class Reading {

    @Test
    void aModernFileKeepsItsAttributesUnderState() {
      NoDbDocument document = document(MODERN);
      assertThat(document.shape()).isEqualTo(NoDbDocument.Shape.MODERN);
      assertThat(document.className()).isEqualTo("m.Ron");
      assertThat(document.attributes()).containsExactly("wd", "_mods", "_n", "_ns", "_nan", "o");
      assertThat(document.string("wd")).isEqualTo("/x/_base");
      assertThat(document.json("_n")).isEqualTo("1e-06");
    }

    @Test
    void aFlatFileKeepsThemBesideTheClass() {
      NoDbDocument document = document(FLAT);
      assertThat(document.shape()).isEqualTo(NoDbDocument.Shape.FLAT);
      assertThat(document.attributes()).containsExactly("_config", "wd");
    }

    @Test
    void valuesArePlainJava() {
      NoDbDocument document =
          document(
              "{\"py/object\": \"A\", \"a\": [1, 1789691552557055682, 12345678901234567890, -1.5,"
                  + " true, false, null, \"\\u00e9\\/\"], \"i\": -Infinity, \"o\": {\"b\": {}}}");
      assertThat(document.value("a"))
          .isEqualTo(
              Arrays.asList(
                  1L,
                  1789691552557055682L,
                  new BigInteger("12345678901234567890"),
                  -1.5,
                  true,
                  false,
                  null,
                  "é/"));
      assertThat(document.value("i")).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(document.value("o")).isEqualTo(Map.of("b", Map.of()));
    }

    @Test
    void anAttributeThatIsNotThereIsNamedWithThoseThatAre() {
      assertThatThrownBy(() -> document(FLAT).value("wdd"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"wdd\"")
          .hasMessageContaining("[_config, wd]");
    }

    @Test
    void anAttributeThatIsNotTextIsShown() {
      assertThatThrownBy(() -> document(MODERN).string("_mods"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("[\"a\"]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "[]",
          "{}",
          "\"text\"",
          "{\"py/object\": 1}",
          "{\"py/object\": \"A\", \"py/state\": []}",
          "{\"py/object\": \"A\"} x",
          "{\"py/object\": \"A\", \"a\": 1, \"a\": 2}",
          "{\"py/object\": \"A\", \"a\": 1, \"\\u0061\": 2}",
          "{\"py/object\": \"A\", \"a\": 01}",
          "{\"py/object\": \"A\", \"a\": 1.}",
          "{\"py/object\": \"A\", \"a\": .5}",
          "{\"py/object\": \"A\", \"a\": +1}",
          "{\"py/object\": \"A\", \"a\": -}",
          "{\"py/object\": \"A\", \"a\": 1e}",
          "{\"py/object\": \"A\", \"a\": Nan}",
          "{\"py/object\": \"A\", \"a\": nul",
          "{\"py/object\": \"A\", \"a\": [1,]}",
          "{\"py/object\": \"A\", }",
          "{\"py/object\": \"A\" \"a\": 1}",
          "{\"py/object\": \"A\", \"a\": \"\t\"}",
          "{\"py/object\": \"A\", \"a\": \"\\x\"}",
          "{\"py/object\": \"A\", \"a\": \"\\u12g4\"}",
          "{\"py/object\": \"A\", \"a\": \"cut off",
          "{'py/object': 'A'}",
          "\uFEFF{\"py/object\": \"A\"}"
        })
    void whatIsNotANoDbFileIsRefused(String json) {
      assertThatThrownBy(() -> document(json))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"x.nodb\"");
    }

    @Test
    void aMalformedPlaceIsNamed() {
      assertThatThrownBy(() -> document("{\"py/object\": \"A\",\n \"a\": tru}"))
          .hasMessageContaining("line 2, byte 10");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
      byte[] latin1 = "{\"py/object\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> NoDbDocument.parse("x.nodb", latin1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("UTF-8")
          .hasMessageContaining("byte 16");
    }

    @Test
    void aNestingBombIsRefused() {
      String bomb = "{\"py/object\": \"A\", \"a\": " + "[".repeat(1_000_000);
      assertThatThrownBy(() -> document(bomb)).hasMessageContaining("nested deeper than 1000");
    }

    @Test
    void aNumberBombIsRefused() {
      String bomb = "{\"py/object\": \"A\", \"a\": " + "9".repeat(1_000_000) + "}";
      assertThatThrownBy(() -> document(bomb)).hasMessageContaining("longer than");
    }
  }

  @Nested
  class Editing {

    @Test
    void replacesNothingButTheValue() {
      assertThat(document(MODERN).with("wd", "/y/ü"))
          .hasToString(MODERN.replace("/x/_base", "/y/\\u00fc"));
      assertThat(document(FLAT).with("wd", "/y")).hasToString(FLAT.replace("Mica_flume1", "/y"));
      assertThat(document(MODERN).with("o", List.of()))
          .hasToString(MODERN.replace("{\"k\": null}", "[]"));
    }

    @Test
    void appendsWhatIsNew() {
      assertThat(document(MODERN).with("_parent_wd", "/p"))
          .hasToString(MODERN.replace("null}}}", "null}, \"_parent_wd\": \"/p\"}}"));
      assertThat(document(FLAT).with("n", null)).hasToString(FLAT.replace("}", ", \"n\": null}"));
      assertThat(document("{\"py/object\": \"A\", \"py/state\": {}}").with("a", 1))
          .hasToString("{\"py/object\": \"A\", \"py/state\": {\"a\": 1}}");
    }

    @Test
    void insertsBeforeAnother() {
      assertThat(document(MODERN).withBefore("wd", "_run_group", "batch"))
          .hasToString(MODERN.replace("\"wd\"", "\"_run_group\": \"batch\", \"wd\""));
      assertThatThrownBy(() -> document(MODERN).withBefore("wd", "_mods", 1))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> document(MODERN).withBefore("nowhere", "a", 1))
          .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusesTextThatIsNotOneJsonValue() {
      for (String bad : List.of("", "1, \"b\": 2", "[", "1}")) {
        assertThatThrownBy(() -> document(MODERN).withJson("o", bad))
            .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> document(MODERN).withJson("new", bad))
            .isInstanceOf(InvalidInputException.class);
      }
    }

    @Test
    void refusesNamesThatJsonpickleKeepsToItself() {
      assertThatThrownBy(() -> document(FLAT).with("py/state", Map.of()))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Nested
  class References {

    @Test
    void scalarsMayBeExchangedBeforeAReference() {
      assertThat(document(WITH_REFERENCE).with("wd", "/y").with("n", 5).with("last", "x"))
          .hasToString(
              WITH_REFERENCE
                  .replace("/x", "/y")
                  .replace("\"n\": null", "\"n\": 5")
                  .replace("\"last\": 1", "\"last\": \"x\""));
      assertThat(document(WITH_REFERENCE).withBefore("wd", "_run_group", "batch").string("wd"))
          .isEqualTo("/x");
    }

    @Test
    void aListMayGrowByStringsBeforeAReference() {
      assertThat(document(WITH_REFERENCE).with("_mods", List.of("a", "omni")).json("_mods"))
          .isEqualTo("[\"a\", \"omni\"]");
    }

    @Test
    void whatWouldShiftALaterReferenceIsRefused() {
      NoDbDocument document = document(WITH_REFERENCE);
      for (Runnable edit :
          List.<Runnable>of(
              () -> document.with("_mods", List.of(List.of())),
              () -> document.with("_mods", null),
              () -> document.with("n", List.of()),
              () -> document.with("_t", Map.of("py/set", List.of(1))),
              () -> document.withBefore("wd", "a", Map.of()))) {
        assertThatThrownBy(edit::run)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("py/id");
      }
    }

    @Test
    void afterTheLastReferenceAnythingGoes() {
      assertThat(document(WITH_REFERENCE).with("last", Map.of("a", List.of())).json("last"))
          .isEqualTo("{\"a\": []}");
      assertThat(document(WITH_REFERENCE).with("more", List.of(1)).json("more")).isEqualTo("[1]");
    }

    @Test
    void aValueMayNotBringReferencesOfItsOwn() {
      assertThatThrownBy(() -> document(MODERN).withJson("o", "{\"py/id\": 1}"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("without references");
    }
  }

  @Nested
  class Rebasing {

    @Test
    void everyStringAtOrBelowTheBaseIsMoved() {
      String before =
          "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/x/_base\", \"a\": [\"/x/_base\","
              + " \"/x/_base/dem/dem.tif\", {\"/x/_base/key\": \"/x/_base/\"}], \"b\":"
              + " \"/x/_base2/dem\", \"c\": \" /x/_base\", \"d\": \"/workdir/wepppy/x\"}}";
      assertThat(document(before).rebase("/x/_base", "/x/r-1"))
          .hasToString(
              "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/x/r-1\", \"a\": [\"/x/r-1\","
                  + " \"/x/r-1/dem/dem.tif\", {\"/x/_base/key\": \"/x/r-1/\"}], \"b\":"
                  + " \"/x/_base2/dem\", \"c\": \" /x/_base\", \"d\": \"/workdir/wepppy/x\"}}");
    }

    @Test
    void escapedStringsAreComparedAsTextAndWrittenAsPythonDoes() {
      String before =
          "{\"py/object\": \"A\", \"wd\": \"\\/x\\/_b\\u0061se\", \"a\":"
              + " \"/x/_base/\\u00E9\\/é\", \"keep\": \"\\u00E9\\/\"}";
      assertThat(document(before).rebase("/x/_base", "/ü"))
          .hasToString(
              "{\"py/object\": \"A\", \"wd\": \"/\\u00fc\", \"a\":"
                  + " \"/\\u00fc/\\u00e9/\\u00e9\", \"keep\": \"\\u00E9\\/\"}");
    }

    @Test
    void aRelativeWdIsReplacedButNotWhatHappensToBeCalledTheSame() {
      String before =
          "{\"py/object\": \"A\", \"_name\": \"Mica\", \"f\": \"Mica/x\", \"wd\": \"Mica\"}";
      assertThat(document(before).rebase("/x/_base", "/y"))
          .hasToString(before.replace("\"wd\": \"Mica\"", "\"wd\": \"/y\""));
    }

    @Test
    void aStaleWdTakesItsMentionsAlong() {
      String before =
          "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/old/p\", \"f\": \"/old/p/soils\","
              + " \"g\": \"/old/other\"}}";
      assertThat(document(before).rebase("/x/_base", "/y"))
          .hasToString(
              "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"/y\", \"f\": \"/y/soils\","
                  + " \"g\": \"/old/other\"}}");
    }

    @Test
    void aNestedProjectKeepsItsPlace() {
      String before =
          "{\"py/object\": \"A\", \"py/state\": {\"wd\":"
              + " \"/old/p/_pups/omni/scenarios/s\", \"dem\": \"/old/p/dem/dem.tif\", \"own\":"
              + " \"/old/p/_pups/omni/scenarios/s/soils\", \"_parent_wd\": \"/old/p\"}}";
      byte[] moved =
          document(before).relocatable("_pups/omni/scenarios/s", List.of("/x/_base")).at("/x/r");
      assertThat(new String(moved, StandardCharsets.UTF_8))
          .isEqualTo(before.replace("/old/p", "/x/r"));
    }

    @Test
    void aParentThatNobodyKnowsBecomesTheRun() {
      String before =
          "{\"py/object\": \"A\", \"wd\": \"/gone/s\", \"_parent_wd\": \"/elsewhere/p\"}";
      byte[] moved = document(before).relocatable("_pups/s", List.of("/x/_base")).at("/x/r");
      assertThat(new String(moved, StandardCharsets.UTF_8))
          .isEqualTo("{\"py/object\": \"A\", \"wd\": \"/x/r/_pups/s\", \"_parent_wd\": \"/x/r\"}");
    }

    @Test
    void theLongestDirectoryCounts() {
      String before = "{\"py/object\": \"A\", \"wd\": \"/a/b\", \"f\": \"/a/b/c\"}";
      assertThat(document(before).rebase("/a", "/y"))
          .hasToString("{\"py/object\": \"A\", \"wd\": \"/y\", \"f\": \"/y/c\"}");
    }

    @Test
    void theRootOrARelativeDirectoryCannotBeReplaced() {
      for (String directory : List.of("/", "", "x/_base", "//")) {
        assertThatThrownBy(() -> document(FLAT).rebase(directory, "/y"))
            .isInstanceOf(InvalidInputException.class);
      }
    }

    @Test
    void aFileWithoutWdIsRefused() {
      assertThatThrownBy(() -> document("{\"py/object\": \"A\"}").rebase("/x", "/y"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"wd\"");
    }
  }
}
