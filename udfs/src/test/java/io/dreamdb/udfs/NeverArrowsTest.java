package io.dreamdb.udfs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The functions know no engine, and of core its failures, its hash and its kernel. */
class NeverArrowsTest {

  private static final JavaClasses UDFS =
      new ClassFileImporter()
          .importUrl(VectorFunction.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theFunctionsBuildOnTheKernelAndTheHashAlone() {
    assertThat(UDFS.contain(VectorFunction.class)).isTrue();
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.dreamdb",
            "io.dreamdb.hash",
            "io.dreamdb.kernel",
            "io.dreamdb.udfs",
            "java..",
            "org.jspecify.annotations")
        .check(UDFS);
  }
}
