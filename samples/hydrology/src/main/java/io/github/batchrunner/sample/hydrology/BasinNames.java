package io.github.batchrunner.sample.hydrology;

import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Invented names of watersheds, some with the accents and apostrophes that real ones have.
 *
 * <p>No two are the same, even when only their letters from A to Z count.
 */
final class BasinNames {
  private static final String[] STARTS = {
    "Ald", "Bel", "Cor", "Dun", "Elk", "Fen", "Gar", "Hol", "Ister", "Kel", "Lar", "Mor", "Nes",
    "Or", "Pal", "Quil", "Ros", "Sel", "Tam", "Ul", "Ver", "Wen", "Yar", "Zel"
  };
  private static final String[] MIDDLES = {
    "a", "an", "e", "en", "i", "in", "o", "on", "u", "ar", "er", "or"
  };
  private static final String[] ENDS = {
    "dale", "fell", "ford", "ka", "lock", "mere", "mont", "nook", "ra", "sha", "ton", "vale",
    "wick", "wood"
  };
  private static final String[] GIVEN = {
    "Álvarez",
    "Béranger",
    "D'Arcy",
    "Fjällström",
    "João",
    "Müller",
    "Niño",
    "O'Dell",
    "O'Reilly",
    "Søren",
    "Saint-Rémy",
    "Žiga"
  };
  private static final String[] WATERS = {
    "Creek", "River", "Fork", "Branch", "Brook", "Run", "Gulch", "Canyon", "Lake", "Slough"
  };
  private static final String[] SIDES = {
    "Upper",
    "Lower",
    "Middle",
    "North Fork",
    "South Fork",
    "East Fork",
    "West Fork",
    "Little",
    "Big"
  };

  private final Random random;
  private final Set<String> taken = new HashSet<>();

  BasinNames(long seed) {
    this.random = SeededRandom.of(seed, "names");
  }

  /** Returns a name that was not returned before. */
  String next() {
    while (true) {
      String name = invented();
      if (taken.add(lettersOf(name))) {
        return name;
      }
    }
  }

  private String invented() {
    double kind = random.nextDouble();
    if (kind < 0.12) {
      String whose = one(GIVEN);
      return sided(whose + (random.nextBoolean() ? "'s " : " ") + one(WATERS));
    }
    String name = one(STARTS) + one(MIDDLES) + one(ENDS) + " " + one(WATERS);
    return kind < 0.3 ? sided(name) : name;
  }

  private String sided(String name) {
    return random.nextBoolean() ? one(SIDES) + " " + name : name;
  }

  private String one(String[] words) {
    return words[random.nextInt(words.length)];
  }

  private static String lettersOf(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .replaceAll("[^A-Za-z]", "")
        .toLowerCase(Locale.ROOT);
  }
}
