package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DecimalType;
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
import org.jspecify.annotations.Nullable;

/** Random schemas and rows, with many NULLs, empty lists and values at the edges. */
final class RandomBlocks {

  private static final String[] WORDS = {"", "a", "äöü", "ß", "😀", "\u0000", "x".repeat(300)};
  private static final double[] DOUBLES = {
    0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 1.5
  };
  private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40};
  private static final PrimitiveType[] PRIMITIVES = PrimitiveType.values();

  private final Random random;
  private int nextId = 1;

  RandomBlocks(long seed) {
    this.random = new Random(seed);
  }

  Schema schema() {
    List<Field> fields = new ArrayList<>();
    int columns = 1 + random.nextInt(5);
    for (int i = 0; i < columns; i++) {
      fields.add(field("c" + i, Type.MAX_DEPTH));
    }
    return new Schema(fields);
  }

  private Field field(String name, int depth) {
    int id = nextId++;
    return new Field(id, name, type(depth), random.nextInt(3) > 0, null);
  }

  private Type type(int depth) {
    int kind = random.nextInt(depth == 1 ? 3 : 6);
    if (kind < 2) {
      return PRIMITIVES[random.nextInt(PRIMITIVES.length)];
    }
    if (kind == 2) {
      int precision = 1 + random.nextInt(DecimalType.MAX_PRECISION);
      return new DecimalType(precision, random.nextInt(precision + 1));
    }
    if (kind == 3) {
      return new ArrayType(field("element", depth - 1));
    }
    if (kind == 4) {
      Field key = field("key", Math.min(depth - 1, 2)).withNullable(false);
      return new MapType(key, field("value", depth - 1));
    }
    List<Field> fields = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      fields.add(field("f" + i, depth - 1));
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

  private @Nullable Object value(Field field) {
    if (field.nullable() && random.nextInt(4) == 0) {
      return null;
    }
    Type type = field.type();
    if (type instanceof DecimalType decimal) {
      BigInteger limit = BigInteger.TEN.pow(decimal.precision());
      BigInteger unscaled =
          random.nextInt(4) == 0
              ? limit.subtract(BigInteger.ONE)
              : new BigInteger(130, random).mod(limit);
      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
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
        entries.put(value(map.key()), value(map.value()));
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
    long number = random.nextInt(3) == 0 ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
    double real = DOUBLES[random.nextInt(DOUBLES.length)];
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> (int) (number ^ number >> 32);
      case BIGINT -> number;
      case FLOAT -> random.nextBoolean() ? (float) real : random.nextFloat();
      case DOUBLE -> random.nextBoolean() ? real : random.nextDouble();
      case STRING -> WORDS[random.nextInt(WORDS.length)];
      case BINARY ->
          WORDS[random.nextInt(WORDS.length)].getBytes(java.nio.charset.StandardCharsets.UTF_16);
      case DATE -> LocalDate.ofEpochDay(random.nextInt());
      case TIMESTAMP -> Instant.EPOCH.plus(number, ChronoUnit.MICROS);
      case TIMESTAMP_NTZ ->
          LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(number, ChronoUnit.MICROS);
    };
  }
}
