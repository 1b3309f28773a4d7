package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A warehouse in a local folder of its own, which is deleted in the end. */
final class ScratchWarehouse implements AutoCloseable {

  private static final String SCHEMA = "bench";

  private final Path folder;
  private final Warehouse warehouse;

  private ScratchWarehouse(Path folder, String location) {
    this.folder = folder;
    this.warehouse = Warehouse.open(location);
    warehouse.createSchema(SCHEMA, Map.of());
  }

  /**
   * Makes one.
   *
   * @param parent where; null for the folder of temporary files
   */
  static ScratchWarehouse in(@Nullable Path parent) throws IOException {
    Path folder = newFolder(parent);
    return new ScratchWarehouse(folder, folder.toString());
  }

  /** Makes one whose requests {@link TallyingObjectStore} counts. */
  static ScratchWarehouse countedIn(@Nullable Path parent) throws IOException {
    Path folder = newFolder(parent);
    return new ScratchWarehouse(folder, TallyingStoreProvider.SCHEME + ":" + folder);
  }

  /** Makes an empty folder of a name of its own. */
  static Path newFolder(@Nullable Path parent) throws IOException {
    return parent == null
        ? Files.createTempDirectory("dreamdb-bench")
        : Files.createTempDirectory(Files.createDirectories(parent), "dreamdb-bench");
  }

  Dataset createTable(String name, Schema schema) {
    return warehouse.createTable(table(name), schema, Map.of());
  }

  /** The whole name of a table in such a warehouse. */
  static TableName table(String name) {
    return new TableName(SCHEMA, name);
  }

  String location() {
    return warehouse.location();
  }

  /** Bytes of all files. */
  long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Files of vectors, of all tables. */
  List<Path> vectorFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isVectorFile(folder.relativize(file)))
          .toList();
    }
  }

  private static boolean isVectorFile(Path file) {
    return file.getNameCount() > 1
        && file.getName(file.getNameCount() - 2).toString().equals("vector")
        && !file.toString().contains("outboards");
  }

  @Override
  public void close() throws IOException {
    warehouse.close();
    delete(folder);
  }

  /** Deletes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
