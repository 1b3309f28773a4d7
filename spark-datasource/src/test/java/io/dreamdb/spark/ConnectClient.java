package io.dreamdb.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a notebook does, in a JVM that has Spark Connect's client and nothing of DreamDB. Ends with
 * code 0 if all answers are right.
 */
final class ConnectClient {

  private ConnectClient() {}

  public static void main(String[] arguments) {
    SparkSession session =
        SparkSession.builder().remote("sc://127.0.0.1:" + arguments[0]).getOrCreate();
    session.sql("CREATE NAMESPACE lake.remote").collectAsList();
    session
        .sql(
            "CREATE TABLE lake.remote.t (id INT, v ARRAY<FLOAT>) TBLPROPERTIES"
                + " ('dreamdb.field.v.dimension' = '2', 'dreamdb.field.v.metric' = 'l2')")
        .collectAsList();
    session
        .sql("INSERT INTO lake.remote.t VALUES (1, array(0, 0)), (2, array(0, 1)), (3, NULL)")
        .collectAsList();
    expect(session, "SELECT id FROM lake.remote.t WHERE id >= 2 ORDER BY id", "[[2], [3]]");
    expect(
        session,
        "SELECT id, _distance FROM vector_search(table => 'lake.remote.t', query_vector =>"
            + " array(0, 3), num_results => 2)",
        "[[2,2.0], [1,3.0]]");
    expect(
        session,
        "SELECT id FROM lake.remote.t ORDER BY vector_l2_distance(v, array(0F, 3F)) NULLS LAST"
            + " LIMIT 1",
        "[[2]]");
    session.sql("DELETE FROM lake.remote.t WHERE id = 2").collectAsList();
    expect(session, "SELECT count(*) FROM lake.remote.t", "[[2]]");
    expect(session, "SELECT count(*) FROM lake.remote.t VERSION AS OF 'main~1'", "[[3]]");
    expectFailure(session, "SELECT * FROM lake.remote.t VERSION AS OF 'nosuch'");
    session.stop();
  }

  private static void expect(SparkSession session, String query, String expected) {
    List<Row> rows = session.sql(query).collectAsList();
    if (!rows.toString().equals(expected)) {
      throw new AssertionError(query + " gave " + rows + " instead of " + expected);
    }
  }

  private static void expectFailure(SparkSession session, String query) {
    try {
      session.sql(query).collectAsList();
    } catch (Exception e) {
      if (e.getMessage().contains("[DREAMDB_INVALID_INPUT]")) {
        return;
      }
      throw new AssertionError(query + " failed otherwise", e);
    }
    throw new AssertionError(query + " did not fail");
  }
}
