package io.dreamdb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.IndexOptions;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("ci")
@ExtendWith(Engines.class)
final class SearchTest {

  private static final int QUERIES = 100;

  @Test
  void bothEnginesFindTheSameRowsInTheSameOrderWithTheSameBits() {
    Seed seed = Seed.choose();
    Random random = seed.random();
    bothFindTheSame(seed, random, VectorTable.fill(random));
  }

  @Test
  void soTheyDoThroughIndexes() {
    Seed seed = Seed.choose();
    Random random = seed.random();
    VectorTable table = VectorTable.fill(random);
    try (Warehouse warehouse = Warehouse.open(Engines.warehouse().toString())) {
      Dataset dataset = warehouse.table(TableName.parse(table.name()));
      for (String embedding : VectorTable.EMBEDDINGS) {
        dataset
            .index(RefName.MAIN, Optional.of(embedding))
            .rebuild(IndexOptions.DEFAULT.withCells(9).withSeed(random.nextInt(100)));
      }
    }
    bothFindTheSame(seed, random, table);
  }

  private static void bothFindTheSame(Seed seed, Random random, VectorTable table) {
    List<String> anchors =
        Engines.spark()
            .rows(
                "SELECT _anchor FROM lake." + table.name() + " WHERE e_l2 IS NOT NULL ORDER BY id")
            .stream()
            .map(row -> row.get(0))
            .toList();
    long found = 0;
    for (int i = 0; i < QUERIES; i++) {
      Question question = Question.random(table, anchors, random);
      List<List<String>> rows = Engines.spark().rows(question.inSpark());
      assertThat(Engines.trino().rows(question.inTrino()))
          .as("query %d, %s\n%s\n%s", i, seed, question.inSpark(), question.inTrino())
          .isEqualTo(rows);
      found += rows.size();
    }
    assertThat(found).as("rows of all answers").isGreaterThan(QUERIES);
  }

  /** A search in both dialects. */
  private record Question(String inSpark, String inTrino) {

    static Question random(VectorTable table, List<String> anchors, Random random) {
      List<String> spark = new ArrayList<>(List.of("table => 'lake." + table.name() + "'"));
      List<String> trino = new ArrayList<>(List.of("table_name => '" + table.name() + "'"));
      if (random.nextInt(4) == 0) {
        String anchor = "query_anchor => " + anchors.get(random.nextInt(anchors.size()));
        spark.add(anchor);
        trino.add(anchor);
      } else {
        float[] query = VectorTable.vector(random);
        spark.add("query_vector => " + VectorTable.spark(query));
        trino.add("query_vector => " + VectorTable.trino(query, "REAL"));
      }
      List<String> both = new ArrayList<>();
      both.add(
          "vector_column => '"
              + VectorTable.EMBEDDINGS.get(random.nextInt(VectorTable.EMBEDDINGS.size()))
              + "'");
      both.add(
          "num_results => "
              + (random.nextInt(8) == 0 ? VectorTable.MORE_THAN_ROWS : random.nextInt(1, 30)));
      if (random.nextBoolean()) {
        both.add("filter => '" + VectorTable.filter(random).replace("'", "''") + "'");
      }
      // An anchor may be unknown to an old version.
      if (random.nextInt(3) == 0 && !spark.get(1).startsWith("query_anchor")) {
        both.add("version => 'main~" + random.nextInt(table.versions()) + "'");
      }
      if (random.nextInt(5) == 0) {
        both.add("max_distance => " + random.nextInt(-2, 4) + ".5e0");
      }
      switch (random.nextInt(6)) {
        case 0, 1 -> both.add("mode => 'exact'");
        case 2 -> both.add("nprobe => " + random.nextInt(1, 12));
        case 3 -> both.add("recall => 0." + random.nextInt(5, 10) + "e0");
        default -> {}
      }
      spark.addAll(both);
      trino.addAll(both);
      String columns = "SELECT id, kind, year, e_l2, _distance, _anchor, _manifest FROM ";
      return new Question(
          columns + "vector_search(" + String.join(", ", spark) + ")",
          columns + "TABLE(lake.system.vector_search(" + String.join(", ", trino) + "))");
    }
  }
}
