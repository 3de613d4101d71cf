package io.github.batchrunner.core.canary;

import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.core.watershed.PropertySelection;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.core.watershed.WatershedFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses the most telling of the runs that a plan runs, always the same ones.
 *
 * <p>The rule: first the smallest, the median and the largest by area. Then the rarest {@linkplain
 * Trait traits} that none of those chosen has, each by the smallest run that has it: the values of
 * text and true-or-false properties, as far as a property has at most 64 of them and at most half
 * as many as there are runs, and whether a property is given at all. Of a file's properties the
 * first 200 are looked at. When all traits are there, the runs in the middle of the widest gaps
 * between those chosen, by rank of area. Ties are broken by the order of the plan and the names.
 *
 * <p>The file is read once, and each run that is chosen for a trait again. Not thread-safe.
 */
public final class CanaryChoice {

  private static final int MOST_PROPERTIES = 200;

  private final BatchPlan plan;
  private final WatershedCollection watersheds;
  private final int count;

  /** The runs by area, smallest first. */
  private final int[] byArea;

  /** The place of each run in {@link #byArea}. */
  private final int[] ranks;

  private final Map<String, PropertyTraits> properties = new LinkedHashMap<>();
  private final List<CanaryRun> chosen = new ArrayList<>();
  private final BitSet chosenRanks = new BitSet();

  private CanaryChoice(BatchPlan plan, WatershedCollection watersheds, int count) {
    this.plan = plan;
    this.watersheds = watersheds;
    this.byArea =
        IntStream.range(0, plan.runs().size())
            .filter(plan::runs)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(run -> plan.runs().area(run))
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    this.ranks = new int[plan.runs().size()];
    Arrays.fill(ranks, -1);
    for (int rank = 0; rank < byArea.length; rank++) {
      ranks[byArea[rank]] = rank;
    }
    this.count = Math.min(count, byArea.length);
  }

  /**
   * Chooses so many runs, or all if there are fewer, in the order in which they are to begin.
   *
   * @throws io.github.batchrunner.core.BatchRunnerException if the watersheds cannot be read again
   */
  public static List<CanaryRun> choose(BatchPlan plan, WatershedCollection watersheds, int count) {
    return new CanaryChoice(plan, watersheds, count).choose();
  }

  private List<CanaryRun> choose() {
    choose(0, "the smallest");
    choose((byArea.length - 1) / 2, "the median by area");
    choose(byArea.length - 1, "the largest");
    if (chosen.size() < count) {
      chooseByTraits();
    }
    chooseByGaps();
    return chosen;
  }

  private void choose(int rank, String why) {
    if (chosen.size() < count && !chosenRanks.get(rank)) {
      chosenRanks.set(rank);
      int run = byArea[rank];
      double squareKilometres = plan.runs().area(run) / 1e6;
      chosen.add(
          new CanaryRun(run, String.format(Locale.ROOT, "%s, %.2f km²", why, squareKilometres)));
    }
  }

  private void chooseByTraits() {
    readTraits();
    int mostValues = Math.max(2, byArea.length / 2);
    List<Trait> rarest =
        properties.values().stream()
            .flatMap(property -> property.traits(mostValues))
            .sorted(
                Comparator.comparingInt(Trait::count)
                    .thenComparing(Trait::property)
                    .thenComparing(Trait::value))
            .toList();
    Set<Trait> shown = new HashSet<>();
    chosen.forEach(canary -> shown.addAll(traitsOf(canary.run(), mostValues)));
    for (Trait trait : rarest) {
      if (chosen.size() == count) {
        return;
      }
      if (!shown.contains(trait)) {
        choose(ranks[trait.smallest()], trait.words());
        shown.addAll(traitsOf(trait.smallest(), mostValues));
      }
    }
  }

  private void readTraits() {
    int[] runOfFeature = new int[watersheds.count()];
    Arrays.fill(runOfFeature, -1);
    for (int run : byArea) {
      runOfFeature[plan.runs().feature(run)] = run;
    }
    Trait read = new Trait("", "");
    watersheds.visit(
        PropertySelection.all(),
        feature -> {
          int run = runOfFeature[feature.index()];
          if (run >= 0) {
            take(run, feature, read);
          }
        });
  }

  /**
   * Takes note of the properties of a run.
   *
   * @param read what all runs have that were read before, and so lack what is new now
   */
  private void take(int run, WatershedFeature feature, Trait read) {
    for (String name : feature.properties().keySet()) {
      if (properties.size() < MOST_PROPERTIES && !properties.containsKey(name)) {
        PropertyTraits traits = new PropertyTraits(name);
        traits.missingIn(read);
        properties.put(name, traits);
      }
    }
    double area = plan.runs().area(run);
    properties.forEach((name, traits) -> traits.add(run, area, feature.properties().get(name)));
    read.add(run, area);
  }

  private Set<Trait> traitsOf(int run, int mostValues) {
    WatershedFeature feature = watersheds.feature(plan.runs().feature(run));
    Set<Trait> found = new HashSet<>();
    properties.forEach(
        (name, traits) -> {
          Trait trait = traits.trait(feature.properties().get(name), mostValues);
          if (trait != null) {
            found.add(trait);
          }
        });
    return found;
  }

  /** Ranks between two that are chosen. */
  private record Gap(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  private void chooseByGaps() {
    PriorityQueue<Gap> gaps =
        new PriorityQueue<>(
            Comparator.comparingInt((Gap gap) -> -gap.size()).thenComparingInt(Gap::first));
    for (int first = chosenRanks.nextClearBit(0); first < byArea.length; ) {
      int next = chosenRanks.nextSetBit(first);
      int end = next < 0 ? byArea.length : next;
      gaps.add(new Gap(first, end - 1));
      first = chosenRanks.nextClearBit(end);
    }
    while (chosen.size() < count) {
      Gap widest = gaps.remove();
      int middle = (widest.first + widest.last) >>> 1;
      choose(middle, "between others by area");
      if (widest.first < middle) {
        gaps.add(new Gap(widest.first, middle - 1));
      }
      if (middle < widest.last) {
        gaps.add(new Gap(middle + 1, widest.last));
      }
    }
  }
}
