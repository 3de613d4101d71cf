package io.github.batchrunner.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Which room may know which. */
@AnalyzeClasses(
    packages = "io.github.batchrunner.core",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String CORE = "io.github.batchrunner.core";

  @ArchTest
  static final ArchRule packagesDoNotNeedEachOtherInCircles =
      slices().matching(CORE + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule coreKnowsNoAdapter =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.batchrunner..")
                  .and(not(resideInAnyPackage(CORE + "..", "io.github.batchrunner.spi.."))));

  /** Packages use of the facade's package what everybody throws and the values these carry. */
  @ArchTest
  static final ArchRule noPackageKnowsTheFacade =
      noClasses()
          .that()
          .resideInAPackage(CORE + ".*..")
          .and()
          .resideOutsideOfPackage(CORE + ".report..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(CORE)
                  .and(not(simpleNameEndingWith("Exception").or(name(CORE + ".BatchOwner")))));

  @ArchTest
  static final ArchRule onlyTheFacadeDispatches =
      classes()
          .that()
          .resideInAPackage(CORE + ".dispatch..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(CORE, CORE + ".dispatch..");

  @ArchTest
  static final ArchRule onlyDispatchAndTheFacadeWriteTheJournal =
      classes()
          .that()
          .haveSimpleName("JournalWriter")
          .or()
          .haveSimpleName("OwnerLock")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(CORE, CORE + ".dispatch..", CORE + ".journal..");

  @ArchTest
  static final ArchRule theJournalIsReadByFew =
      classes()
          .that()
          .resideInAPackage(CORE + ".journal..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(
              CORE,
              CORE + ".dispatch..",
              CORE + ".explain..",
              CORE + ".journal..",
              CORE + ".plan..",
              CORE + ".status..");

  /** What makes texts and definitions does not know where a batch keeps its files. */
  @ArchTest
  static final ArchRule templatesRunIdsAndPipelinesKnowNoBatch =
      noClasses()
          .that()
          .resideInAnyPackage(
              CORE + ".template..", CORE + ".runid..", CORE + ".text..", CORE + ".pipeline..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  CORE + ".clone..",
                  CORE + ".dispatch..",
                  CORE + ".engine..",
                  CORE + ".execution..",
                  CORE + ".journal..",
                  CORE + ".nodb..",
                  CORE + ".plan..",
                  CORE + ".project..",
                  CORE + ".report..",
                  CORE + ".status.."));

  @ArchTest
  static final ArchRule whatReadsFilesOfOthersKnowsNothingOfExecutions =
      noClasses()
          .that()
          .resideInAnyPackage(
              CORE + ".nodb..",
              CORE + ".clone..",
              CORE + ".project..",
              CORE + ".watershed..",
              CORE + ".internal..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  CORE + ".dispatch..",
                  CORE + ".engine..",
                  CORE + ".execution..",
                  CORE + ".journal..",
                  CORE + ".pipeline..",
                  CORE + ".plan..",
                  CORE + ".report..",
                  CORE + ".status.."));

  @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule nothingIsLoggedButThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule whatIsThrownSaysWhatItIs = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  @ArchTest
  static final ArchRule noStackTraceIsPrinted =
      noClasses().should().callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule theTimeOfDayComesFromAClock =
      noClasses()
          .should(callMethod(Instant.class, "now"))
          .orShould(callMethod(System.class, "currentTimeMillis"));

  @ArchTest
  static final ArchRule theSystemsClockIsADefaultOfBuilders =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Builder")
          .should(callMethod(Clock.class, "systemUTC"))
          .orShould(callMethod(Clock.class, "systemDefaultZone"));

  @ArchTest
  static final ArchRule noFieldIsOptional = noFields().should().haveRawType(Optional.class);

  @ArchTest
  static final ArchRule everythingThrownIsOurs =
      classes()
          .that(are(simpleNameEndingWith("Exception")))
          .and()
          .resideOutsideOfPackage(CORE + ".internal..")
          .and()
          .arePublic()
          .should()
          .beAssignableTo(BatchRunnerException.class);
}
