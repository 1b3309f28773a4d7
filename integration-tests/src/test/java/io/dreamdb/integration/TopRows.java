package io.dreamdb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The first rows by a vector function, once by the table and once by the engine's own plan: the
 * function's constant is hidden behind a column, which no table sees through.
 */
enum TopRows {
  SPARK_L2("vector_l2_distance", "e_l2", "ASC"),
  SPARK_COSINE("vector_cosine_similarity", "e_cosine", "DESC"),
  SPARK_IP("vector_inner_product", "e_ip", "DESC"),
  TRINO_COSINE("cosine_distance", "e_cosine", "ASC"),
  TRINO_L2("euclidean_distance", "e_l2", "ASC"),
  TRINO_IP("dot_product", "e_ip", "DESC");

  private final String function;
  private final String column;
  private final String direction;

  TopRows(String function, String column, String direction) {
    this.function = function;
    this.column = column;
    this.direction = direction;
  }

  private static final List<TopRows> SPARK = List.of(SPARK_L2, SPARK_COSINE, SPARK_IP);
  private static final List<TopRows> TRINO = List.of(TRINO_COSINE, TRINO_L2, TRINO_IP);

  /** Asks each engine so many random questions both ways, with each of its functions by turns. */
  static void compare(int queriesOfEachEngine, Seed seed) {
    Random random = seed.random();
    VectorTable table = VectorTable.fill(random);
    for (int i = 0; i < queriesOfEachEngine; i++) {
      for (List<TopRows> functions : List.of(SPARK, TRINO)) {
        functions
            .get(i % functions.size())
            .compare(table, random, "query " + i + " of each engine, " + seed);
      }
    }
  }

  private boolean isSpark() {
    return SPARK.contains(this);
  }

  private void compare(VectorTable table, Random random, String about) {
    Engine engine = isSpark() ? Engines.spark() : Engines.trino();
    float[] vector = VectorTable.vector(random);
    String query = isSpark() ? VectorTable.spark(vector) : VectorTable.trino(vector, "DOUBLE");
    int k = random.nextInt(6) == 0 ? 400 : random.nextInt(1, 40);
    String where = where(random);
    String order =
        " ORDER BY score "
            + direction
            + List.of("", " NULLS FIRST", " NULLS LAST").get(random.nextInt(3))
            + " LIMIT ";
    String pushed = select(query) + table.name() + where + order + k;
    // All rows, so that any of equal score may be among the first k.
    String plain =
        select("IF(id < 0, reverse(" + query + "), " + query + ")")
            + table.name()
            + where
            + order
            + VectorTable.MORE_THAN_ROWS;
    String text = about + "\n" + pushed;
    assertThat(isPushed(engine.plan(pushed), k)).as("pushed: %s", text).isTrue();
    assertThat(isPushed(engine.plan(plain), VectorTable.MORE_THAN_ROWS))
        .as("plain: %s", plain)
        .isFalse();
    requireFirst(k, engine.rows(pushed), engine.rows(plain), text);
  }

  private String select(String query) {
    return "SELECT " + function + "(" + column + ", " + query + ") AS score, id FROM lake.";
  }

  private String where(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> " WHERE " + column + " IS NOT NULL";
      case 2 -> " WHERE (" + VectorTable.filter(random) + ") AND " + column + " IS NOT NULL";
      default -> " WHERE " + VectorTable.filter(random);
    };
  }

  private boolean isPushed(String plan, int k) {
    return isSpark()
        ? plan.contains("dreamdb the first " + k) && !plan.contains("TakeOrdered")
        : plan.contains(String.format(Locale.ROOT, "top %d by %s", k, function));
  }

  /** The scores must be the first ones; which of the rows with equal scores is free. */
  private static void requireFirst(
      int k, List<List<String>> rows, List<List<String>> all, String about) {
    List<String> expected = all.stream().limit(k).map(row -> row.get(0)).toList();
    assertThat(rows.stream().map(row -> row.get(0))).as(about).containsExactlyElementsOf(expected);
    assertThat(all).as(about).containsAll(rows);
    assertThat(rows).as(about).doesNotHaveDuplicates();
  }
}
