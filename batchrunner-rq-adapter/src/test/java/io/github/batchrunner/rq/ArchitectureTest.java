package io.github.batchrunner.rq;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Optional;

/** Which room may know which. */
@AnalyzeClasses(
    packages = "io.github.batchrunner.rq",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String RQ = "io.github.batchrunner.rq";
  private static final String REDIS = RQ + ".internal.redis";
  private static final String PROTOCOL = RQ + ".internal.protocol";

  @ArchTest
  static final ArchRule packagesDoNotNeedEachOtherInCircles =
      slices().matching(RQ + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheTransportNamesItsLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage(REDIS)
          .should()
          .dependOnClassesThat(resideInAPackage("redis.clients.."));

  @ArchTest
  static final ArchRule theTransportKnowsNothingOfRq =
      noClasses()
          .that()
          .resideInAPackage(REDIS)
          .should()
          .dependOnClassesThat(resideInAPackage(PROTOCOL));

  @ArchTest
  static final ArchRule theClientKnowsNobodyWhoUsesIt =
      noClasses()
          .that()
          .resideInAnyPackage(RQ, PROTOCOL, REDIS, RQ + ".pickle")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  RQ + ".executor", RQ + ".janitor", RQ + ".weppcloud", RQ + ".worker"));

  @ArchTest
  static final ArchRule pickleStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(RQ + ".pickle")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.batchrunner..")
                  .and(not(resideInAPackage(RQ + ".pickle"))));

  /** Workers run what the executor submits, and read and write it as the executor does. */
  @ArchTest
  static final ArchRule onlyWorkersKnowTheExecutor =
      classes()
          .that()
          .resideInAPackage(RQ + ".executor")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(RQ + ".executor", RQ + ".worker");

  @ArchTest
  static final ArchRule theAdapterKnowsOfBatchrunnerTheSpiAlone =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.batchrunner..")
                  .and(not(resideInAnyPackage(RQ + "..", "io.github.batchrunner.spi.."))));

  @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule theTimeOfDayComesFromAClock =
      noClasses()
          .should(callMethod(Instant.class, "now"))
          .orShould(callMethod(System.class, "currentTimeMillis"));

  @ArchTest
  static final ArchRule noFieldIsOptional = noFields().should().haveRawType(Optional.class);
}
