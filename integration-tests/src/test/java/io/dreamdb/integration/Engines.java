package io.dreamdb.integration;

import io.dreamdb.store.s3.StrictS3Server;
import io.dreamdb.trino.server.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Spark session, one Trino server and one S3 server for all tests of the module, stopped after
 * the last.
 */
final class Engines implements BeforeAllCallback {

  private static final String BUCKET_WAREHOUSE = "s3://" + StrictS3Server.BUCKET + "/warehouse";
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static Shared shared;

  private record Shared(Path folder, StrictS3Server s3, SparkEngine spark, TrinoEngine trino)
      implements ExtensionContext.Store.CloseableResource {

    static Shared start() {
      try {
        Path folder = Files.createTempDirectory("dreamdb-integration");
        Path warehouse = folder.resolve("lake");
        Path root = Path.of(System.getProperty("dreamdb.root", "..")).toRealPath();
        StrictS3Server s3 = StrictS3Server.start();
        TrinoEngine trino = TrinoEngine.start(root, catalogs(root, warehouse, s3), folder);
        try {
          Map<String, String> options = new TreeMap<>(s3.options());
          options.put("warehouse", BUCKET_WAREHOUSE.replace("s3:", "s3a:"));
          return new Shared(folder, s3, SparkEngine.start(warehouse, options, folder), trino);
        } catch (RuntimeException | Error e) {
          trino.close();
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<LocalServer.Catalog> catalogs(
        Path root, Path warehouse, StrictS3Server s3) {
      Path plugin = root.resolve("trino-connector/target/plugin/dreamdb");
      Map<String, String> bucket = new TreeMap<>(s3.options());
      bucket.put("dreamdb.warehouse", BUCKET_WAREHOUSE);
      return List.of(
          LocalServer.Catalog.dreamdb(
              "lake", plugin, Map.of("dreamdb.warehouse", warehouse.toString())),
          LocalServer.Catalog.dreamdb("bucket", plugin, bucket));
    }

    @Override
    public void close() throws IOException {
      try (s3;
          trino) {
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

  /** The folder of the catalog {@code lake}. */
  static Path warehouse() {
    return shared.folder().resolve("lake");
  }

  /** All that Trino's server printed so far. */
  static String trinoLog() throws IOException {
    return shared.trino().log();
  }

  /** The server of the bucket that both engines know by the catalog {@code bucket}. */
  static StrictS3Server s3() {
    return shared.s3();
  }

  /** Makes a schema that no other test has; returns its name without the catalog. */
  static String newSchema() {
    String name = "s" + SCHEMAS.incrementAndGet();
    spark().rows("CREATE NAMESPACE lake." + name);
    return name;
  }
}
