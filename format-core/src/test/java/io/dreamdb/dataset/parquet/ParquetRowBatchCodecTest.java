package io.dreamdb.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Validity;
import io.dreamdb.schema.Value;
import io.dreamdb.store.StoreCounts;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.RowBatchWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParquetRowBatchCodecTest {

  private static final Field NUMBER = Field.required(1, "number", PrimitiveType.INT);

  private static RowBlock block(Field field, Object... values) {
    ColumnBuilder builder = ColumnBuilder.of(field.type());
    Arrays.asList(values).forEach(builder::append);
    return new RowBlock(Schema.of(field), values.length, List.of(builder.build()));
  }

  private static Column read(RowBlock written, Field field) {
    return BatchFile.of(written).readAll(Schema.of(field)).columns().get(0);
  }

  @Test
  void narrowColumnsAreReadAsWiderTypes() {
    RowBlock floats = block(Field.nullable(1, "f", PrimitiveType.FLOAT), 0.1f, null);
    Column wide = read(floats, Field.nullable(1, "f", PrimitiveType.DOUBLE));
    assertThat(wide.get(0)).isEqualTo((double) 0.1f);
    assertThat(wide.isNull(1)).isTrue();
    RowBlock ints = block(NUMBER, Integer.MIN_VALUE);
    assertThat(read(ints, NUMBER.withType(PrimitiveType.BIGINT)).get(0))
        .isEqualTo((long) Integer.MIN_VALUE);
  }

  @Test
  void columnsAreFoundByIdAndNotByName() {
    RowBlock written = block(NUMBER, 5, 6);
    assertThat(read(written, NUMBER.withName("renamed")).get(1)).isEqualTo(6);
    assertThat(read(written, new Field(2, "number", PrimitiveType.INT, true, null)).get(1))
        .isNull();
  }

  @Test
  void aColumnThatTheFileLacksHasItsDefault() {
    RowBlock written = block(NUMBER, 5, 6);
    Field added = Field.required(2, "added", PrimitiveType.STRING);
    Column read = read(written, added.withDefault(Value.of(PrimitiveType.STRING, "none")));
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.get(1)).isEqualTo("none");
  }

  @Test
  void aFieldThatAStructLacksIsNullWhereTheStructIsNot() {
    Field old = Field.nullable(3, "a", PrimitiveType.INT);
    Field added = Field.nullable(4, "b", PrimitiveType.STRING);
    Type inner = new StructType(List.of(old));
    Field list = Field.nullable(1, "l", ArrayType.of(2, inner, true));
    RowBlock written =
        block(list, null, List.of(), Arrays.asList(null, Map.of("a", 7)), List.of(Map.of("a", 8)));
    Type grown = ArrayType.of(2, new StructType(List.of(added)), true);
    Column read = read(written, list.withType(grown));
    Map<String, Object> empty = new java.util.HashMap<>();
    empty.put("b", null);
    assertThat(IntStream.range(0, 4).mapToObj(read::get))
        .containsExactly(null, List.of(), Arrays.asList(null, empty), List.of(empty));
  }

  @Test
  void theBitsOfNanAndZeroStay() {
    int[] bits = {0x7fc00001, 0xffc00000, 0x7f800001, 0x80000000, 0, 1};
    float[] floats = new float[bits.length];
    double[] doubles = new double[bits.length];
    for (int i = 0; i < bits.length; i++) {
      floats[i] = Float.intBitsToFloat(bits[i]);
      doubles[i] = Double.longBitsToDouble((long) bits[i] << 32 | 5);
    }
    Schema schema =
        Schema.of(
            Field.required(1, "f", PrimitiveType.FLOAT),
            Field.required(2, "d", PrimitiveType.DOUBLE));
    Validity all = Validity.all(bits.length);
    RowBlock block =
        new RowBlock(
            schema,
            bits.length,
            List.of(new FloatColumn(floats, all), new DoubleColumn(doubles, all)));
    RowBlock read = BatchFile.of(block).readAll(schema);
    for (int i = 0; i < bits.length; i++) {
      float single = ((FloatColumn) read.columns().get(0)).getFloat(i);
      double twice = ((DoubleColumn) read.columns().get(1)).getDouble(i);
      assertThat(Float.floatToRawIntBits(single)).isEqualTo(Float.floatToRawIntBits(floats[i]));
      assertThat(Double.doubleToRawLongBits(twice))
          .isEqualTo(Double.doubleToRawLongBits(doubles[i]));
    }
  }

  /** More than a row group, and chunks large enough to be read by pages. */
  @Test
  void rowsOfALargeBatchAreFoundAndFewRowsCostFewBytes() {
    int rows = (1 << 20) + 70_000;
    Random random = new Random(5);
    int[] values = random.ints(rows).toArray();
    Field list = Field.nullable(2, "list", ArrayType.of(3, PrimitiveType.INT, true));
    ColumnBuilder lists = ColumnBuilder.of(list.type());
    for (int i = 0; i < rows; i++) {
      lists.append(i % 5 == 0 ? null : IntStream.range(i, i + i % 3).boxed().toList());
    }
    Schema schema = Schema.of(NUMBER, list);
    Column numbers = new IntColumn(PrimitiveType.INT, values, Validity.all(rows));
    RowBlock block = new RowBlock(schema, rows, List.of(numbers, lists.build()));
    BatchFile file = BatchFile.of(block);
    StoreCounts before = file.store().counts();
    try (RowBatchReader reader = file.open(schema)) {
      assertThat(reader.rows()).isEqualTo(rows);
      for (int first : new int[] {0, 19_990, 300_000, 300_005, 1 << 20, rows - 30, 500_000}) {
        RowBatchProperties.assertSameRows(reader.read(first, 20), block.slice(first, first + 20));
      }
      long bytes = file.store().counts().since(before).total().bytes();
      assertThat(bytes).isLessThan(file.lengthBytes() / 4);
      int across = (1 << 20) - 40_000;
      RowBatchProperties.assertSameRows(
          reader.read(across, 80_000), block.slice(across, across + 80_000));
    }
  }

  @Test
  void aRowThatWasReadBeforeIsReadAgainWithoutTheStore() {
    int rows = 10_000;
    Schema schema =
        Schema.of(
            NUMBER,
            Field.nullable(2, "few", PrimitiveType.STRING),
            Field.nullable(3, "many", PrimitiveType.STRING),
            Field.nullable(4, "flag", PrimitiveType.BOOLEAN));
    List<ColumnBuilder> builders =
        schema.fields().stream().map(field -> ColumnBuilder.of(field.type())).toList();
    for (int i = 0; i < rows; i++) {
      builders.get(0).append(i);
      builders.get(1).append("word " + i % 10);
      append(builders.get(2), i % 7 == 0 ? null : "text " + i);
      append(builders.get(3), i % 3 == 0 ? null : i % 2 == 0);
    }
    List<Column> columns = builders.stream().map(ColumnBuilder::build).toList();
    RowBlock block = new RowBlock(schema, rows, columns);
    BatchFile file = BatchFile.of(block);
    int[] some = {0, 4_095, 4_096, 9_999, 77, 5_000};
    for (int row : some) {
      assertReadsScattered(file, block, row);
    }
    StoreCounts before = file.store().counts();
    for (int row : some) {
      assertReadsScattered(file, block, row);
    }
    assertThat(file.store().counts().since(before).total().requests()).isZero();
  }

  private static void append(ColumnBuilder builder, @Nullable Object value) {
    if (value == null) {
      builder.appendNull();
    } else {
      builder.append(value);
    }
  }

  private static void assertReadsScattered(BatchFile file, RowBlock block, int row) {
    try (RowBatchReader reader = file.openScattered(block.schema())) {
      RowBatchProperties.assertSameRows(reader.read(row, 1), block.slice(row, row + 1));
    }
  }

  @Test
  void aNullInAColumnThatIsNotNullableIsRefused() {
    RowBlock block =
        new RowBlock(
            Schema.of(NUMBER),
            1,
            List.of(new IntColumn(PrimitiveType.INT, new int[1], Validity.none(1))));
    assertThatThrownBy(() -> BatchFile.of(block))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'number' with id 1");
  }

  @Test
  void aBlockOfOtherColumnsIsRefused() {
    RowBlock other = block(NUMBER.withType(PrimitiveType.BIGINT), 1L);
    assertThatThrownBy(() -> BatchFile.bytes(Schema.of(NUMBER), List.of(other)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("ids and types must be equal");
  }

  @Test
  void aBatchOfTooManyRowsIsRefused() {
    int rows = BatchWriter.MAX_ROWS + 1;
    RowBlock block =
        new RowBlock(
            Schema.of(NUMBER),
            rows,
            List.of(new IntColumn(PrimitiveType.INT, new int[rows], Validity.all(rows))));
    assertThatThrownBy(() -> BatchFile.of(block))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("16777217");
  }

  @Test
  void aStreamThatFailsIsReportedAsTheStoreBeingUnavailable() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> new ParquetRowBatchCodec().writer(Schema.of(NUMBER), broken))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("disk full");
  }

  /** A list of 2^28 elements of the schema, none of which is there. */
  @Test
  void aFooterThatClaimsMoreThanItHoldsIsRefusedBeforeMemoryIsTaken() {
    byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, -128, -128, -128, -128, 1, 0};
    ByteBuffer file = ByteBuffer.allocate(footer.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    file.put("PAR1".getBytes(StandardCharsets.US_ASCII)).put(footer).putInt(footer.length);
    file.put("PAR1".getBytes(StandardCharsets.US_ASCII));
    BatchFile batch = new BatchFile(file.array());
    Schema schema = Schema.of(Field.required(1, "id", PrimitiveType.BIGINT));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> batch.open(schema))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("no FileMetaData of Parquet");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
  }

  @Test
  void aFinishedBatchTakesNoMoreRows() {
    RowBlock block = block(NUMBER, 1);
    try (RowBatchWriter writer =
        new ParquetRowBatchCodec().writer(Schema.of(NUMBER), OutputStream.nullOutputStream())) {
      writer.finish();
      assertThatThrownBy(() -> writer.write(block)).isInstanceOf(IllegalStateException.class);
    }
  }
}
