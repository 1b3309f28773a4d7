package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {

  @Test
  void arraysOfOtherShapesAreRefused() {
    assertThatThrownBy(() -> new IntColumn(PrimitiveType.INT, new int[2], Validity.all(3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IntColumn(PrimitiveType.BIGINT, new int[2], Validity.all(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LongColumn(new DecimalType(19, 0), new long[2], Validity.all(2)))
        .isInstanceOf(IllegalArgumentException.class);
    for (int[] offsets : List.of(new int[] {0, 2, 1}, new int[] {0, 1}, new int[] {0, 1, 9})) {
      assertThatThrownBy(
              () -> new BytesColumn(PrimitiveType.STRING, offsets, new byte[3], Validity.all(2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() ->
            new EmbeddingColumn(new EmbeddingType(3, Metric.L2), new float[5], Validity.all(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void buffersOfValuesAreReadOnly() {
    IntColumn column = new IntColumn(PrimitiveType.INT, new int[] {1}, Validity.all(1));
    assertThatThrownBy(() -> column.values().put(0, 2)).isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aStructThatIsNullHidesItsChildren() {
    StructType type = (StructType) Type.parse("struct<a:int,b:struct<c:int>>", new SequentialIds());
    IntColumn numbers = new IntColumn(PrimitiveType.INT, new int[] {1, 2}, Validity.all(2));
    StructType inner = (StructType) type.fields().get(1).type();
    StructColumn nested = new StructColumn(inner, List.of(numbers), Validity.all(2));
    Validity second = Validity.of(Bitmap.wrap(new long[] {0b10}, 2));
    StructColumn column = new StructColumn(type, List.of(numbers, nested), second);
    assertThat(column.children().get(0).get(0)).isNull();
    assertThat(((StructColumn) column.children().get(1)).children().get(0).get(0)).isNull();
    assertThat(column.get(1)).isEqualTo(Map.of("a", 2, "b", Map.of("c", 2)));
  }

  @Test
  void valuesOfOtherJavaTypesAreRefused() {
    assertThatThrownBy(() -> ColumnBuilder.of(PrimitiveType.INT).append(1L))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("value '1' of Java type Long for type int: expected Integer");
    StructType struct = (StructType) Type.parse("struct<a:int>", new SequentialIds());
    assertThatThrownBy(() -> ColumnBuilder.of(struct).append(Map.of("b", 1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("no field [b] in struct<a:int>");
    assertThatThrownBy(() -> ColumnBuilder.of(new EmbeddingType(2, Metric.IP)).append(new float[3]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("row 0: vector of dimension 3, expected 2");
  }

  @Test
  void stringsThatAreNotUtf8AreNotMadeUp() {
    byte[] broken = {(byte) 0xc3};
    BytesColumn column =
        new BytesColumn(PrimitiveType.STRING, new int[] {0, 1}, broken, Validity.all(1));
    assertThatThrownBy(() -> column.get(0)).isInstanceOf(InvalidInput.class);
    assertThat(column.getBytes(0)).isEqualTo(ByteBuffer.wrap(broken));
  }

  @Test
  void growthBeyondOneArrayIsALimit() {
    assertThat(Growth.length(0, 1)).isEqualTo(16);
    assertThat(Growth.length(2_000_000_000, 2_000_000_001L)).isEqualTo(Growth.MAX_LENGTH);
    assertThatThrownBy(() -> Growth.length(5, Growth.MAX_LENGTH + 1L))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("use blocks of fewer rows");
  }

  @Test
  void columnsOfNullsExistForEachType() {
    for (String text :
        List.of("boolean", "date", "decimal(30,1)", "map<int,int>", "embedding(3,l2)", "string")) {
      Column column = Column.ofNulls(Type.parse(text, new SequentialIds()), 70);
      assertThat(column.validity().nullCount()).isEqualTo(70);
      assertThat(column.get(69)).isNull();
    }
  }

  @Test
  void blocksHoldOneColumnForEachFieldAndAsManyRows() {
    Schema schema = Schema.parse("a:int,b:array<int>", new SequentialIds());
    Column numbers = new IntColumn(PrimitiveType.INT, new int[] {1}, Validity.all(1));
    Column lists = Column.ofNulls(Type.parse("array<int>", () -> 99), 1);
    RowBlock block = new RowBlock(schema, 1, List.of(numbers, lists));
    assertThat(block.row(0)).containsExactly(1, null);
    assertThat(block.select(new int[] {0, 0}).rows()).isEqualTo(2);
    assertThat(block.slice(1, 1).rows()).isZero();
    assertThatThrownBy(() -> new RowBlock(schema, 1, List.of(numbers, numbers)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RowBlock(schema, 2, List.of(numbers, lists)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:int not null | a",
        "a:struct<b:int not null> | a.b",
        "a:array<int not null> | a.element",
        "a:map<string,int not null> | a.value",
        "a:array<struct<b:int not null> not null> not null | a.element.b",
      })
  void nullsInRequiredFieldsAreFoundAtEachDepth(String text, String path) {
    Schema schema = Schema.parse(text, new SequentialIds());
    Field field = schema.fields().get(0);
    ColumnBuilder builder = ColumnBuilder.of(field.type());
    builder.append(nested(field.type(), 5));
    new RowBlock(schema, 1, List.of(builder.build())).requireNotNull();
    builder.append(nested(field.type(), null));
    RowBlock block = new RowBlock(schema, 2, List.of(builder.build()));
    assertThatThrownBy(block::requireNotNull)
        .isInstanceOf(InvalidInput.class)
        .hasMessage("NULL in " + path + " at place 1: the field is declared not null");
    if (field.nullable()) {
      Column masked = block.columns().get(0).masked(Validity.of(Bitmap.wrap(new long[] {1}, 2)));
      new RowBlock(schema, 2, List.of(masked)).requireNotNull();
    }
  }

  private static @Nullable Object nested(Type type, @Nullable Object leaf) {
    if (type instanceof ArrayType array) {
      return Collections.singletonList(nested(array.element().type(), leaf));
    }
    if (type instanceof MapType) {
      return Collections.singletonMap("k", leaf);
    }
    return type instanceof StructType ? Collections.singletonMap("b", leaf) : leaf;
  }

  @Test
  void bitmapsIgnoreBitsBehindTheirEnd() {
    Bitmap bitmap = Bitmap.wrap(new long[] {-1, -1}, 65);
    assertThat(bitmap.cardinality()).isEqualTo(65);
    assertThat(bitmap.not()).isEqualTo(Bitmap.filled(65, false));
    assertThat(bitmap.slice(60, 65)).hasToString("11111");
    assertThat(bitmap.select(new int[] {64}).positions()).containsExactly(0);
    assertThatThrownBy(() -> bitmap.get(65)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bitmap.wrap(new long[1], 65))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Bitmap.filled(0, true).positions()).isEmpty();
  }
}
