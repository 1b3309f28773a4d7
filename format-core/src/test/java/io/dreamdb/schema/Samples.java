package io.dreamdb.schema;

import io.dreamdb.Metric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random types, values, blocks and predicates, rich in values at the edges and in equal ones. */
final class Samples {

  private static final String[] WORDS = {
    "",
    "a",
    "ab",
    "abc",
    "b",
    "Ä",
    "äöü",
    "ß",
    "z",
    "\uD7FF",
    "\uE000",
    "\uFFFD",
    "😀",
    "😀b",
    "a😀",
    "%",
    "a%",
    "a_b",
    "it's",
    "\\",
    "\u0000",
    "0123456789abcdef",
    "0123456789abcdefg",
    "0123456789abcde😀x",
    "\uDBFF\uDFFF".repeat(17),
    "x".repeat(15) + "\uD7FFyy"
  };
  private static final double[] DOUBLES = {
    Double.NaN,
    0.0,
    -0.0,
    1,
    -1,
    0.1,
    1.5,
    2,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.1f,
    Float.MAX_VALUE,
    Float.MIN_VALUE,
    9007199254740993.0,
    3e38,
    2147483647,
    -2147483648
  };
  private static final long[] LONGS = {
    0,
    1,
    -1,
    2,
    3,
    10,
    1_000_000,
    -1_000_001,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    9007199254740993L
  };

  final Random random;
  private final SequentialIds ids = new SequentialIds();

