package io.dreamdb.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import io.dreamdb.track.RowBatchReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on their way between Spark and core; each way is compared with another one. */
class ConversionTest {

  private static Schema schema(String text) {
    AtomicInteger ids = new AtomicInteger();
    return Schema.parse(text, ids::incrementAndGet);
  }

  @Test
  void aSchemaTravelsWithItsIds() {
    for (long seed = 0; seed < 200; seed++) {
      Schema schema = new RandomRows(seed).schema(true);
      assertThat(SchemaText.of(schema).schema()).as("seed %d", seed).isEqualTo(schema);
    }
  }

  @Test
  void typesGoToSparkAndBack() {
    for (long seed = 0; seed < 200; seed++) {
      Schema schema = new RandomRows(seed).schema(false);
      for (Field field : schema.fields()) {
        Iterator<Integer> ids = SchemaText.of(Schema.of(field)).ids().iterator();
        ids.next();
        FieldIds same = ids::next;
        Type back = TypeMapping.fromSpark(field.name(), TypeMapping.toSpark(field.type()), same);
        assertThat(back.text()).as("seed %d", seed).isEqualTo(field.type().text());
      }
    }
  }

  /** core → Spark's columns → Spark's rows → core. */
  @Test
  void rowsGoToSparkAndBack() {
    for (long seed = 0; seed < 50; seed++) {
      RandomRows random = new RandomRows(seed);
      Schema schema = random.schema(true);
      RowBlock block = random.block(schema, 50);
      assertThat(throughSpark(block, false)).as("seed %d", seed).isEqualTo(text(block));
      assertThat(throughSpark(block, true)).as("seed %d, unsafe", seed).isEqualTo(text(block));
    }
  }

