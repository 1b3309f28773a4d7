package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.TypeOperators;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ranking by kernels has the rows and values of the function computed for each row. */
final class FunctionRankingTest {

  private static final long SEED = 20_260_103;
  private static final int TABLES = 15;
  private static final int QUERIES = 40;

  @ParameterizedTest
  @EnumSource
  void theFirstRowsAreThoseOfTheFunctionComputedForEachRow(EngineFunction function) {
    Random random = new Random(SEED + function.ordinal());
    try (Warehouse warehouse = Warehouse.open("memory:" + UUID.randomUUID())) {
      warehouse.createSchema("s", Map.of());
      for (int i = 0; i < TABLES; i++) {
        compare(warehouse, function, i, random);
      }
    }
  }

  private static void compare(
      Warehouse warehouse, EngineFunction function, int number, Random random) {
    int dimension = random.nextInt(4) == 0 ? 300 + random.nextInt(200) : 1 + random.nextInt(40);
    Metric metric = Metric.values()[random.nextInt(Metric.values().length)];
    float[] base = random(dimension, Math.pow(2, random.nextInt(-12, 40)), random);
    Snapshot snapshot = fill(warehouse, "t" + number, metric, base, random);
    for (int query = 0; query < QUERIES; query++) {
      DreamTable.Top top = top(snapshot, function, base, random);
      Predicate filter = Predicate.parse(random.nextBoolean() ? "TRUE" : "id >= 100");
      String about = "seed " + SEED + ", table " + number + ", query " + query + ", " + top;
      assertThat(FunctionRanking.serves(snapshot, top)).as(about).isTrue();
      Ranking.Ranked ranked = new FunctionRanking(top, filter).rank(snapshot);
      Map<Long, @Nullable Double> all = all(snapshot, top, filter);
      assertThat(values(ranked)).as(about).isEqualTo(first(all, top));
      assertThat(ranked.anchors()).as(about).doesNotHaveDuplicates();
      List<@Nullable Double> ofRows = new ArrayList<>();
      for (long anchor : ranked.anchors()) {
        assertThat(all).as(about).containsKey(anchor);
        ofRows.add(all.get(anchor));
      }
      assertThat(ofRows).as(about).isEqualTo(values(ranked));
    }
  }

  private static DreamTable.Top top(
      Snapshot snapshot, EngineFunction function, float[] base, Random random) {
    double[] query = new double[base.length];
    float[] near = random.nextInt(3) == 0 ? random(base.length, 1, random) : base;
    for (int i = 0; i < query.length; i++) {
      // Near a row or not, in floats or not.
      query[i] = near[i] * (random.nextBoolean() ? 1 : 1 + random.nextGaussian() * 0x1p-26);
    }
    Field field = snapshot.schema().find("v").orElseThrow();
    DreamColumn column =
        new DreamColumn(
            function.sqlName(),
            DreamColumn.Kind.SCORE,
            field.id(),
            DoubleType.DOUBLE,
            new Score(function, query).text());
    return new DreamTable.Top(
        1 + random.nextInt(150),
        column,
        !function.isSimilarity(),
        random.nextBoolean(),
        true,
        false);
  }

  private static Snapshot fill(
      Warehouse warehouse, String name, Metric metric, float[] base, Random random) {
    Schema schema =
        Schema.of(
            Field.required(1, "id", PrimitiveType.BIGINT),
            Field.nullable(2, "v", new EmbeddingType(base.length, metric)));
    Dataset table = warehouse.createTable(TableName.parse("s." + name), schema, Map.of());
    int id = 0;
    for (int append = 0; append < 3; append++) {
      int rows = 1 + random.nextInt(300);
      ColumnBuilder ids = ColumnBuilder.of(PrimitiveType.BIGINT);
      ColumnBuilder vectors = ColumnBuilder.of(schema.find("v").orElseThrow().type());
      for (int i = 0; i < rows; i++) {
        ids.append((long) id++);
        if (random.nextInt(20) == 0) {
          vectors.appendNull();
        } else {
          vectors.append(near(base, random));
        }
      }
      table
          .append(RefName.MAIN)
          .rows(List.of(new RowBlock(schema, rows, List.of(ids.build(), vectors.build()))));
    }
    table.delete(RefName.MAIN).where(Predicate.parse("id IN (1, 5, 110, 111)"));
    return table
        .snapshot()
        .readingWith(new TrinoRowBatchCodec(new TypeMapping(new TypeOperators())));
  }

