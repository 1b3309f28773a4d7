package io.dreamdb.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark session in this process, on two cores. Threads may share it. */
final class SparkEngine implements Engine, AutoCloseable {

  private final SparkSession session;

  private SparkEngine(SparkSession session) {
    this.session = session;
  }

  /**
   * Starts a session.
   *
   * @param warehouse of the catalog {@code lake}
   * @param bucket the options of the catalog {@code bucket}
   */
  static SparkEngine start(Path warehouse, Map<String, String> bucket, Path scratch) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("dreamdb integration tests")
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.warehouse.dir", scratch.resolve("spark-warehouse").toString())
            .config("spark.local.dir", scratch.toString())
            .config("spark.sql.extensions", "io.dreamdb.spark.DreamExtensions")
            .config("spark.sql.catalog.lake", "io.dreamdb.spark.DreamCatalog")
            .config("spark.sql.catalog.lake.warehouse", warehouse.toString())
            .config("spark.sql.catalog.bucket", "io.dreamdb.spark.DreamCatalog");
    bucket.forEach((key, value) -> builder.config("spark.sql.catalog.bucket." + key, value));
    return new SparkEngine(builder.getOrCreate());
  }

  @Override
  public List<List<String>> rows(String statement) {
    try {
      List<List<String>> rows = new ArrayList<>();
      for (Row row : session.sql(statement).collectAsList()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          values.add(Values.text(row.get(i)));
        }
        rows.add(values);
      }
      return rows;
    } catch (Exception e) { // Scala code throws checked ones that it does not declare.
      throw new StatementFailure(this, statement, e);
    }
  }

  @Override
  public void close() {
    session.stop();
  }

  @Override
  public String toString() {
    return "Spark";
  }
}
