package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AshTransportTest {

  @Test
  void fiveMillimetresOfAshAreElevenOrFifteenTonnes() {
    assertThat(AshTransport.load(5, AshTransport.BLACK_ASH_DENSITY)).isCloseTo(11, within(1e-9));
    assertThat(AshTransport.load(5, AshTransport.WHITE_ASH_DENSITY)).isCloseTo(15.5, within(1e-9));
  }

  @Test
  void theFirstMillimetreCarriesNearlyTheInitialCapacity() {
    AshTransport ash = new AshTransport(100);

    assertThat(ash.carriedBy(1)).isCloseTo(0.8 * (1 - 0.009 / 2), within(1e-4));
  }

  @Test
  void muchRunoffOnMuchAshCarriesTheWholeCapacity() {
    AshTransport ash = new AshTransport(1000);

    assertThat(ash.carriedBy(10_000)).isCloseTo(0.8 / 0.009, within(1e-6));
  }

  @Property
  void noMoreAshLeavesThanThereWas(
      @ForAll @DoubleRange(max = 60) double load,
      @ForAll @Size(max = 30) List<@DoubleRange(max = 80) Double> runoff) {
    AshTransport ash = new AshTransport(load);
    double carried = 0;
    for (double day : runoff) {
      double more = ash.carriedBy(day);
      assertThat(more).isNotNegative();
      carried += more;
    }

    assertThat(carried + ash.remaining()).isCloseTo(load, within(1e-9));
    assertThat(ash.remaining()).isNotNegative();
  }

  @Property
  void itDoesNotMatterHowRunoffIsDivided(
      @ForAll @DoubleRange(max = 80) double one, @ForAll @DoubleRange(max = 80) double other) {
    AshTransport divided = new AshTransport(1000);
    AshTransport whole = new AshTransport(1000);

    assertThat(divided.carriedBy(one) + divided.carriedBy(other))
        .isCloseTo(whole.carriedBy(one + other), within(1e-9));
  }
}
