package io.dreamdb.benchmarks.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A new folder, deleted in the end.
 *
 * @param path where
 */
record ScratchFolder(Path path) implements AutoCloseable {

  /**
   * Makes one.
   *
   * @param parent where; null for the folder of temporary files
   */
  static ScratchFolder in(@Nullable Path parent) throws IOException {
    return new ScratchFolder(
        parent == null
            ? Files.createTempDirectory("dreamdb-bench")
            : Files.createTempDirectory(Files.createDirectories(parent), "dreamdb-bench"));
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
