package io.dreamdb.spark;

import io.dreamdb.Metric;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random schemas and rows: all types, nested ones too, many NULLs, values at the edges. */
final class RandomRows {

  private static final String[] WORDS = {"", "a", "äöü", "😀", "\u0000", "x".repeat(300)};
  private static final double[] DOUBLES = {0.0, -0.0, Double.NaN, Double.MAX_VALUE, 1.5};
  private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40};

  private final Random random;
  private int ids;

  RandomRows(long seed) {
    this.random = new Random(seed);
  }

  /** A schema with or without embeddings. */
  Schema schema(boolean embeddings) {
    List<Field> fields = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      Type type =
          embeddings && random.nextInt(4) == 0
              ? new EmbeddingType(1 + random.nextInt(20), Metric.L2)
              : type(3);
      fields.add(new Field(++ids, "c" + i, type, random.nextInt(3) > 0, null));
    }
    return new Schema(fields);
  }

  private Type type(int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 7);
    if (kind < 3) {
      return PrimitiveType.values()[random.nextInt(PrimitiveType.values().length)];
    }
    if (kind == 3) {
      int precision = 1 + random.nextInt(DecimalType.MAX_PRECISION);
      return new DecimalType(precision, random.nextInt(precision + 1));
    }
    if (kind == 4) {
      return ArrayType.of(++ids, type(depth - 1), random.nextBoolean());
    }
    if (kind == 5) {
      return MapType.of(++ids, PrimitiveType.INT, ++ids, type(depth - 1), random.nextBoolean());
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      fields.add(new Field(++ids, "f" + i, type(depth - 1), random.nextBoolean(), null));
    }
    return new StructType(fields);
  }

  RowBlock block(Schema schema, int rows) {
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      ColumnBuilder builder = ColumnBuilder.of(field.type());
      for (int i = 0; i < rows; i++) {
        builder.append(value(field));
      }
      columns.add(builder.build());
    }
    return new RowBlock(schema, rows, columns);
  }

  private Object value(Field field) {
    if (field.nullable() && random.nextInt(3) == 0) {
      return null;
    }
    Type type = field.type();
    if (type instanceof DecimalType decimal) {
      BigInteger bound = BigInteger.TEN.pow(decimal.precision());
      BigInteger unscaled = new BigInteger(bound.bitLength(), random).mod(bound);
      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    }
    if (type instanceof EmbeddingType embedding) {
      float[] vector = new float[embedding.dimension()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      return vector;
    }
    if (type instanceof ArrayType array) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(value(array.element()));
      }
      return list;
    }
    if (type instanceof MapType map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put(i * 7, value(map.value()));
      }
      return entries;
    }
    if (type instanceof StructType struct) {
      Map<String, Object> values = new LinkedHashMap<>();
      struct.fields().forEach(child -> values.put(child.name(), value(child)));
      return values;
    }
    return primitive((PrimitiveType) type);
  }

  private Object primitive(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case BIGINT -> LONGS[random.nextInt(LONGS.length)];
      case FLOAT -> (float) DOUBLES[random.nextInt(DOUBLES.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case STRING -> WORDS[random.nextInt(WORDS.length)];
      case BINARY ->
          WORDS[random.nextInt(WORDS.length)].getBytes(java.nio.charset.StandardCharsets.UTF_16);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(4_000_000) - 1_500_000);
      case TIMESTAMP -> instant();
      case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
    };
  }

  private Instant instant() {
    return Instant.EPOCH.plus(random.nextLong() >> random.nextInt(30), ChronoUnit.MICROS);
  }
}
