package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SafeNamesTest {

  private static final Set<String> TAKEN = Set.of("state", "run_id");

  private final SafeNames names = new SafeNames(TAKEN);

  @Example
  void onlyWhatWouldMeetATakenNameIsRenamed() {
    assertThat(names.of("HucName")).isEqualTo("HucName");
    assertThat(names.of("state")).isEqualTo("source_state");
    assertThat(names.of("STATE")).isEqualTo("source_STATE");
    assertThat(names.of("source_state")).isEqualTo("source_source_state");
    assertThat(names.of("source_name")).isEqualTo("source_name");
    assertThat(names.of("")).isEmpty();
  }

  @Property
  void twoNamesNeverBecomeOneAndNoneIsTaken(
      @ForAll("names") String one, @ForAll("names") String other) {
    assertThat(TAKEN).doesNotContain(names.of(one).toLowerCase(Locale.ROOT));
    assertThat(names.of(one).equals(names.of(other))).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<String> names() {
    return Combinators.combine(
            Arbitraries.of("source_", "Source_").list().ofMaxSize(3),
            Arbitraries.of("state", "State", "RUN_ID", "name", ""))
        .as((prefixes, name) -> String.join("", prefixes) + name);
  }
}
