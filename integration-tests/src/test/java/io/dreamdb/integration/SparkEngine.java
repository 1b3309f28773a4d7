package io.dreamdb.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark session in this process, on two cores. Threads may share it. */
final class SparkEngine implements Engine, AutoCloseable {

  private final SparkSession session;

  private SparkEngine(SparkSession session) {
    this.session = session;
  }

  static SparkEngine start(Path warehouse, Path scratch) {
    return new SparkEngine(
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
            .getOrCreate());
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