  private static List<String> throughSpark(RowBlock block, boolean unsafe) {
    StructType type = TypeMapping.toSpark(block.schema().fields());
    UnsafeProjection projection = UnsafeProjection.create(type);
    RowBuffer buffer = new RowBuffer(block.schema());
    Iterator<InternalRow> rows = BlockVector.batch(block).rowIterator();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      buffer.add(unsafe ? projection.apply(row) : row);
    }
    assertThat(buffer.rows()).isEqualTo(block.rows());
    return text(buffer.drain());
  }

  private static List<String> text(RowBlock block) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < block.rows(); i++) {
      rows.add(block.row(i).stream().map(ConversionTest::text).toList().toString());
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof float[] vector) {
      return java.util.Arrays.toString(vector);
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return java.util.Arrays.toString(copy);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ConversionTest::text).toList().toString();
    }
    if (value instanceof java.util.Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
          .toList()
          .toString();
    }
    return String.valueOf(value);
  }

  /** Spark's vectorised reader and core's codec read the same from one row batch. */
  @Test
  void sparksReaderAgreesWithCores() {
    for (long seed = 0; seed < 60; seed++) {
      RandomRows random = new RandomRows(seed);
      Schema schema = random.schema(false);
      RowBlock block = random.block(schema, 300);
      VerifiedObject object = StoredBatch.of(block);
      assertThat(bySpark(object, schema, 64))
          .as("seed %d, (%s)", seed, schema)
          .isEqualTo(byCore(object, schema))
          .isEqualTo(text(block));
    }
  }

  private static List<String> byCore(VerifiedObject object, Schema columns) {
    try (RowBatchReader reader = new ParquetRowBatchCodec().reader(object, columns)) {
      return text(reader.read(0, reader.rows()));
    }
  }

  private static List<String> bySpark(VerifiedObject object, Schema columns, int capacity) {
    List<String> rows = new ArrayList<>();
    try (RowBatchVectors vectors = new RowBatchVectors(object, columns.fields(), capacity)) {
      while (vectors.next()) {
        RowBuffer buffer = new RowBuffer(columns);
        ColumnVector[] all = new ColumnVector[columns.fields().size()];
        for (int i = 0; i < all.length; i++) {
          all[i] = vectors.column(i);
        }
        new ColumnarBatch(all, vectors.rows()).rowIterator().forEachRemaining(buffer::add);
        rows.addAll(text(buffer.drain()));
      }
    }
    return rows;
  }

  @Test
  void fieldsAreFoundByIdAndAreNullWhereTheyLack() {
    Schema written = schema("a:int, b:string, s:struct<x:int,y:string>");
    RowBlock block = new RandomRows(1).block(written, 20);
    Field a = written.fields().get(0);
    Field b = written.fields().get(1);
    Schema asked =
        Schema.of(
            Field.nullable(99, "a", PrimitiveType.STRING),
            b.withName("renamed"),
            a.withName("b").withType(PrimitiveType.BIGINT));
    VerifiedObject object = StoredBatch.of(block);
    assertThat(bySpark(object, asked, 7)).isEqualTo(byCore(object, asked)).hasSize(20);
  }

  @Test
  void narrowerTypesAreWidened() {
    Schema written = schema("i:int, f:float, d:decimal(9,2), e:decimal(12,2)");
    RowBlock block = new RandomRows(2).block(written, 40);
    Schema wide =
        new Schema(
            List.of(
                written.fields().get(0).withType(PrimitiveType.BIGINT),
                written.fields().get(1).withType(PrimitiveType.DOUBLE),
                written.fields().get(2).withType(new io.dreamdb.schema.DecimalType(15, 2)),
                written.fields().get(3).withType(new io.dreamdb.schema.DecimalType(30, 2))));
    VerifiedObject object = StoredBatch.of(block);
    assertThat(bySpark(object, wide, 16)).isEqualTo(byCore(object, wide));
  }

  @Test
  void whatABatchLacksHasItsDefault() {
    RowBlock block = new RandomRows(3).block(schema("a:int"), 20);
    VerifiedObject object = StoredBatch.of(block);
    for (PrimitiveType type : PrimitiveType.values()) {
      Field field = Field.required(50, "d", type).withDefault(AlterTest.constant(type));
      Schema asked = Schema.of(field, block.schema().fields().get(0));
      assertThat(bySpark(object, asked, 7)).isEqualTo(byCore(object, asked)).hasSize(20);
      assertThat(bySpark(object, Schema.of(field), 7)).isEqualTo(byCore(object, Schema.of(field)));
    }
  }

  @Test
  void fieldsThatCameLaterAreNullInsideStructsThatAreNot() {
    Schema written = schema("s:struct<x:int,y:string>, l:array<struct<x:int,y:map<int,int>>>");
    RowBlock block = new RandomRows(4).block(written, 60);
    Field s = written.fields().get(0);
    Field l = written.fields().get(1);
    io.dreamdb.schema.ArrayType list = (io.dreamdb.schema.ArrayType) l.type();
    List<Field> both = ((io.dreamdb.schema.StructType) s.type()).fields();
    Field added = Field.nullable(77, "x", PrimitiveType.DATE);
    Field other = Field.nullable(78, "z", PrimitiveType.STRING);
    for (List<Field> fields : List.of(List.of(added), List.of(added, both.get(1)))) {
      Schema asked =
          Schema.of(
              s.withType(new io.dreamdb.schema.StructType(fields)),
              l.withType(
                  io.dreamdb.schema.ArrayType.of(
                      list.element().id(),
                      new io.dreamdb.schema.StructType(List.of(other)),
                      list.element().nullable())));
      VerifiedObject object = StoredBatch.of(block);
      assertThat(bySpark(object, asked, 16)).isEqualTo(byCore(object, asked)).hasSize(60);
    }
  }

  @Test
  void predicatesSeeTheSameInSparksColumnsAsInCores() {
    for (long seed = 0; seed < 60; seed++) {
      RandomRows random = new RandomRows(seed);
      Schema schema = random.schema(false);
      RowBlock block = random.block(schema, 100);
      List<BlockVector> vectors = block.columns().stream().map(BlockVector::new).toList();
      for (Field field : schema.fields()) {
        var isNull =
            new io.dreamdb.schema.Predicate.IsNull(io.dreamdb.schema.ColumnPath.of(field.name()))
                .bind(schema);
        assertThat(isNull.select(VectorBlock.of(schema.fields(), vectors, 100)))
            .as("seed %d, %s", seed, field)
            .isEqualTo(isNull.select(block));
      }
      RowBlock scalars = VectorBlock.of(schema.fields(), vectors, 100);
      for (int i = 0; i < vectors.size(); i++) {
        if (schema.fields().get(i).type().isScalar()) {
          for (int row = 0; row < 100; row++) {
            assertThat(text(scalars.columns().get(i).get(row)))
                .as("seed %d", seed)
                .isEqualTo(text(block.columns().get(i).get(row)));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 768})
  void vectorsAreReadWhereTheyStand(int dimension) {
    ByteBuffer block = ByteBuffer.allocateDirect(3 * dimension * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3 * dimension; i++) {
      block.putFloat(i * 4, i);
    }
    EmbeddingVector vector =
        new EmbeddingVector(dimension, 4, new int[] {0, -1, 1, 2}, block.asReadOnlyBuffer());
    assertThat(vector.numNulls()).isEqualTo(1);
    assertThat(vector.isNullAt(1)).isTrue();
    assertThat(vector.getArray(2).toFloatArray()[dimension - 1]).isEqualTo(2f * dimension - 1);
    assertThat(vector.getArray(3).getFloat(0)).isEqualTo(2f * dimension);
    SelectedVector selected = new SelectedVector(vector, new int[] {3, 1});
    assertThat(selected.numNulls()).isEqualTo(1);
    assertThat(selected.getArray(0).getFloat(0)).isEqualTo(2f * dimension);
  }

  @Test
  void damagedBytesAreNamed() {
    RowBlock block = new RandomRows(3).block(schema("a:int"), 10);
    VerifiedObject object = StoredBatch.of(block);
    assertThatThrownBy(() -> new VerifiedInput(object).newStream().readFully(new byte[1 << 20]))
        .hasMessageContaining(object.name());
  }
}
