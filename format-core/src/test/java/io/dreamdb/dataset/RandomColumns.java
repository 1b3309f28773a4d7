package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Draws columns and their values; values are few, so that filters meet them. */
final class RandomColumns {

  private final Random random;
  private int names;

  RandomColumns(Random random) {
    this.random = random;
  }

  String name() {
    return "c" + names++;
  }

  Field column(FieldIds ids) {
    Type type = random.nextInt(5) == 0 ? nested(ids) : random.nextInt(6) == 0 ? vector() : scalar();
    Field field = Field.nullable(ids.next(), name(), type);
    if (!type.isScalar() || random.nextInt(3) == 0) {
      return field;
    }
    Object value = value(type);
    return field.withDefault(Value.of(type, value)).withNullable(random.nextBoolean());
  }

  Type scalar() {
    PrimitiveType[] all = PrimitiveType.values();
    int drawn = random.nextInt(all.length + 2);
    return drawn < all.length ? all[drawn] : new DecimalType(3 + random.nextInt(30), 2);
  }

  private static Type vector() {
    return new EmbeddingType(2, Metric.L2);
  }

  private Type nested(FieldIds ids) {
    Type struct =
        new StructType(
            List.of(
                Field.nullable(ids.next(), name(), scalar()),
                Field.nullable(ids.next(), name(), PrimitiveType.INT)));
    return random.nextBoolean() ? struct : ArrayType.of(ids.next(), struct, true);
  }

  /** A value of a field, NULL now and then where it may be. */
  @Nullable Object valueOf(Field field) {
    return field.nullable() && random.nextInt(4) == 0 ? null : value(field.type());
  }

  Object value(Type type) {
    int n = random.nextInt(6);
    if (type instanceof DecimalType decimal) {
      return BigDecimal.valueOf(n * 25L, decimal.scale());
    }
    if (type instanceof EmbeddingType) {
      return new float[] {n, 1};
    }
    if (type instanceof StructType struct) {
      Map<Integer, @Nullable Object> fields = new HashMap<>();
      struct.fields().forEach(field -> fields.put(field.id(), valueOf(field)));
      return fields;
    }
    if (type instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = 0; i < n / 2; i++) {
        elements.add(valueOf(array.element()));
      }
      return elements;
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> n % 2 == 0;
      case INT -> n;
      case BIGINT -> (long) n;
      case FLOAT -> n * 0.1f;
      case DOUBLE -> n * 0.1;
      case STRING -> "s" + n;
      case BINARY -> ByteBuffer.wrap(new byte[] {(byte) n}).asReadOnlyBuffer();
      case DATE -> LocalDate.ofEpochDay(n);
      case TIMESTAMP -> Instant.ofEpochSecond(n);
      case TIMESTAMP_NTZ -> LocalDateTime.ofEpochSecond(n, 0, ZoneOffset.UTC);
    };
  }
}
