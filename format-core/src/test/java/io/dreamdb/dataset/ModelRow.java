package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A row of the table that the model tests use, as plain values. */
record ModelRow(
    long id,
    @Nullable Double score,
    @Nullable String word,
    float @Nullable [] near,
    float @Nullable [] angle,
    float @Nullable [] product) {

  static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(12, "score", PrimitiveType.DOUBLE),
          Field.nullable(13, "word", PrimitiveType.STRING),
          Field.nullable(14, "near", new EmbeddingType(3, Metric.L2)),
          Field.nullable(15, "angle", new EmbeddingType(2, Metric.COSINE)),
          Field.nullable(16, "product", new EmbeddingType(5, Metric.IP)));

  private static final Double[] SCORES = {
    null, Double.NaN, -0.0, 0.0, 0.25, 1.0, -7.5, Double.POSITIVE_INFINITY
  };
  private static final String[] WORDS = {null, "", "a", "Ä", "😀b", "it's"};

  static ModelRow random(Random random, long id) {
    return new ModelRow(
        id,
        SCORES[random.nextInt(SCORES.length)],
        WORDS[random.nextInt(WORDS.length)],
        vector(random, 3),
        vector(random, 2),
        vector(random, 5));
  }

  /** Small whole numbers, so that many distances are equal; never zero; sometimes NULL. */
  private static float @Nullable [] vector(Random random, int dimension) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    return query(random, dimension);
  }

  static float[] query(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextInt(7) - 3;
    }
    vector[0] = vector[0] == 0 ? 1 : vector[0];
    return vector;
  }

  float @Nullable [] vector(String field) {
    return switch (field) {
      case "near" -> near;
      case "angle" -> angle;
      default -> product;
    };
  }

  static RowBlock block(List<ModelRow> rows) {
    List<ColumnBuilder> builders =
        SCHEMA.fields().stream().map(field -> ColumnBuilder.of(field.type())).toList();
    for (ModelRow row : rows) {
      List<@Nullable Object> values =
          Arrays.asList(row.id, row.score, row.word, row.near, row.angle, row.product);
      for (int i = 0; i < values.size(); i++) {
        builders.get(i).append(values.get(i));
      }
    }
    List<Column> columns = new ArrayList<>();
    builders.forEach(builder -> columns.add(builder.build()));
    return new RowBlock(SCHEMA, rows.size(), columns);
  }

  static ModelRow of(List<@Nullable Object> values) {
    return new ModelRow(
        (Long) java.util.Objects.requireNonNull(values.get(0)),
        (Double) values.get(1),
        (String) values.get(2),
        (float[]) values.get(3),
        (float[]) values.get(4),
        (float[]) values.get(5));
  }

  /** Every bit of every value: NaN and −0 are told apart from what they are not. */
  @Override
  public String toString() {
    return id
        + "|"
        + (score == null ? "null" : Long.toHexString(Double.doubleToRawLongBits(score)))
        + "|"
        + (word == null ? "null" : "'" + word + "'")
        + "|"
        + Arrays.toString(near)
        + "|"
        + Arrays.toString(angle)
        + "|"
        + Arrays.toString(product);
  }
}