  /** The same, a few units in the last place away, far away, or tiny. */
  private static float[] near(float[] base, Random random) {
    float[] vector = base.clone();
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(vector.length);
      vector[at] = random.nextBoolean() ? Math.nextUp(vector[at]) : Math.nextDown(vector[at]);
    }
    if (random.nextInt(3) == 0) {
      vector = random(base.length, random.nextInt(5) == 0 ? 0x1p-60 : Math.abs(base[0]), random);
    }
    return vector;
  }

  private static float[] random(int dimension, double scale, Random random) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (random.nextGaussian() * scale);
    }
    return vector;
  }

  private static Map<Long, @Nullable Double> all(
      Snapshot snapshot, DreamTable.Top top, Predicate filter) {
    Score score = Score.parse(top.column().score());
    Map<Long, @Nullable Double> all = new HashMap<>();
    Field field = snapshot.schema().find("v").orElseThrow();
    Iterator<Scan.ScannedRows> blocks =
        snapshot.scan().columns(Schema.of(field)).where(filter).rows();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      EmbeddingColumn vectors = (EmbeddingColumn) block.rows().column(field.id());
      for (int i = 0; i < block.anchors().length; i++) {
        float[] vector = vectors.get(i);
        all.put(
            block.anchors()[i],
            vector == null ? null : score.function().of(vector, 0, score.query()));
      }
    }
    return all;
  }

  private static List<@Nullable Double> first(Map<Long, @Nullable Double> all, DreamTable.Top top) {
    Comparator<Double> values =
        top.ascending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
    return all.values().stream()
        .sorted(top.nullsFirst() ? Comparator.nullsFirst(values) : Comparator.nullsLast(values))
        .limit(top.count())
        .toList();
  }

  private static List<@Nullable Double> values(Ranking.Ranked ranked) {
    LongArrayBlock block = (LongArrayBlock) ranked.values();
    List<@Nullable Double> values = new ArrayList<>();
    for (int i = 0; i < block.getPositionCount(); i++) {
      values.add(block.isNull(i) ? null : Double.longBitsToDouble(block.getLong(i)));
    }
    return values;
  }

  @Test
  void whatKernelsCannotBoundStaysWithTheFunction() {
    try (Warehouse warehouse = Warehouse.open("memory:" + UUID.randomUUID())) {
      warehouse.createSchema("s", Map.of());
      Random random = new Random(SEED);
      Snapshot snapshot = fill(warehouse, "t", Metric.L2, new float[] {1, 2}, random);
      Field field = snapshot.schema().find("v").orElseThrow();
      assertThat(serves(snapshot, field, EngineFunction.EUCLIDEAN_DISTANCE, 1, 1)).isTrue();
      assertThat(serves(snapshot, field, EngineFunction.EUCLIDEAN_DISTANCE, 1e30, 1)).isFalse();
      assertThat(serves(snapshot, field, EngineFunction.DOT_PRODUCT, 0, 0)).isFalse();
      assertThat(serves(snapshot, field, EngineFunction.DOT_PRODUCT, 1e-60, 1e-60)).isFalse();
      assertThat(serves(snapshot, field, EngineFunction.COSINE_DISTANCE, 1, 1)).isTrue();
      ColumnBuilder ids = ColumnBuilder.of(PrimitiveType.BIGINT);
      ColumnBuilder vectors = ColumnBuilder.of(field.type());
      ids.append(1_000L);
      vectors.append(new float[2]);
      Dataset table = snapshot.dataset();
      table
          .append(RefName.MAIN)
          .rows(List.of(new RowBlock(snapshot.schema(), 1, List.of(ids.build(), vectors.build()))));
      Snapshot zero = table.snapshot();
      assertThat(serves(zero, field, EngineFunction.COSINE_DISTANCE, 1, 1)).isFalse();
      assertThat(serves(zero, field, EngineFunction.EUCLIDEAN_DISTANCE, 1, 1)).isTrue();
    }
  }

  private static boolean serves(
      Snapshot snapshot, Field field, EngineFunction function, double... query) {
    DreamColumn column =
        new DreamColumn(
            function.sqlName(),
            DreamColumn.Kind.SCORE,
            field.id(),
            DoubleType.DOUBLE,
            new Score(function, query).text());
    return FunctionRanking.serves(
        snapshot, new DreamTable.Top(10, column, !function.isSimilarity(), false, false, false));
  }
}
