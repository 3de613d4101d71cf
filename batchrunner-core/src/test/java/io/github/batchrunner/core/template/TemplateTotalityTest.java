package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is written in a template, it is compiled and evaluated or refused with a place in it.
 */
class TemplateTotalityTest {

  private static final String[] FRAGMENTS = {
    "{",
    "}",
    "{{",
    "}}",
    "[",
    "]",
    "(",
    ")",
    "'",
    "\"",
    "\\",
    ":",
    "!",
    "!r",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    ",",
    ".",
    "..",
    "0",
    "7",
    "012",
    "1_0",
    "0x",
    "1e9",
    "1e",
    ".5",
    "9999999999",
    " ",
    "\n",
    "\t",
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "lambda",
    "True",
    "None",
    "properties",
    "index",
    "feature",
    "prop",
    "slug",
    "round",
    "str",
    "int",
    "zfill",
    "'HucName'",
    "['n']",
    "😀",
    "\ud83d",
    "é",
    "\u0000",
    "#",
    "@",
    "$",
    "~",
    "_x",
    "separator=",
    "\\u12",
    "\\x41",
    "03d",
    ".2f",
    "s",
    ">10",
    "^"
  };

  @Property(tries = 20_000)
  void templatesOfFragmentsAreEvaluatedOrRefused(@ForAll("ofFragments") String source) {
    assertTotal(source);
  }

  @Property(tries = 5_000)
  void fieldsOfFragmentsAreEvaluatedOrRefused(@ForAll("ofFragments") String expression) {
    assertTotal("{" + expression + "}");
  }

  @Property
  void anyTextIsEvaluatedOrRefused(@ForAll String source) {
    assertTotal(source);
  }

  @Property
  void anyCorruptionOfATemplateIsEvaluatedOrRefused(
      @ForAll("mistakes") String mistake, @ForAll("positions") int position) {
    String source =
        "{slug(properties['HucName'], separator='_')}-{index + 1:0{index}d}-{[1, 'a'][-1:]!r:>4}";
    assertTotal(source.substring(0, position) + mistake + source.substring(position));
    assertTotal(source.substring(0, position) + source.substring(position + 1));
  }

  @Property
  void nestingAndRepetitionAreBounded(
      @ForAll("ofFragments") String fragment, @ForAll("positions") int times) {
    assertTotal("{" + fragment.repeat(times * 40) + "}");
    assertTotal("{'a' " + ("* 9" + fragment).repeat(times) + "}");
  }

  private static void assertTotal(String source) {
    try {
      Template.forRunIds(source).evaluate(scope());
    } catch (TemplateException refused) {
      int length = source.codePointCount(0, source.length());
      assertThat(refused.column()).as(source).isBetween(1, Math.max(1, length));
      assertThat(refused.problem()).isNotBlank();
      assertThat(refused.getMessage()).doesNotContain("\n");
      assertThat(refused.excerpt().lines()).hasSize(2);
    }
  }

  private static TemplateScope scope() {
    return new FeatureScope(
        Map.of("id", 3, "properties", Map.of("HucName", "Blue Creek", "n", 7, "area", 2.5)), 4);
  }

  @Provide
  Arbitrary<String> ofFragments() {
    return Arbitraries.of(FRAGMENTS).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> mistakes() {
    return Arbitraries.of(FRAGMENTS);
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers().between(0, 80);
  }
}
