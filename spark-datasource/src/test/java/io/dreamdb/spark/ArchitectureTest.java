package io.dreamdb.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theModuleUsesTheDoorAndTheValuesItShowsAlone() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.dreamdb.spark");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.dreamdb.cbor..",
            "io.dreamdb.hash..",
            "io.dreamdb.kernel..",
            "io.dreamdb.manifest..",
            "io.dreamdb.index..",
            "io.dreamdb.cli..",
            "io.dreamdb.trino..",
            "io.trino..")
        .check(classes);
  }
}
