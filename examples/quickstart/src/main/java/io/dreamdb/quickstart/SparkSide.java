package io.dreamdb.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark session in this process, on two cores, with the warehouse as a catalog. */
final class SparkSide implements Engine, AutoCloseable {

  private final SparkSession session;

  private SparkSide(SparkSession session) {
    this.session = session;
  }

  static SparkSide start(Path warehouse, Path scratch) {
    try {
      SparkSession session =
          SparkSession.builder()
              .appName("dreamdb quickstart")
              .master("local[2]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.warehouse.dir", scratch.resolve("spark-warehouse").toString())
              .config("spark.local.dir", scratch.toString())
              .config("spark.sql.extensions", "io.dreamdb.spark.DreamExtensions")
              .config("spark.sql.catalog." + CATALOG, "io.dreamdb.spark.DreamCatalog")
              .config("spark.sql.catalog." + CATALOG + ".warehouse", warehouse.toString())
              .getOrCreate();
      return new SparkSide(session);
    } catch (RuntimeException e) {
      throw QuickstartFailure.failed("Spark could not be started: " + e.getMessage(), e);
    }
  }

  SparkSession session() {
    return session;
  }

  @Override
  public String title() {
    return "Spark";
  }

  @Override
  public Sql dialect() {
    return Sql.SPARK;
  }

  @Override
  public List<List<String>> rows(String statement) {
    try {
      List<List<String>> rows = new ArrayList<>();
      for (Row row : session.sql(statement).collectAsList()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          values.add(String.valueOf(row.get(i)));
        }
        rows.add(values);
      }
      return rows;
    } catch (Exception e) { // Scala code throws checked ones that it does not declare.
      throw QuickstartFailure.failed("Spark: " + e.getMessage() + "\nin\n" + statement, e);
    }
  }

  @Override
  public void close() {
    session.stop();
  }
}
