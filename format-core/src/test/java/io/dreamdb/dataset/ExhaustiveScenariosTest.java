package io.dreamdb.dataset;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Small scenarios in every order, with the real code: nothing that is alive is ever lost. */
class ExhaustiveScenariosTest {

  private static final int ANY = -1;

  @TestFactory
  List<DynamicTest> noOrderOfFewPreemptionsLosesAnything() {
    return List.of(
        explored(new Scenarios.AWriterBesideTwoCollections(), 0, ANY),
        explored(new Scenarios.AWriterBesideTwoCollections(), 1, 2),
        explored(new Scenarios.TwoWritersOfTheSameRows(), 0, ANY),
        explored(new Scenarios.TwoCollectorsAndAWriter(), 0, 2),
        explored(new Scenarios.ABranchOfAnOldVersion(), 0, 2),
        explored(new Scenarios.ABranchIsDeletedAndMadeAgain(), 0, 2),
        explored(new Scenarios.ARollbackBesideAWriter(), 0, 2),
        explored(new Scenarios.AFastForwardBesideABranch(), 0, 2),
        explored(new Scenarios.AnImportBesideCollections(0, 1), 0, ANY),
        explored(new Scenarios.AnImportBesideCollections(1, 2), 0, 2));
  }

  @TestFactory
  @Tag("slow")
  List<DynamicTest> noOrderLosesAnything() {
    return List.of(
        explored(new Scenarios.TwoWritersOfTheSameRows(), 1, ANY),
        explored(new Scenarios.AWriterBesideTwoCollections(), 2, ANY),
        explored(new Scenarios.TwoCollectorsAndAWriter(), 0, ANY),
        explored(new Scenarios.ABranchOfAnOldVersion(), 0, ANY),
        explored(new Scenarios.ABranchIsDeletedAndMadeAgain(), 0, ANY),
        explored(new Scenarios.ARollbackBesideAWriter(), 0, ANY),
        explored(new Scenarios.AFastForwardBesideABranch(), 0, ANY),
        explored(new Scenarios.AnImportBesideCollections(0, 2), 0, ANY),
        explored(new Scenarios.AnImportBesideCollections(1, 2), 1, 2));
  }

  private static DynamicTest explored(Scenario scenario, int faults, int preemptions) {
    return DynamicTest.dynamicTest(
        scenario.getClass().getSimpleName() + ", faults " + faults + ", preemptions " + preemptions,
        () -> {
          long start = System.nanoTime();
          String found = new Exploration(scenario, faults, preemptions).run();
          System.out.println(found + ", " + (System.nanoTime() - start) / 1_000_000 + " ms");
        });
  }
}
