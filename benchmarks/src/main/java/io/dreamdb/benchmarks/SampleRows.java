package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random rows of six scalar columns and, if asked for, an embedding. One thread. */
final class SampleRows {

  private static final String[] WORDS = {
    "amber", "bridge", "cedar", "delta", "ember", "fjord", "grove", "harbour", "island", "juniper"
  };
  private static final long FIRST_TIME_MICROS = 1_700_000_000_000_000L;
  private static final int CATEGORIES = 100;
  private static final int ROWS_PER_CLUSTER = 100;

  private final Random random;
  private final @Nullable EmbeddingType embedding;
  private final @Nullable ClusteredVectors clusters;
  private final Schema schema;

  private SampleRows(
      long seed, @Nullable EmbeddingType embedding, @Nullable ClusteredVectors clusters) {
    this.random = new Random(seed);
    this.embedding = embedding;
    this.clusters = clusters;
    List<Field> fields = new ArrayList<>();
    fields.add(Field.required(1, "id", PrimitiveType.BIGINT));
    fields.add(Field.nullable(2, "title", PrimitiveType.STRING));
    fields.add(Field.nullable(3, "category", PrimitiveType.INT));
    fields.add(Field.nullable(4, "score", PrimitiveType.DOUBLE));
    fields.add(Field.nullable(5, "created", PrimitiveType.TIMESTAMP));
    fields.add(Field.nullable(6, "active", PrimitiveType.BOOLEAN));
    if (embedding != null) {
      fields.add(Field.nullable(7, "embedding", embedding));
    }
    this.schema = new Schema(fields);
  }

  /** Rows without an embedding. */
  static SampleRows scalars(long seed) {
    return new SampleRows(seed, null, null);
  }

  /** Rows with an embedding. */
  static SampleRows vectors(long seed, int dimension, Metric metric) {
    return new SampleRows(seed, new EmbeddingType(dimension, metric), null);
  }

  /** Rows with an embedding in a hundredth as many clusters as there are rows. */
  static SampleRows clustered(long seed, int dimension, int rows) {
    int clusters = Math.max(1, rows / ROWS_PER_CLUSTER);
    return new SampleRows(
        seed,
        new EmbeddingType(dimension, Metric.L2),
        new ClusteredVectors(seed, dimension, clusters));
  }

  Schema schema() {
    return schema;
  }

  /** A vector with elements from −1 to 1. */
  float[] vector(int dimension) {
    return floats(dimension);
  }

  /** Vectors of the same clusters that no row before a number has. */
  Vectors vectorsAfter(long rows, int count) {
    if (clusters == null) {
      throw new IllegalStateException("these rows have no clusters");
    }
    return clusters.rows(rows, count);
  }

  /** Rows whose ids begin with {@code firstId}. */
  RowBlock block(long firstId, int rows) {
    Validity valid = Validity.all(rows);
    long[] ids = new long[rows];
    int[] categories = new int[rows];
    double[] scores = new double[rows];
    long[] times = new long[rows];
    BooleanColumn.Builder active = (BooleanColumn.Builder) ColumnBuilder.of(PrimitiveType.BOOLEAN);
    BytesColumn.Builder titles = (BytesColumn.Builder) ColumnBuilder.of(PrimitiveType.STRING);
    for (int i = 0; i < rows; i++) {
      ids[i] = firstId + i;
      categories[i] = random.nextInt(CATEGORIES);
      scores[i] = random.nextDouble();
      times[i] = FIRST_TIME_MICROS + (firstId + i) * 1000;
      active.appendBoolean(random.nextBoolean());
      titles.append(
          WORDS[random.nextInt(WORDS.length)]
              + ' '
              + WORDS[random.nextInt(WORDS.length)]
              + ' '
              + random.nextInt(1_000_000));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new LongColumn(PrimitiveType.BIGINT, ids, valid));
    columns.add(titles.build());
    columns.add(new IntColumn(PrimitiveType.INT, categories, valid));
    columns.add(new DoubleColumn(scores, valid));
    columns.add(new LongColumn(PrimitiveType.TIMESTAMP, times, valid));
    columns.add(active.build());
    if (embedding != null) {
      float[] values =
          clusters == null
              ? floats(Math.multiplyExact(rows, embedding.dimension()))
              : clusters.rows(firstId, rows).rows(0, rows);
      columns.add(new EmbeddingColumn(embedding, values, valid));
    }
    return new RowBlock(schema, rows, columns);
  }

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
