package dev.heddle;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the arrows between the packages.
 *
 * <pre>Main -> cli -> {server, client, web, observe, fetch, load, loadtest, compare}
 *                                                 -> {greeting, page, stats, tasks}</pre>
 */
@Timeout(60)
class ArchitectureTest {
  private static final String ALL = "dev.heddle..";
  private static final String CLI = "dev.heddle.cli..";
  private static final String OBSERVE = "dev.heddle.observe..";
  private static final String[] GROUND = {
    "dev.heddle.greeting..", "dev.heddle.page..", "dev.heddle.stats..", "dev.heddle.tasks.."
  };

  private static final JavaClasses HEDDLE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.heddle");

  @Test
  void main_knowsCliAlone() {
    noClasses()
        .that()
        .belongToAnyOf(Main.class)
        .should()
        .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAnyPackage("dev.heddle", CLI))))
        .check(HEDDLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client", "web", "fetch", "load", "loadtest", "compare"})
  void feature_knowsItselfAndTheGroundAlone(String feature) {
    String own = "dev.heddle." + feature + "..";

    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAPackage(ALL)
                .and(not(resideInAPackage(own)))
                .and(not(resideInAnyPackage(GROUND))))
        .allowEmptyShould(true)
        .check(HEDDLE);
  }

  @Test
  void observe_knowsItselfStatsAndTasksAlone() {
    noClasses()
        .that()
        .resideInAPackage(OBSERVE)
        .should()
        .dependOnClassesThat(
            resideInAPackage(ALL)
                .and(not(resideInAnyPackage(OBSERVE, "dev.heddle.stats..", "dev.heddle.tasks.."))))
        .check(HEDDLE);
  }

  @Test
  void observe_isKnownToCliAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(OBSERVE, CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(OBSERVE)
        .check(HEDDLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greeting", "page", "stats", "tasks"})
  void ground_knowsItselfAlone(String ground) {
    String own = "dev.heddle." + ground + "..";

    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAPackage(own))))
        .allowEmptyShould(true)
        .check(HEDDLE);
  }

  @Test
  void picocli_isKnownToCliAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(HEDDLE);
  }

  @Test
  void hdrHistogram_isKnownToStatsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.heddle.stats..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.HdrHistogram..")
        .check(HEDDLE);
  }

  @Test
  void exit_isCalledByMainAlone() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(HEDDLE);
  }
}
