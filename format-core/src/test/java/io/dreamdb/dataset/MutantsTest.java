package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each protection is needed: without it, an order of requests loses what is alive. */
class MutantsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.dreamdb.dataset.Mutant#all")
  void itLosesWhatIsAlive(Mutant mutant) throws Exception {
    MutatedLibrary library = MutatedLibrary.of(mutant, folder);
    Throwable thrown =
        catchThrowable(() -> library.call(MutantSchedules.class, "run", mutant.schedule()));
    assertThat(thrown)
        .as("%s: %s; %s", mutant.name(), mutant.missing(), mutant.schedule())
        .isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause())
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s).*(reaches|cannot be read|lost).*");
  }

  @ParameterizedTest
  @MethodSource("io.dreamdb.dataset.Mutant#all")
  void theLibraryDoesNot(Mutant mutant) {
    assertThatCode(() -> MutantSchedules.run(mutant.schedule())).doesNotThrowAnyException();
  }

  /** The schedules above were written for the mutants; these searches know nothing of them. */
  @Test
  @Tag("slow")
  void searchesFindMostOfThem() throws Exception {
    int found = 0;
    for (Mutant mutant : Mutant.all()) {
      MutatedLibrary library =
          MutatedLibrary.of(mutant, Files.createDirectory(folder.resolve(mutant.name())));
      boolean explored = finds(library, "explore", "2");
      boolean walked = finds(library, "walk", "60");
      found += explored || walked ? 1 : 0;
      System.out.println(mutant.name() + ": exploration " + explored + ", walks " + walked);
    }
    assertThat(found).isGreaterThanOrEqualTo(15);
  }

  private static boolean finds(MutatedLibrary library, String search, String effort)
      throws ReflectiveOperationException {
    try {
      library.call(MutantHunt.class, search, effort);
      return false;
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isInstanceOf(AssertionError.class);
      return true;
    }
  }

  @Test
  void allOfTheModelAreHere() {
    assertThat(Mutant.all().stream().map(Mutant::name))
        .containsExactlyInAnyOrder(
            "nobump",
            "norecheck-birth",
            "norecheck-inherit",
            "delete-early",
            "delete-same",
            "create-remembered",
            "create-norecheck",
            "create-oldepoch",
            "create-noregister",
            "listrefs",
            "markcurrent",
            "rawrollback",
            "rawdelete",
            "import-nocheck",
            "saltless",
            "rawfastforward",
            "recreate-first",
            "ff-nocheck",
            "ff-first",
            "rollback-first",
            // Not of the model, which knows no floors.
            "overtaken");
  }
}
