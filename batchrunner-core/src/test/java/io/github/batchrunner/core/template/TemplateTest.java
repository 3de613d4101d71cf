package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.batchrunner.core.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static final Map<String, @Nullable Object> PROPERTIES = properties();

  private static Map<String, @Nullable Object> properties() {
    Map<String, @Nullable Object> properties = new HashMap<>();
    properties.put("HucName", "Blue Creek");
    properties.put("Region", "NW");
    properties.put("n", 7);
    properties.put("none", null);
    properties.put("nulls", Arrays.asList("a", null));
    properties.put("tags", List.of("a", "b", "c"));
    properties.put("smile", "a😀b");
    properties.put("nan", Double.NaN);
    return properties;
  }

  private static String evaluate(String source) {
    return Template.forRunIds(source)
        .evaluate(new FeatureScope(Map.of("id", "f", "properties", PROPERTIES), 4));
  }

  private static TemplateException refusal(String source) {
    TemplateException error = catchThrowableOfType(TemplateException.class, () -> evaluate(source));
    assertThat(error).as(source).isNotNull();
    return error;
  }

  @Test
  void theTemplateOfTheFirstExampleGivesItsRunId() {
    assertThat(evaluate("{properties['HucName']}-{properties['Region']}"))
        .isEqualTo("Blue Creek-NW");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "properties['nan'] == properties['nan'] | False",
        "feature == feature | True",
        "properties['nan'] in [properties['nan']] | True",
        "[1, float(properties['nan'])] == [1, properties['nan']] | True",
        "[float('nan')] == [float('nan')] | False"
      })
  void insideListsAndObjectsOneValueEqualsItselfAlsoIfItIsNotANumber(
      String expression, String expected) {
    assertThat(evaluate("{" + expression + "}")).isEqualTo(expected);
  }

  @Test
  void zeroStaysZeroInTheTextFunctions() {
    Template template = Template.forRunIds("{slug(index)}{zfill(index, 3)}{lower(index)}");
    assertThat(template.evaluate(name -> 0L)).isEqualTo("00000");
  }

  @Test
  void anAccentFoldsAndLettersWithoutOneGetTheirUsualSpelling() {
    assertThat(evaluate("{slug('  Río Łódź / Straße ½ ')}")).isEqualTo("Rio-Lodz-Strasse-1-2");
    assertThat(evaluate("{slug('Cedar Grove', '_')}")).isEqualTo("Cedar_Grove");
    assertThat(evaluate("{slug('…')}")).isEmpty();
  }

  @Test
  void textIsASequenceOfCharactersAndNotOfUtf16Units() {
    assertThat(evaluate("{len(properties['smile'])}{properties['smile'][1]}")).isEqualTo("3😀");
    assertThat(evaluate("{properties['smile'][::-1]:_^5}")).isEqualTo("_b😀a_");
    assertThat(evaluate("{zfill('😀', 3)}")).isEqualTo("00😀");
  }

  @Test
  void valuesOfTheHostAreTakenAsJsonReadersGiveThem() {
    Map<String, Object> values = new HashMap<>();
    values.put("properties", Map.of("i", 1, "s", (short) 2, "f", 0.5f, "d", new BigDecimal("1e3")));
    values.put("feature", List.of(3, new BigInteger("4"), BigInteger.TEN.pow(20)));
    assertThat(Template.forRunIds("{properties['d']}{properties['f']}").evaluate(values::get))
        .isEqualTo("1000.00.5");
    assertThat(Template.forRunIds("{feature} {properties['i'] + 1}").evaluate(values::get))
        .isEqualTo("[3, 4, 100000000000000000000] 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "a{b => 3 => unknown name",
        "{ => 1 => never closed",
        "{index => 1 => never closed",
        "{index:3 => 1 => never closed",
        "} => 1 => single '}'",
        "x{} => 2 => no expression",
        "{propertie['n']} => 2 => the nearest is \"properties\"",
        "{properties['HucNam']} => 13 => the nearest is \"HucName\"",
        "{properties[HucName]} => 13 => a key is text in quotes",
        "{properties.HucName} => 12 => write ['name']",
        "{slugg('x')} => 2 => the nearest is \"slug\"",
        "{slug} => 2 => write slug(…)",
        "{slug()} => 2 => slug(value, separator=…)",
        "{slug('a', sep='_')} => 12 => cannot be given by name",
        "{zfill(1, width=3)} => 11 => cannot be given by name",
        "{round(1, ndigits=2, 3)} => 22 => cannot follow",
        "{(1, 2)} => 4 => tuples",
        "{1, 2} => 3 => tuples",
        "{index is None} => 8 => == None",
        "{2 ** 3} => 4 => '**' is not part",
        "{1 if 2} => 8 => 'else'",
        "{'a} => 2 => never closed",
        "{'''a'''} => 2 => three quotes",
        "{'\\d'} => 3 => escape",
        "{'\\ud800'} => 3 => no character",
        "{012} => 2 => may not begin with 0",
        "{1x} => 2 => may not touch",
        "{index!x} => 7 => s, r or a",
        "{index=} => 7 => '=='",
        "{index:5.} => 8 => invalid format",
        "{index:{index:{index}}} => 15 => no further field",
        "{'%d' % 3} => 7 => does not format text",
        "{'a' + 1} => 6 => str(...)",
        "{'1' * '2'} => 6 => int(...)",
        "{1 < 'a'} => 4 => cannot order",
        "{properties['tags'][3]} => 21 => outside",
        "{properties['tags']['x']} => 21 => indexed by whole numbers",
        "{properties['n']:s} => 18 => not for a whole number",
        "{properties['none']} => 2 => the property \"none\" is null",
        "{properties['none'] + 1} => 2 => is null",
        "{lower(properties['none'])} => 8 => is null",
        "{properties['nulls']} => 2 => holds null",
        "{None} => 2 => is null",
        "{1 // 0} => 4 => division by zero",
        "{int('3.7')} => 2 => cannot read \"3.7\"",
        "{'a' * 99999} => 6 => limit",
        "{index:99999} => 8 => limit",
        "{__import__('os').system('x')} => 2 => unknown function",
        "{''.__class__} => 4 => attributes",
        "{lambda: 1} => 2 => 'lambda' is not part",
      })
  void aMistakeIsRefusedWithItsPlaceAndReason(String source, int column, String reason) {
    TemplateException error = refusal(source);
    assertThat(error).isInstanceOf(InvalidInputException.class);
    assertThat(error.problem()).contains(reason);
    assertThat(error.column()).as(error.problem()).isEqualTo(column);
  }

  @Test
  void theMessageShowsTheTemplateAndTheExcerptACaret() {
    TemplateException error = refusal("é😀{propertie}");
    assertThat(error)
        .hasMessage(
            "template \"é😀{propertie}\", column 4: unknown name \"propertie\";"
                + " the nearest is \"properties\"");
    assertThat(error.excerpt()).isEqualTo("é😀{propertie}\n   ^");
    assertThat(refusal("x".repeat(500) + "}").excerpt())
        .isEqualTo("x".repeat(50) + "}\n" + " ".repeat(50) + "^");
  }

  @Test
  void nullIsFineWhereItIsOnlyTestedFor() {
    assertThat(evaluate("{'no' if properties['none'] == None else 'yes'}")).isEqualTo("no");
    assertThat(evaluate("{properties['none'] or 'x'}")).isEqualTo("x");
    assertThat(evaluate("{not properties['none']}")).isEqualTo("True");
    assertThat(evaluate("{properties['none'] in properties['nulls']}")).isEqualTo("True");
  }

  @Test
  void theNearestPropertyMayBeOneThatTheReaderSkipped() {
    TemplateScope scope =
        new TemplateScope() {
          @Override
          public Object lookup(String name) {
            return Map.of();
          }

          @Override
          public Set<String> knownKeys(String name) {
            return Set.of("HucName", "Region");
          }
        };
    assertThatThrownBy(() -> Template.forRunIds("{properties['Hucname']}").evaluate(scope))
        .hasMessageContaining("the nearest is \"HucName\"");
  }

  @Test
  void aTemplateTellsItsNamesAndTheKeysItReads() {
    Template template =
        Template.forRunIds("{properties['a']:{properties['b']}}{feature['id']}{one_based_index}");
    assertThat(template.names()).containsExactly("feature", "one_based_index", "properties");
    assertThat(template.keysOf("properties")).isEqualTo(new KeysUsed(false, Set.of("a", "b")));
    assertThat(template.keysOf("feature").contains("geometry")).isFalse();
    assertThat(template.keysOf("index")).isEqualTo(new KeysUsed(false, Set.of()));
    assertThat(Template.forRunIds("{properties['a' + 'b']}").keysOf("properties").all()).isTrue();
    assertThat(Template.forRunIds("{'a' in properties}").keysOf("properties").contains("z"))
        .isTrue();
  }

  @Test
  void commandsHaveMoreNamesThanRunIds() {
    assertThat(Template.forCommands("{wd}/{task}-{attempt}").evaluate(name -> name))
        .isEqualTo("wd/task-attempt");
    assertThatThrownBy(() -> Template.forRunIds("{wd}")).isInstanceOf(TemplateException.class);
  }

  @Test
  void sizeDepthAndWorkAreBounded() {
    assertThat(refusal("x".repeat(10_001)).problem()).contains("longer than the limit");
    assertThat(refusal("{" + "(".repeat(200) + "1").problem()).contains("nested deeper");
    assertThat(refusal("{" + "-".repeat(200) + "1}").problem()).contains("nested deeper");
    assertThat(refusal("{1" + "+1".repeat(2000) + "}").problem()).contains("operations");
    assertThat(refusal("{9" + "*999999999".repeat(800) + "}").problem()).contains("limit");
    assertThat(refusal("{[[0] * 60000] * 9999 == [[0] * 60000] * 9999}").problem())
        .contains("much work");
    assertThat(refusal("{replace('a' * 60000, '', 'bbbb')}").problem()).contains("limit");
    String half = "'a' * 50000";
    assertThat(refusal("{" + half + " + 'b' in " + half + "}").problem()).contains("much work");
  }

  @Test
  void aValueThatHoldsItselfEndsInAnError() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);
    Template template = Template.forRunIds("{feature}");
    assertThatThrownBy(() -> template.evaluate(name -> loop))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("nested too deeply");
    List<Object> other = new ArrayList<>();
    other.add(other);
    Map<String, Object> scope = Map.of("feature", loop, "properties", other);
    assertThatThrownBy(() -> Template.forRunIds("{feature == properties}").evaluate(scope::get))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void oneTemplateServesManyThreads() throws Exception {
    Template template = Template.forRunIds("{properties['HucName']:>20}|{index * 3:05d}");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int index = i;
        calls.add(
            () ->
                template
                    .evaluate(new FeatureScope(Map.of("properties", PROPERTIES), index))
                    .equals(String.format("%20s|%05d", "Blue Creek", index * 3)));
      }
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
