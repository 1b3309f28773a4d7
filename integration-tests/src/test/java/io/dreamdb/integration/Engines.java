package io.dreamdb.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Spark session and one Trino server for all tests of the module, stopped after the last. */
final class Engines implements BeforeAllCallback {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static Shared shared;

  private record Shared(Path folder, SparkEngine spark, TrinoEngine trino)
      implements ExtensionContext.Store.CloseableResource {

    static Shared start() {
      try {
        Path folder = Files.createTempDirectory("dreamdb-integration");
        Path warehouse = folder.resolve("lake");
        Path root = Path.of(System.getProperty("dreamdb.root", "..")).toRealPath();
        TrinoEngine trino = TrinoEngine.start(root, warehouse, Files.createDirectories(folder));
        try {
          return new Shared(folder, SparkEngine.start(warehouse, folder), trino);
        } catch (RuntimeException | Error e) {
          trino.close();
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      try (trino) {
        spark.close();
      }
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            Engines.class.getName(),
            key -> {
              shared = Shared.start();
              return shared;
            });
  }

  static Engine spark() {
    return shared.spark();
  }

  static Engine trino() {
    return shared.trino();
  }

  /** Makes a schema that no other test has; returns its name without the catalog. */
  static String newSchema() {
    String name = "s" + SCHEMAS.incrementAndGet();
    spark().rows("CREATE NAMESPACE lake." + name);
    return name;
  }
}
