package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scenarios that are explored in every order. */
final class Scenarios {

  private Scenarios() {}

  /** All. */
  static List<Scenario> all() {
    return List.of(
        new AWriterBesideTwoCollections(),
        new TwoWritersOfTheSameRows(),
        new TwoCollectorsAndAWriter(),
        new ABranchOfAnOldVersion(),
        new ABranchIsDeletedAndMadeAgain(),
        new ARollbackBesideAWriter(),
        new AFastForwardBesideABranch(),
        new AnImportBesideCollections(0, 1));
  }

  /** Both write the same objects; those of one epoch are shared. */
  static final class TwoWritersOfTheSameRows extends Scenario {

    TwoWritersOfTheSameRows() {
      super(0);
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
    }

    @Override
    void begin(Simulation simulation) {
      Dataset first = Simulation.open(11);
      Dataset second = Simulation.open(12);
      Dataset collector = Simulation.open(13);
      simulation.add("first", () -> append(first, MAIN, 2));
      simulation.add("second", () -> append(second, MAIN, 2));
      simulation.add("collector", () -> collector.collect().run());
    }
  }

  /** With a grace of one, two collections make what it wrote too old. */
  static final class AWriterBesideTwoCollections extends Scenario {

    AWriterBesideTwoCollections() {
      super(1);
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
    }

    @Override
    void begin(Simulation simulation) {
      Dataset writer = Simulation.open(11);
      Dataset collector = Simulation.open(13);
      simulation.add("writer", () -> append(writer, MAIN, 2));
      simulation.add(
          "collector",
          () -> {
            collector.collect().run();
            collector.collect().run();
          });
    }
  }

  static final class TwoCollectorsAndAWriter extends Scenario {

    TwoCollectorsAndAWriter() {
      super(0);
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
      table.createBranch("dev", "main");
      append(table, DEV, 2);
      table.deleteRef(DEV);
    }

    @Override
    void begin(Simulation simulation) {
      Dataset writer = Simulation.open(11);
      Dataset first = Simulation.open(13);
      Dataset second = Simulation.open(14);
      simulation.add("writer", () -> append(writer, MAIN, 2));
      simulation.add("collector", () -> first.collect().run());
      simulation.add("other collector", () -> second.collect().run());
    }
  }

  /** The source goes while the branch is made. */
  static final class ABranchOfAnOldVersion extends Scenario {

    ABranchOfAnOldVersion() {
      super(0);
    }

    @Override
    void prepare(Dataset table) {
      table.createBranch("dev", "main");
      append(table, DEV, 1);
      append(table, DEV, 2);
    }

    @Override
    void begin(Simulation simulation) {
      Dataset creator = Simulation.open(11);
      Dataset deleter = Simulation.open(12);
      Dataset collector = Simulation.open(13);
      ObjectId old = creator.snapshot("dev~1").version();
      simulation.add("creator", () -> creator.createBranch("late", old.toString()));
      simulation.add("deleter", () -> deleter.deleteRef(DEV));
      simulation.add("collector", () -> collector.collect().run());
    }
  }

  static final class ABranchIsDeletedAndMadeAgain extends Scenario {

    ABranchIsDeletedAndMadeAgain() {
      super(0);
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
      table.createBranch("dev", "main");
      append(table, DEV, 2);
    }

    @Override
    void begin(Simulation simulation) {
      Dataset owner = Simulation.open(11);
      Dataset writer = Simulation.open(12);
      Dataset collector = Simulation.open(13);
      simulation.add(
          "owner",
          () -> {
            owner.deleteRef(DEV);
            owner.createBranch("dev", "main");
          });
      simulation.add(
          "writer",
          () -> {
            Append append = writer.append(DEV);
            append.commit(write(append, 3));
          });
      simulation.add("collector", () -> collector.collect().run());
    }
  }

  /** What is imported lies about as garbage, under the very keys that it gets. */
  static final class AnImportBesideCollections extends Scenario {

    private final int collections;
    private final Path file;

    AnImportBesideCollections(long grace, int collections) {
      super(grace);
      this.collections = collections;
      try {
        Path folder = Files.createTempDirectory("dreamdb-scenario");
        this.file = folder.resolve("state.bundle");
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
      append(table, MAIN, 2);
      if (Files.notExists(file)) {
        var unused = table.exportBundle(file).version("main").run();
      }
      table.rollback(MAIN, "main~2");
      table.expire().keep(1).run();
    }

    @Override
    void begin(Simulation simulation) {
      Dataset importer = Simulation.open(11);
      Dataset collector = Simulation.open(13);
      simulation.add(
          "importer",
          () -> {
            CommitResult made = importer.importBundle(file, "late").run();
            Simulation.current().acknowledge(new RefName("late"), made);
          });
      simulation.add(
          "collector",
          () -> {
            for (int i = 0; i < collections; i++) {
              collector.collect().run();
            }
          });
    }
  }

  static final class ARollbackBesideAWriter extends Scenario {

    ARollbackBesideAWriter() {
      super(0);
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
      append(table, MAIN, 2);
    }

    @Override
    void begin(Simulation simulation) {
      Dataset owner = Simulation.open(11);
      Dataset writer = Simulation.open(12);
      Dataset collector = Simulation.open(13);
      simulation.add("owner", () -> owner.rollback(MAIN, "main~1"));
      simulation.add("writer", () -> append(writer, MAIN, 2));
      simulation.add("collector", () -> collector.collect().run());
    }
  }

  /** A branch is made of what another leaves behind as it moves on. */
  static final class AFastForwardBesideABranch extends Scenario {

    AFastForwardBesideABranch() {
      super(0);
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
      table.createBranch("dev", "main");
      table.rollback(DEV, "dev~1");
      append(table, DEV, 2);
      table.expire().keep(1).only(DEV).run();
    }

    @Override
    void begin(Simulation simulation) {
      Dataset mover = Simulation.open(11);
      Dataset creator = Simulation.open(12);
      Dataset collector = Simulation.open(13);
      simulation.add("mover", () -> mover.fastForward(MAIN, "dev"));
      simulation.add("creator", () -> creator.createBranch("late", "main"));
      simulation.add("collector", () -> collector.collect().run());
    }
  }
}
