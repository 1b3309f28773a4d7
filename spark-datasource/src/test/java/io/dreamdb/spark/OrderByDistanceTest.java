package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.session;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each order is asked of a table and of a view with the same rows, where Spark does all itself. */
@ExtendWith(SharedSession.class)
class OrderByDistanceTest {

  private static final int DIMENSION = 11;
  private static final long SEED = 20_260_101;

  private static String table;
  private static String query;

  @BeforeAll
  static void vectors() {
    Random random = new Random(SEED);
    java.util.ArrayList<Row> rows = new java.util.ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(RowFactory.create(i, i % 7, i % 50 == 3 ? null : vector(random)));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("year", DataTypes.IntegerType)
            .add("v", DataTypes.createArrayType(DataTypes.FloatType));
    Dataset<Row> all = session().createDataFrame(rows, schema);
    String namespace = SharedSession.newSchema();
    table = namespace + ".vectors";
    sql(
        "CREATE TABLE "
            + table
            + " (id INT, year INT, v ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.v.dimension' = '"
            + DIMENSION
            + "', 'dreamdb.field.v.metric' = 'cosine')");
    append(all, table);
    sql("DELETE FROM " + table + " WHERE id % 13 = 5");
    all.where("id % 13 <> 5").createOrReplaceTempView("plain_vectors");
    query =
        vector(random).stream()
            .map(value -> value + "F")
            .collect(Collectors.joining(", ", "array(", ")"));
  }

  private static List<Float> vector(Random random) {
    java.util.ArrayList<Float> vector = new java.util.ArrayList<>();
    for (int i = 0; i < DIMENSION; i++) {
      vector.add((float) random.nextGaussian());
    }
    return vector;
  }

  private static void append(Dataset<Row> rows, String table) {
    try {
      rows.writeTo(table).append();
    } catch (NoSuchTableException e) {
      throw new AssertionError(e);
    }
  }

  private static String plan(String query) {
    return rows("EXPLAIN " + query).get(0);
  }

  private static void sameAsSparkAndPushed(String columns, String rest) {
    String pushed = "SELECT " + columns + " FROM " + table + " " + rest;
    String plain = "SELECT " + columns + " FROM plain_vectors " + rest;
    assertThat(plan(pushed)).contains("dreamdb the first").doesNotContain("TakeOrdered");
    assertThat(rows(pushed)).isEqualTo(rows(plain));
  }

  private static void sameAsSparkAndNotPushed(String columns, String rest) {
    String left = "SELECT " + columns + " FROM " + table + " " + rest;
    assertThat(plan(left)).doesNotContain("dreamdb the first");
    assertThat(rows(left)).isEqualTo(rows("SELECT " + columns + " FROM plain_vectors " + rest));
  }

  @Test
  void theNearestByEachFunctionAreSparksOwn() {
    sameAsSparkAndPushed("id", "ORDER BY vector_cosine_similarity(v, " + query + ") DESC LIMIT 10");
    sameAsSparkAndPushed(
        "id", "ORDER BY vector_l2_distance(v, " + query + ") ASC NULLS LAST LIMIT 10");
    sameAsSparkAndPushed("id", "ORDER BY vector_inner_product(" + query + ", v) DESC LIMIT 17");
  }

  @Test
  void valuesAreSparksToTheBit() {
    sameAsSparkAndPushed(
        "id, vector_l2_distance(v, " + query + ") AS d", "ORDER BY d NULLS LAST LIMIT 25");
    sameAsSparkAndPushed(
        "id, vector_cosine_similarity(v, " + query + ") AS d", "ORDER BY d DESC LIMIT 25");
  }

  @Test
  void rowsWithoutVectorComeFirstWhereSparkPutsNullsFirst() {
    String rest = "ORDER BY vector_l2_distance(v, " + query + ") LIMIT 12";
    String pushed = "SELECT id IS NULL, v IS NULL, year >= 0 FROM ";
    assertThat(plan(pushed + table + " " + rest)).contains("dreamdb the first");
    assertThat(rows(pushed + table + " " + rest)).isEqualTo(rows(pushed + "plain_vectors " + rest));
  }

  @Test
  void filtersThatCoreEvaluatesActBelow() {
    sameAsSparkAndPushed(
        "id",
        "WHERE year >= 3 AND v IS NOT NULL ORDER BY vector_l2_distance(v, " + query + ") LIMIT 10");
  }

  @Test
  void whatSparkMustEvaluateIsLeftToSpark() {
    sameAsSparkAndNotPushed(
        "id",
        "WHERE sqrt(year) >= 1.5 ORDER BY vector_l2_distance(v, "
            + query
            + ") NULLS LAST LIMIT 10");
    sameAsSparkAndNotPushed("id", "ORDER BY vector_l2_distance(v, " + query + ") DESC LIMIT 10");
    sameAsSparkAndNotPushed(
        "id", "ORDER BY vector_l2_distance(v, " + query + ") NULLS LAST, id LIMIT 10");
    sameAsSparkAndNotPushed(
        "id", "ORDER BY vector_cosine_similarity(v, array_repeat(0F, 11)) DESC, id LIMIT 10");
  }

  @Test
  void aCosineIsNotPushedWhereAVectorMayBeZero() {
    String zeros = SharedSession.newSchema() + ".zeros";
    sql(
        "CREATE TABLE "
            + zeros
            + " (id INT, v ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.v.dimension' = '2')");
    sql("INSERT INTO " + zeros + " VALUES (1, array(0, 0)), (2, array(1, 0)), (3, array(1, 1))");
    String order =
        "SELECT id FROM "
            + zeros
            + " ORDER BY vector_cosine_similarity(v, array(1F, 0F)) DESC LIMIT 3";
    assertThat(plan(order)).doesNotContain("dreamdb the first");
    assertThat(rows(order)).containsExactly("[2]", "[3]", "[1]");
  }

  @Test
  void tinyVectorsForWhichSparkSaysNullTakeTheirPlaceAmongNulls() {
    String tiny = SharedSession.newSchema() + ".tiny";
    sql(
        "CREATE TABLE "
            + tiny
            + " (id INT, v ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.v.dimension' = '2')");
    sql(
        "INSERT INTO "
            + tiny
            + " VALUES (1, array(1e-20F, 0F)), (2, array(1, 0)), (3, array(-1, 1))");
    String order =
        "SELECT id FROM "
            + tiny
            + " ORDER BY vector_cosine_similarity(v, array(1e-5F, 0F)) DESC LIMIT 3";
    assertThat(plan(order)).contains("dreamdb the first");
    assertThat(rows(order)).containsExactly("[2]", "[3]", "[1]");
    assertThat(rows(order.replace("DESC", "DESC NULLS FIRST")))
        .containsExactly("[1]", "[2]", "[3]");
  }
}
