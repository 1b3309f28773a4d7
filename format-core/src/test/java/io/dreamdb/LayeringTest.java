package io.dreamdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keeps the packages in the order that {@link Layer} states, and the libraries in their place. */
class LayeringTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(DreamException.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void everyClassUsesOnlyWhatItsPackageBuildsOn() {
    assertThat(CORE.contain(DreamException.class)).isTrue();
    staysInItsLayer().check(CORE);
  }

  @Test
  void aClassOutsideTheTableIsReported() {
    JavaClasses stranger = new ClassFileImporter().importClasses(ArchRule.class);
    assertThatThrownBy(() -> staysInItsLayer().check(stranger))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is in no package of the table");
  }

  @Test
  void aPackageBuildsOnWhatThoseBelowItBuildOn() {
    assertThat(Layer.TRACK.mayUse(Layer.CBOR)).isTrue();
    assertThat(Layer.CLI.mayUse(Layer.KERNEL)).isTrue();
    assertThat(Layer.HASH.mayUse(Layer.ROOT)).isTrue();
  }

  @Test
  void aPackageNeverUsesAHigherOneNorItsNeighbour() {
    assertThat(Layer.ROOT.mayUse(Layer.HASH)).isFalse();
    assertThat(Layer.OBJECT.mayUse(Layer.MANIFEST)).isFalse();
    assertThat(Layer.TRACK.mayUse(Layer.INDEX)).isFalse();
    assertThat(Layer.INDEX.mayUse(Layer.TRACK)).isFalse();
    assertThat(Layer.KERNEL.mayUse(Layer.TRACK)).isFalse();
    assertThat(Layer.MANIFEST.mayUse(Layer.KERNEL)).isFalse();
    assertThat(Layer.DATASET.mayUse(Layer.DATASET_PARQUET)).isFalse();
    assertThat(Layer.DATASET_SPI.mayUse(Layer.CLI)).isFalse();
  }

  @Test
  void aSubpackageBelongsToTheNearestPackageOfTheTable() {
    assertThat(Layer.of("io.dreamdb.store.s3")).contains(Layer.STORE);
    assertThat(Layer.of("io.dreamdb.dataset.spi")).contains(Layer.DATASET_SPI);
    assertThat(Layer.of("io.dreamdb")).contains(Layer.ROOT);
    assertThat(Layer.of("io.dreamdb.stored")).isEmpty();
  }

  @Test
  void coreNamesNoEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "io.trino..")
        .check(CORE);
  }

  @Test
  void onlyTheParquetCodecKnowsParquetAndHadoop() {
    onlyIn("io.dreamdb.dataset.parquet..", "org.apache.parquet..", "org.apache.hadoop..");
  }

  @Test
  void onlyTheS3StoreKnowsTheAwsSdk() {
    onlyIn("io.dreamdb.store.s3..", "software.amazon..");
  }

  /** They need a newer JVM than their callers, so a symbolic reference could fail to link. */
  @Test
  void kernelsOfJava25AreLoadedByName() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.dreamdb.kernel.jdk25..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.dreamdb.kernel.jdk25..")
        .check(CORE);
  }

  private static void onlyIn(String home, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(CORE);
  }

  private static ArchRule staysInItsLayer() {
    return classes()
        .should(
            new ArchCondition<>("use only what their package builds on") {
              @Override
              public void check(JavaClass user, ConditionEvents events) {
                report(user, events);
              }
            });
  }

  private static void report(JavaClass user, ConditionEvents events) {
    Optional<Layer> own = Layer.of(user.getPackageName());
    if (own.isEmpty()) {
      String message = user.getName() + " is in no package of the table in " + Layer.class;
      events.add(SimpleConditionEvent.violated(user, message));
      return;
    }
    for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
      Optional<Layer> used = Layer.of(dependency.getTargetClass().getPackageName());
      if (used.isPresent() && !own.get().mayUse(used.get())) {
        String message = own.get() + " does not build on " + used.get() + ": ";
        events.add(SimpleConditionEvent.violated(user, message + dependency.getDescription()));
      }
    }
  }
}
