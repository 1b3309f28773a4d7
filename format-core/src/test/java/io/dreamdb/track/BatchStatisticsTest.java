package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.Metric;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborNull;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStatisticsTest {

  private final Space space = new Space();

  private static final Field SCORE = Field.nullable(9, "score", PrimitiveType.DOUBLE);
  private static final Field NAME = Field.nullable(4, "name", PrimitiveType.STRING);
  private static final Field INNER = Field.nullable(21, "inner", PrimitiveType.INT);
  private static final Field PLACE = Field.nullable(20, "place", new StructType(List.of(INNER)));
  private static final Field TAGS =
      Field.nullable(
          30, "tags", new ArrayType(Field.nullable(31, "element", PrimitiveType.STRING)));
  private static final Field PICTURE =
      Field.nullable(40, "picture", new EmbeddingType(2, Metric.L2));
  private static final Schema SCHEMA = Schema.of(SCORE, NAME, PLACE, TAGS, PICTURE);

  @Test
  void onlyScalarFieldsOutsideArraysHaveItems() {
    BatchStatistics statistics = collected(SCHEMA, block());
    CborArray items = statistics.encode();
    assertThat(items.values())
        .extracting(item -> ((CborArray) item).values().get(0))
        .containsExactly(new CborInt(4), new CborInt(9), new CborInt(21));
    assertThat(BatchStatistics.decode(CborItem.root("stats", items))).isEqualTo(statistics);
  }

  @Test
  void statisticsOfRowsComeBack() {
    RowBlock block = block();
    Map<Integer, ColumnStatistics> read = collected(SCHEMA, block).read(SCHEMA, 3);
    assertThat(read).containsOnlyKeys(4, 9, 21);
    assertThat(read.get(4)).isEqualTo(block.statistics().get(4));
    assertThat(read.get(9)).isEqualTo(block.statistics().get(9));
    ColumnStatistics inner = read.get(21);
    assertThat(inner).isEqualTo(block.statistics().get(21));
    assertThat(inner.nullCount()).as("a NULL struct counts for its fields").isEqualTo(2);
  }

  @Test
  void blocksAddUp() {
    BatchStatistics.Collector collector = new BatchStatistics.Collector(SCHEMA);
    collector.add(block());
    collector.add(block());
    ColumnStatistics score = collector.build().read(SCHEMA, 6).get(9);
    assertThat(score.nullCount()).isEqualTo(2);
    assertThat(score.nanCount()).isEqualTo(2);
    assertThat(score.lower()).isEqualTo(Value.of(PrimitiveType.DOUBLE, 1.5));
  }

  private static RowBlock block() {
    Map<String, @Nullable Object> struct = new HashMap<>();
    struct.put("inner", 7);
    Map<String, @Nullable Object> empty = new HashMap<>();
    empty.put("inner", null);
    return new RowBlock(
        SCHEMA,
        3,
        List.of(
            column(SCORE.type(), 1.5, Double.NaN, null),
            column(NAME.type(), "b", "a", "c"),
            column(PLACE.type(), struct, empty, null),
            column(TAGS.type(), List.of("x"), null, List.of()),
            column(PICTURE.type(), new float[] {1, 2}, null, null)));
  }

  private static Column column(Type type, @Nullable Object... values) {
    ColumnBuilder builder = ColumnBuilder.of(type);
    for (Object value : values) {
      builder.append(value);
    }
    return builder.build();
  }

  private static BatchStatistics collected(Schema schema, RowBlock block) {
    BatchStatistics.Collector collector = new BatchStatistics.Collector(schema);
    collector.add(block);
    return collector.build();
  }

  @Test
  void aFieldThatCameLaterIsNullInAllRows() {
    Schema later = Schema.of(NAME, Field.nullable(77, "later", PrimitiveType.DATE));
    Map<Integer, ColumnStatistics> read = collected(SCHEMA, block()).read(later, 3);
    assertThat(read.get(77)).isEqualTo(ColumnStatistics.ofNulls(3));
  }

  @Test
  void aFieldThatCameLaterHasItsDefaultInAllRows() {
    assertMissing(Value.of(PrimitiveType.INT, 7), 0, Value.of(PrimitiveType.INT, 7));
    Value upper = Value.of(PrimitiveType.STRING, "abcdefghijklmnoq");
    Value lower = Value.of(PrimitiveType.STRING, "abcdefghijklmnop");
    ColumnStatistics cut =
        assertMissing(Value.of(PrimitiveType.STRING, "abcdefghijklmnopq"), 0, upper);
    assertThat(cut.lower()).isEqualTo(lower);
    assertMissing(Value.of(PrimitiveType.DOUBLE, Double.NaN), 3, null);
  }

  private static ColumnStatistics assertMissing(Value value, long nans, @Nullable Value upper) {
    Field later = Field.required(77, "later", value.type()).withDefault(value);
    ColumnStatistics read = collected(SCHEMA, block()).read(Schema.of(NAME, later), 3).get(77);
    assertThat(read.valueCount()).isEqualTo(3);
    assertThat(read.nullCount()).isZero();
    assertThat(read.nanCount()).isEqualTo(nans);
    assertThat(read.upper()).isEqualTo(upper);
    return read;
  }

  @Test
  void widenedFieldsHaveWidenedBounds() {
    assertWidened(PrimitiveType.INT, -5, PrimitiveType.BIGINT, -5L);
    assertWidened(PrimitiveType.FLOAT, 0.5f, PrimitiveType.DOUBLE, 0.5);
    assertWidened(
        new DecimalType(5, 2),
        new BigDecimal("1.25"),
        new DecimalType(38, 2),
        new BigDecimal("1.25"));
  }

  private static void assertWidened(Type type, Object value, Type wider, Object widened) {
    ColumnStatistics before =
        new ColumnStatistics(3, 1, 0, Value.of(type, value), Value.of(type, value));
    Field field = Field.nullable(1, "x", type);
    Field later = field.withType(wider);
    ColumnStatistics after =
        BatchStatistics.of(Schema.of(field), Map.of(1, before)).read(Schema.of(later), 3).get(1);
    assertThat(after.lower()).isEqualTo(Value.of(wider, widened));
    assertThat(after.upper()).isEqualTo(Value.of(wider, widened));
  }

  @Test
  void boundsOfZeroIncludeBothZeros() {
    assertZero(PrimitiveType.FLOAT, 0f, -0f, "00000080", "00000000");
    assertZero(PrimitiveType.DOUBLE, 0d, -0d, "0000000000000080", "0000000000000000");
  }

  private static void assertZero(Type type, Object plus, Object minus, String lower, String upper) {
    Schema schema = Schema.of(Field.nullable(1, "x", type));
    for (Object zero : List.of(plus, minus)) {
      Value bound = Value.of(type, zero);
      CborArray items =
          BatchStatistics.of(schema, Map.of(1, new ColumnStatistics(1, 0, 0, bound, bound)))
              .encode();
      List<?> parts = ((CborArray) items.values().get(0)).values();
      assertThat(parts.get(3)).isEqualTo(bytes(lower));
      assertThat(parts.get(4)).isEqualTo(bytes(upper));
      ColumnStatistics read =
          BatchStatistics.decode(CborItem.root("stats", items)).read(schema, 1).get(1);
      assertThat(read.lower()).isEqualTo(Value.of(type, minus));
      assertThat(read.upper()).isEqualTo(Value.of(type, plus));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "int, 0, 0, 01000000, 00000000, descending bounds",
    "int, 0, 0, 010000, , short",
    "int, 0, 1, , , NaNs of an int",
    "boolean, 0, 0, 02, , a third boolean",
    "float, 0, 0, 00000000, , a lower bound of plus zero",
    "float, 0, 0, , 00000080, an upper bound of minus zero",
    "double, 0, 0, 00000000, , a float's plus zero",
    "float, 0, 0, 0000c07f, , a bound that is NaN",
    "string, 0, 0, ff, , no UTF-8",
    "string, 0, 0, 6161616161616161616161616161616161, , seventeen code points",
    "binary, 0, 0, 6161616161616161616161616161616161, , seventeen bytes",
    "'decimal(5,2)', 0, 0, 0001, , not the fewest bytes",
    "'decimal(5,2)', 0, 0, 7fffffff, , more digits than the type has",
    "bigint, 0, 0, 010000000000, , six bytes",
  })
  void boundsThatAreNoneOfTheTypeAreRefused(
      String typeText, long nulls, long nans, String lower, String upper, String what) {
    Type type = Type.parse(typeText, () -> 1);
    CborArray items =
        CborArray.of(
            CborArray.of(
                new CborInt(1),
                new CborInt(nulls),
                new CborInt(nans),
                lower == null ? CborNull.NULL : bytes(lower),
                upper == null ? CborNull.NULL : bytes(upper)));
    BatchStatistics statistics = BatchStatistics.decode(CborItem.root("stats", items));
    Schema schema = Schema.of(Field.nullable(1, "column", type));
    assertThatThrownBy(() -> statistics.read(schema, 10))
        .as(what)
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("Statistics of field 'column' (1)");
  }

  private static CborBytes bytes(String hex) {
    return CborBytes.copyOf(HexFormat.of().parseHex(hex));
  }

  @Test
  void whatIsGivenMustBeOfTheSchema() {
    assertThatThrownBy(() -> BatchStatistics.of(SCHEMA, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'score'");
    Value tooLong = Value.of(PrimitiveType.STRING, "12345678901234567");
    Schema names = Schema.of(NAME);
    assertThatThrownBy(() ->
            BatchStatistics.of(names, Map.of(4, new ColumnStatistics(1, 0, 0, tooLong, null))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'name'");
  }

  @Test
  void manyFieldsAreAnObject() {
    List<Field> fields = new ArrayList<>();
    Map<Integer, ColumnStatistics> known = new HashMap<>();
    for (int id = 1; id <= 100; id++) {
      fields.add(Field.nullable(id, "f" + id, PrimitiveType.BIGINT));
      Value bound = Value.of(PrimitiveType.BIGINT, (long) id);
      known.put(id, new ColumnStatistics(50, id % 7, 0, bound, bound));
    }
    Schema schema = new Schema(fields);
    BatchStatistics statistics = BatchStatistics.of(schema, known);
    PartWriter parts = new PartWriter(space.writer);
    Stored<BatchStatistics> stored = parts.store(statistics);
    Batch batch = new Batch(0, BatchEntry.of(50, 1, 1, null, List.of(), stored));

    assertThat(stored).isInstanceOf(Stored.External.class);
    assertThat(space.view.statistics(batch)).isEqualTo(statistics);
    assertThat(space.view.statistics(batch, schema)).isEqualTo(known);
    assertThat(parts.store(collected(SCHEMA, block()))).isInstanceOf(Stored.Inline.class);

    Batch shorter = new Batch(0, BatchEntry.of(5, 1, 1, null, List.of(), stored));
    assertThatThrownBy(() -> space.view.statistics(shorter))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("rows/statistics")
        .hasMessageContaining("field 6 has 6 NULLs and 0 NaNs in 5 rows");

    space.flip(space.keys("rows/statistics").get(0), 300);
    RowsView fresh = new RowsView(space.reader());
    assertThatThrownBy(() -> fresh.statistics(batch))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("rows/statistics");
  }

  @Test
  void anObjectOfFewStatisticsIsRefused() {
    byte[] small = collected(SCHEMA, block()).encodeObject();
    ObjectRef ref = space.writer.write(ObjectFamily.STATISTICS, small);
    Batch batch = new Batch(0, BatchEntry.of(3, 1, 1, null, List.of(), new Stored.External<>(ref)));
    assertThatThrownBy(() -> space.view.statistics(batch))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(".columns: expected more than 1024 bytes");
  }

  @Test
  void embeddingsHaveTheirNulls() {
    VectorEntry vectors = new VectorEntry(40, Space.ref("v", 0, 100), 2, 0, 5);
    Batch with = new Batch(0, BatchEntry.of(3, 1, 1, null, List.of(vectors), null));
    Batch without = new Batch(0, BatchEntry.of(3, 1, 1, null, List.of(), null));
    assertThat(space.view.statistics(with, SCHEMA).get(40))
        .isEqualTo(new ColumnStatistics(3, 2, 0, null, null));
    assertThat(space.view.statistics(without, SCHEMA).get(40))
        .isEqualTo(ColumnStatistics.ofNulls(3));
  }
}
