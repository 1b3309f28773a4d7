package io.dreamdb.dataset;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Prints the ids of a history that was made in this process. */
final class EnvironmentFingerprint {

  private EnvironmentFingerprint() {}

  /** Arguments: an empty folder. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("ids " + ids(Path.of(arguments[0])));
  }

  static TreeSet<String> ids(Path folder) throws IOException {
    Dataset table = SmallWarehouse.make(folder);
    table
        .index(RefName.MAIN, Optional.empty())
        .rebuild(IndexOptions.DEFAULT.withCells(3).withThreads(1));
    table
        .delete(RefName.MAIN)
        .by("İbrahim")
        .because("ölçü")
        .where(Predicate.parse("title like 'İ%' or title = 'the film number 42'"));
    table.setProperties(RefName.MAIN, Map.of("TITLE", Optional.of("İıI ß 1,5")));
    CompactionResult unused = table.compact(RefName.MAIN, 1_000).run();
    TreeSet<String> files = new TreeSet<>();
    try (var walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile)
          .forEach(file -> files.add(folder.relativize(file).toString() + sizeOf(file)));
    }
    files.removeIf(file -> List.of("gc/", "refs/").stream().anyMatch(file::contains));
    return files;
  }

  private static String sizeOf(Path file) {
    try {
      return ":" + Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
