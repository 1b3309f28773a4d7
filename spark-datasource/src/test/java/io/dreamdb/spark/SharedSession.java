package io.dreamdb.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Spark session for all tests of the JVM, over a warehouse in a temporary folder. */
final class SharedSession implements BeforeAllCallback {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static Shared shared;

  private record Shared(SparkSession session, Path folder)
      implements ExtensionContext.Store.CloseableResource {

    static Shared start() {
      Path folder;
      try {
        folder = Files.createTempDirectory("dreamdb-spark");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      SparkSession session =
          SparkSession.builder()
              .master("local[2]")
              .appName("dreamdb tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "1")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.warehouse.dir", folder.resolve("spark").toString())
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.sql.extensions", DreamExtensions.class.getName())
              .config("spark.sql.catalog.lake", DreamCatalog.class.getName())
              .config("spark.sql.catalog.lake.warehouse", folder.resolve("lake").toString())
              .getOrCreate();
      session.sparkContext().setLogLevel("ERROR");
      return new Shared(session, folder);
    }

    @Override
    public void close() throws IOException {
      session.stop();
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
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
            SharedSession.class.getName(),
            key -> {
              shared = Shared.start();
              return shared;
            });
  }

  /** The session. */
  static SparkSession session() {
    return shared.session();
  }

  /** The folder of the warehouse {@code lake}. */
  static String warehouse() {
    return shared.folder().resolve("lake").toString();
  }

  /** A folder for a test's own use, below the shared one. */
  static Path folder(String name) {
    return shared.folder().resolve(name);
  }

  /** Runs a statement. */
  static List<Row> sql(String statement) {
    return session().sql(statement).collectAsList();
  }

  /** Makes a schema that no other test has; returns its name with the catalog. */
  static String newSchema() {
    String name = "lake.s" + SCHEMAS.incrementAndGet();
    sql("CREATE NAMESPACE " + name);
    return name;
  }

  /** Runs a query and shows its rows, each as {@code [a,b]}. */
  static List<String> rows(String query) {
    return sql(query).stream().map(Row::toString).toList();
  }
}
