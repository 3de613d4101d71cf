package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WeatherGeneratorTest {
  private static final MonthlyNormals NORMALS = MonthlyNormals.ofPlace(46.7, 800, 700);

  private static DailyWeather weather(int years, long seed) {
    return WeatherGenerator.generate(NORMALS, 2001, years, SeededRandom.of(seed, "test"));
  }

  @Test
  void aCenturyHasTheClimateThatWasAskedFor() {
    DailyWeather weather = weather(100, 1);
    double precipitation = 0;
    double wetDays = 0;
    double temperature = 0;
    for (int day = 0; day < weather.days(); day++) {
      precipitation += weather.precipitation(day);
      wetDays += weather.precipitation(day) > 0 ? 1 : 0;
      temperature += (weather.high(day) + weather.low(day)) / 2;
    }
    double expectedWetDays = 0;
    double expectedTemperature = 0;
    for (int month = 1; month <= 12; month++) {
      expectedWetDays += NORMALS.wetChance(month) * 365.25 / 12;
      expectedTemperature += NORMALS.meanTemperature(month) / 12;
    }

    assertThat(precipitation / 100).isCloseTo(700, within(35.0));
    assertThat(wetDays / 100).isCloseTo(expectedWetDays, within(0.04 * expectedWetDays));
    assertThat(temperature / weather.days()).isCloseTo(expectedTemperature, within(0.3));
  }

  @Test
  void monthsDifferAsAskedFor() {
    DailyWeather weather = weather(100, 2);
    double[] precipitation = new double[12];
    double[] temperature = new double[12];
    int[] days = new int[12];
    for (int day = 0; day < weather.days(); day++) {
      int month = weather.date(day).getMonthValue() - 1;
      precipitation[month] += weather.precipitation(day) / 100;
      temperature[month] += (weather.high(day) + weather.low(day)) / 2;
      days[month]++;
    }

    assertThat(precipitation[0]).isGreaterThan(3 * precipitation[6]);
    for (int month = 0; month < 12; month++) {
      assertThat(temperature[month] / days[month])
          .isCloseTo(NORMALS.meanTemperature(month + 1), within(1.0));
    }
  }

  @Test
  void wetDaysFollowWetDays() {
    DailyWeather weather = weather(100, 3);
    int afterWet = 0;
    int wet = 0;
    int bothWet = 0;
    for (int day = 1; day < weather.days(); day++) {
      wet += weather.precipitation(day) > 0 ? 1 : 0;
      if (weather.precipitation(day - 1) > 0) {
        afterWet++;
        bothWet += weather.precipitation(day) > 0 ? 1 : 0;
      }
    }

    assertThat((double) bothWet / afterWet).isGreaterThan((double) wet / weather.days() + 0.2);
  }

  @Test
  void yearsAreCalendarYears() {
    DailyWeather weather = weather(4, 4);

    assertThat(weather.days()).isEqualTo(4 * 365 + 1);
    assertThat(weather.date(0)).isEqualTo(LocalDate.of(2001, 1, 1));
    assertThat(weather.date(weather.days() - 1)).isEqualTo(LocalDate.of(2004, 12, 31));
    assertThat(weather.years()).isCloseTo(4, within(1e-9));
  }

  @Test
  void theSameSeedGivesTheSameWeatherAndAnotherDoesNot() {
    DailyWeather first = weather(1, 5);
    DailyWeather again = weather(1, 5);
    DailyWeather other = weather(1, 6);
    boolean differs = false;
    for (int day = 0; day < first.days(); day++) {
      assertThat(again.precipitation(day)).isEqualTo(first.precipitation(day));
      assertThat(again.high(day)).isEqualTo(first.high(day));
      assertThat(first.low(day)).isLessThanOrEqualTo(first.high(day));
      differs |= other.high(day) != first.high(day);
    }

    assertThat(differs).isTrue();
  }
}
