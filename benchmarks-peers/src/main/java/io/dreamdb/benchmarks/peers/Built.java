package io.dreamdb.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a peer has once it is built. */
final class Built {

  private Built() {}

  /** The value, which must be there. */
  static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the index is not built");
    }
    return value;
  }

  /** Bytes of all files in a folder. */
  static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