  Samples(long seed) {
    this.random = new Random(seed);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private long pickLong() {
    return random.nextInt(4) == 0 ? random.nextInt(6) - 3 : LONGS[random.nextInt(LONGS.length)];
  }

  private double pickDouble() {
    return DOUBLES[random.nextInt(DOUBLES.length)];
  }

  String pickString() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  Type scalar() {
    int choice = random.nextInt(PrimitiveType.values().length + 2);
    if (choice < PrimitiveType.values().length) {
      return PrimitiveType.values()[choice];
    }
    int precision = 1 + random.nextInt(random.nextBoolean() ? 18 : 38);
    return new DecimalType(precision, random.nextInt(precision + 1));
  }

  Type type(int depth) {
    int choice = depth == 0 ? 9 : random.nextInt(10);
    return switch (choice) {
      case 0 -> new ArrayType(new Field(ids.next(), "element", type(depth - 1), true, null));
      case 1 ->
          new MapType(
              Field.required(ids.next(), "key", scalar()),
              Field.nullable(ids.next(), "value", type(depth - 1)));
      case 2, 3, 4 -> struct(depth);
      default -> scalar();
    };
  }

  private StructType struct(int depth) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      fields.add(Field.nullable(ids.next(), "f" + i, type(depth - 1)));
    }
    return new StructType(fields);
  }

  Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      boolean embedding = random.nextInt(8) == 0;
      Type type = embedding ? new EmbeddingType(1 + random.nextInt(4), Metric.L2) : type(2);
      fields.add(Field.nullable(ids.next(), i == 1 ? "Größe " + i : "c" + i, type));
    }
    return new Schema(fields);
  }

  @Nullable Object nullable(Type type) {
    return random.nextInt(5) == 0 ? null : value(type);
  }

  Object value(Type type) {
    if (type instanceof DecimalType decimal) {
      return decimal(decimal);
    }
    if (type instanceof ArrayType array) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(nullable(array.element().type()));
      }
      return list;
    }
    if (type instanceof MapType map) {
      Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put(value(map.key().type()), nullable(map.value().type()));
      }
      return entries;
    }
    if (type instanceof StructType struct) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      struct.fields().forEach(field -> entries.put(field.name(), nullable(field.type())));
      return entries;
    }
    if (type instanceof EmbeddingType embedding) {
      float[] vector = new float[embedding.dimension()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextFloat();
      }
      return vector;
    }
    return primitive((PrimitiveType) type);
  }

  private Object primitive(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> (int) pickLong();
      case BIGINT -> pickLong();
      case FLOAT -> (float) pickDouble();
      case DOUBLE -> pickDouble();
      case STRING -> pickString();
      case BINARY -> binary();
      case DATE -> LocalDate.ofEpochDay((int) pickLong());
      case TIMESTAMP -> EpochTime.instant(pickLong());
      case TIMESTAMP_NTZ -> EpochTime.local(pickLong());
    };
  }

  private ByteBuffer binary() {
    byte[] bytes = new byte[random.nextInt(20)];
    byte[] choices = {0, 1, 127, -128, -1, -1};
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = choices[random.nextInt(bytes.length > 12 && i < 16 ? 1 : choices.length)];
      bytes[i] = bytes.length > 17 ? -1 : bytes[i];
    }
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  private BigDecimal decimal(DecimalType type) {
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    BigInteger unscaled =
        switch (random.nextInt(4)) {
          case 0 -> limit.subtract(BigInteger.ONE);
          case 1 -> BigInteger.ONE.subtract(limit);
          case 2 -> BigInteger.valueOf(random.nextInt(5) - 2);
          default -> new BigInteger(limit.bitLength(), random).mod(limit);
        };
    return new BigDecimal(unscaled, type.scale());
  }

  RowBlock block(Schema schema, int rows) {
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      ColumnBuilder builder = ColumnBuilder.of(field.type());
      // Few distinct values in some columns, so that bounds and lists decide something.
      Object fixed = random.nextInt(3) == 0 ? value(field.type()) : null;
      boolean noNulls = random.nextInt(3) == 0;
      for (int i = 0; i < rows; i++) {
        builder.append(
            fixed != null ? fixed : noNulls ? value(field.type()) : nullable(field.type()));
      }
      columns.add(builder.build());
    }
    return new RowBlock(schema, rows, columns);
  }

  Predicate predicate(Schema schema, int depth) {
    int choice = random.nextInt(depth == 0 ? 8 : 14);
    if (choice < 8) {
      return choice == 0 ? pick(List.of(Predicate.Constant.values())) : leaf(schema);
    }
    if (choice < 10) {
      return new Predicate.Not(predicate(schema, depth - 1));
    }
    List<Predicate> operands = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      operands.add(predicate(schema, depth - 1));
    }
    return choice < 12 ? Predicate.and(operands) : Predicate.or(operands);
  }

  private Predicate leaf(Schema schema) {
    List<String> names = new ArrayList<>();
    Field field = pick(schema.fields());
    names.add(field.name());
    while (field.type() instanceof StructType struct && random.nextInt(8) > 0) {
      field = pick(struct.fields());
      names.add(field.name());
    }
    ColumnPath path = ColumnPath.of(names.toArray(String[]::new));
    return leaf(path, field.type());
  }

  private Predicate leaf(ColumnPath path, Type type) {
    int choice = type.isScalar() ? random.nextInt(8) : 0;
    return switch (choice) {
      case 0 -> new Predicate.IsNull(path);
      case 1 -> new Predicate.Between(path, literal(type), literal(type));
      case 2, 3 -> {
        List<Literal> literals = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
          literals.add(literal(type));
        }
        yield new Predicate.In(path, literals);
      }
      case 4 -> {
        if (type == PrimitiveType.STRING) {
          String word = pickString();
          int cut = word.offsetByCodePoints(0, Math.min(1, word.length()));
          yield new Predicate.StartsWith(
              path, random.nextBoolean() ? word : word.substring(0, cut));
        }
        yield type.isFloating() ? new Predicate.IsNan(path) : new Predicate.IsNull(path);
      }
      default -> new Predicate.Comparison(path, pick(List.of(Operator.values())), literal(type));
    };
  }

  Literal literal(Type type) {
    if (random.nextInt(12) == 0) {
      return Literal.ofNull();
    }
    boolean numeric =
        type instanceof DecimalType
            || type.isFloating()
            || type == PrimitiveType.INT
            || type == PrimitiveType.BIGINT;
    if (numeric && random.nextInt(2) == 0) {
      return random.nextBoolean() ? Literal.of(pickDouble()) : Literal.of(oddNumber());
    }
    if (type == PrimitiveType.TIMESTAMP && random.nextInt(3) == 0) {
      return Literal.of(((Instant) value(type)).plusNanos(random.nextInt(1000)));
    }
    if (type == PrimitiveType.TIMESTAMP_NTZ && random.nextInt(3) == 0) {
      return random.nextBoolean()
          ? Literal.of(LocalDate.ofEpochDay((int) pickLong()))
          : Literal.of(((LocalDateTime) value(type)).plusNanos(random.nextInt(1000)));
    }
    if (type == PrimitiveType.DATE && random.nextInt(3) == 0) {
      return Literal.of((LocalDateTime) value(PrimitiveType.TIMESTAMP_NTZ));
    }
    return Literal.of(new Value(type, value(type)));
  }

  private BigDecimal oddNumber() {
    BigDecimal[] numbers = {
      new BigDecimal("1.5"),
      new BigDecimal("-0.5"),
      new BigDecimal("0.1"),
      new BigDecimal("2147483648"),
      new BigDecimal("-2147483649"),
      new BigDecimal("9223372036854775808"),
      new BigDecimal("-9223372036854775808.5"),
      BigDecimal.TEN.pow(40),
      BigDecimal.TEN.pow(39).negate(),
      BigDecimal.TEN.pow(400),
      BigDecimal.TEN.pow(400).negate(),
      new BigDecimal("0." + "0".repeat(500) + "1"),
      BigDecimal.valueOf(pickLong()),
    };
    return numbers[random.nextInt(numbers.length)];
  }
}
