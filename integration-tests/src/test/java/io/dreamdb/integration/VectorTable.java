package io.dreamdb.integration;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A table with an embedding for each metric that both engines filled in turns: some rows without
 * vectors, some with the vectors of another row, some deleted.
 *
 * @param name with its schema, without its catalog
 * @param versions that can be named as {@code main~n}, n below this number
 */
record VectorTable(String name, int versions) {

  static final int DIMENSION = 7;
  static final List<String> EMBEDDINGS = List.of("e_l2", "e_cosine", "e_ip");

  /** More than all of its rows. */
  static final int MORE_THAN_ROWS = 1_000;

  private static final int APPENDS = 6;
  private static final int ROWS_PER_APPEND = 60;
  private static final List<String> KINDS = List.of("'a'", "'b'", "'ü'", "NULL");

  static VectorTable fill(Random random) {
    String name = Engines.newSchema() + ".vectors";
    Engines.trino()
        .rows(
            EMBEDDINGS.stream()
                .map(column ->
                    column
                        + " ARRAY(REAL) WITH (dimension = "
                        + DIMENSION
                        + ", metric = '"
                        + column.substring(2)
                        + "')")
                .collect(
                    joining(
                        ", ",
                        "CREATE TABLE lake."
                            + name
                            + " (id BIGINT NOT NULL, kind VARCHAR, year INTEGER, ",
                        ")")));
    List<float[]> vectors = new ArrayList<>();
    for (int append = 0; append < APPENDS; append++) {
      boolean bySpark = append % 2 == 0;
      Engine writer = bySpark ? Engines.spark() : Engines.trino();
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < ROWS_PER_APPEND; i++) {
        rows.add(row(append * ROWS_PER_APPEND + i, bySpark, vectors, random));
      }
      writer.rows(
          "INSERT INTO lake."
              + name
              + " SELECT id, kind, year, v, v, v FROM (VALUES "
              + String.join(", ", rows)
              + ") AS t (id, kind, year, v)");
      writer.rows("DELETE FROM lake." + name + " WHERE id % 13 = " + append);
    }
    return new VectorTable(name, 2 * APPENDS);
  }

  private static String row(int id, boolean forSpark, List<float[]> vectors, Random random) {
    String array = forSpark ? "ARRAY<FLOAT>" : "ARRAY(REAL)";
    String vector = "CAST(NULL AS " + array + ")";
    if (random.nextInt(10) > 0) {
      boolean again = !vectors.isEmpty() && random.nextInt(8) == 0;
      float[] values = again ? vectors.get(random.nextInt(vectors.size())) : vector(random);
      vectors.add(values);
      vector = forSpark ? spark(values) : trino(values, "REAL");
    }
    return "("
        + id
        + ", CAST("
        + KINDS.get(random.nextInt(KINDS.size()))
        + (forSpark ? " AS STRING)" : " AS VARCHAR)")
        + ", CAST("
        + (random.nextInt(6) == 0 ? "NULL" : String.valueOf(random.nextInt(1980, 2025)))
        + " AS INT), "
        + vector
        + ")";
  }

  /** A vector that is not zero. */
  static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** The vector as Spark writes it. */
  static String spark(float[] vector) {
    List<String> elements = new ArrayList<>();
    for (float value : vector) {
      elements.add("float('" + value + "')");
    }
    return "array(" + String.join(", ", elements) + ")";
  }

  /** The vector as Trino writes it, its elements of a type. */
  static String trino(float[] vector, String type) {
    List<String> elements = new ArrayList<>();
    for (float value : vector) {
      elements.add(type + " '" + value + "'");
    }
    return "ARRAY[" + String.join(", ", elements) + "]";
  }

  /** A condition that tables evaluate, which both engines and the filters of searches read. */
  static String filter(Random random) {
    int year = random.nextInt(1980, 2025);
    int id = random.nextInt(APPENDS * ROWS_PER_APPEND);
    return switch (random.nextInt(9)) {
      case 0 -> "year >= " + year;
      case 1 -> "kind = 'ü'";
      case 2 -> "kind IN ('a', 'ü') AND year < " + year;
      case 3 -> "year IS NULL OR kind IS NULL";
      case 4 -> "NOT (year BETWEEN " + (year - 5) + " AND " + (year + 5) + ")";
      case 5 -> "id < " + id;
      case 6 -> "kind <> 'a' OR id > " + id;
      case 7 -> "id = " + id;
      default -> "id >= 0";
    };
  }
}
