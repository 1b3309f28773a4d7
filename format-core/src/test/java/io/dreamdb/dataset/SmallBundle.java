package io.dreamdb.dataset;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A bundle with the same bytes in each run: a table with an index, in its second epoch. */
final class SmallBundle {

  private static final Path FILE = make();

  private SmallBundle() {}

  /** The file, which nobody changes. */
  static Path file() {
    return FILE;
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("dreamdb-bundle");
      Path file = folder.resolve("films.bundle");
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      try (Warehouse warehouse =
          Warehouse.open("memory:bundle", Map.of(), SmallWarehouse.options(11))) {
        warehouse.createSchema("demo", Map.of());
        Dataset table =
            warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
        SmallWarehouse.append(table, RefName.MAIN, 70, 90);
        var unused =
            table
                .index(RefName.MAIN, Optional.empty())
                .rebuild(IndexOptions.DEFAULT.withCells(3).withThreads(1));
        table.collect().run();
        table.delete(RefName.MAIN).where(Predicate.parse("id = 75"));
        table.createBranch("dev", "main~1");
        var exported = table.exportBundle(file).run();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
