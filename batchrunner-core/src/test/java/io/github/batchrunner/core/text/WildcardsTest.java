package io.github.batchrunner.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WildcardsTest {

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "*", "?", "\ud83c\udf0a", ".", "\n")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 500)
  void agreesWithARegularExpression(
      @ForAll("patterns") String pattern, @ForAll("patterns") String text) {
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(c -> regex.append(c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c)));
    boolean expected = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    assertThat(Wildcards.match(pattern, text)).isEqualTo(expected);
  }

  @Example
  void aPatternOfManyStarsTakesNoTime() {
    String text = "a".repeat(100);
    for (String pattern : List.of("*a".repeat(40) + "b", "a*".repeat(60) + "b")) {
      assertThat(Wildcards.match(pattern, text)).isFalse();
    }
  }
}
