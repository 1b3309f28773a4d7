package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Append;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.SchemaUpdate;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.type.TypeOperators;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino's codec and core's read each other's row batches; blocks and columns hold the same. */
final class RowBatchCodecTest {

  private static final long SEED = 20_260_102;
  private static final int ROWS = 12_000;

  private static final String COLUMNS =
      "b:boolean, i:int, l:bigint not null, f:float, d:double, p5:decimal(5,2), p18:decimal(18,0),"
          + " p38:decimal(38,10), s:string, x:binary, day:date, at:timestamp, local:timestamp_ntz,"
          + " a:array<int>, deep:array<array<string>>, m:map<string,double>,"
          + " w:struct<g:int,h:struct<k:string,z:array<bigint>>>, req:array<int not null> not null";

  private final TypeMapping types = new TypeMapping(new TypeOperators());
  private final RowBatchCodec trino = new TrinoRowBatchCodec(types);
  private final RowBatchCodec core = new ParquetRowBatchCodec();

  private static Schema schema() {
    AtomicInteger ids = new AtomicInteger(100);
    FieldIds next = ids::incrementAndGet;
    List<Field> fields = new ArrayList<>(Schema.parse(COLUMNS, next).fields());
    fields.add(Field.nullable(7, "v", new EmbeddingType(3, Metric.L2)));
    return new Schema(fields);
  }

  private static RowBlock rows(Schema schema, int rows) {
    Random random = new Random(SEED);
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      ColumnBuilder builder = ColumnBuilder.of(field.type());
      for (int i = 0; i < rows; i++) {
        builder.append(value(field, random));
      }
      columns.add(builder.build());
    }
    return new RowBlock(schema, rows, columns);
  }

  private static @Nullable Object value(Field field, Random random) {
    if (field.nullable() && random.nextInt(6) == 0) {
      return null;
    }
    return switch (field.type()) {
      case io.dreamdb.schema.PrimitiveType type -> scalar(type, random);
      case io.dreamdb.schema.DecimalType type ->
          new BigDecimal(new BigInteger(type.precision() * 3, random), type.scale());
      case io.dreamdb.schema.ArrayType type -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(type.element(), random));
        }
        yield list;
      }
      case io.dreamdb.schema.MapType type -> {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put("key" + i, value(type.value(), random));
        }
        yield map;
      }
      case io.dreamdb.schema.StructType type -> {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        type.fields().forEach(child -> struct.put(child.name(), value(child, random)));
        yield struct;
      }
      case EmbeddingType type -> {
        float[] vector = new float[type.dimension()];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = random.nextFloat();
        }
        yield vector;
      }
    };
  }

  private static Object scalar(io.dreamdb.schema.PrimitiveType type, Random random) {
    long micros = random.nextLong() >> 12;
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case BIGINT -> random.nextLong();
      case FLOAT -> random.nextInt(9) == 0 ? Float.NaN : (float) random.nextGaussian();
      case DOUBLE -> random.nextInt(9) == 0 ? -0.0 : random.nextGaussian();
      case STRING -> "größe " + random.nextInt(1000);
      case BINARY -> new byte[] {(byte) random.nextInt(), 0};
      case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
      case TIMESTAMP -> Instant.EPOCH.plusNanos(Math.floorDiv(micros, 1000) * 1000);
      case TIMESTAMP_NTZ -> LocalDateTime.of(1960, 1, 1, 0, 0).plusNanos((micros >>> 20) * 1000);
    };
  }

  @Test
  void columnsBecomeBlocksAndColumnsAgain() {
    Schema schema = schema();
    RowBlock rows = rows(schema, 1_000);
    Page page = new ColumnBlocks(types).toPage(rows);
    List<Block> blocks = new ArrayList<>();
    List<Block> parts = new ArrayList<>();
    for (int i = 0; i < page.getChannelCount(); i++) {
      blocks.add(page.getBlock(i));
      parts.add(page.getBlock(i).getRegion(130, 500));
    }
    requireSame(BlockColumns.toRows(schema, 1_000, blocks), rows);
    requireSame(BlockColumns.toRows(schema, 500, parts), rows.slice(130, 630));
  }

  @Test
  void dictionariesAndRunsBecomeColumns() {
    Schema schema = schema();
    RowBlock rows = rows(schema, 200);
    Page page = new ColumnBlocks(types).toPage(rows);
    int[] picks = new Random(SEED).ints(500, 0, 200).toArray();
    int[] same = new int[300];
    java.util.Arrays.fill(same, 17);
    List<Block> dictionaries = new ArrayList<>();
    List<Block> runs = new ArrayList<>();
    for (int i = 0; i < page.getChannelCount(); i++) {
      dictionaries.add(io.trino.spi.block.DictionaryBlock.create(500, page.getBlock(i), picks));
      runs.add(
          io.trino.spi.block.RunLengthEncodedBlock.create(
              page.getBlock(i).getSingleValueBlock(17), 300));
    }
    requireSame(BlockColumns.toRows(schema, 500, dictionaries), rows.select(picks));
    requireSame(BlockColumns.toRows(schema, 300, runs), rows.select(same));
  }

  @Test
  void whatTrinoWritesReadsTheSameInCore(@TempDir Path folder) {
    requireSame(read(written(folder, trino), core), rows(schema(), ROWS));
  }

  @Test
  void whatCoreWritesReadsTheSameInTrino(@TempDir Path folder) {
    requireSame(read(written(folder, core), trino), rows(schema(), ROWS));
  }

  @Test
  void whatTrinoWritesReadsTheSameInTrino(@TempDir Path folder) {
    requireSame(read(written(folder, trino), trino), rows(schema(), ROWS));
  }

  @Test
  void rowsCanBeReadFromAnyPlaceInAnyOrder(@TempDir Path folder) {
    RowBlock all = rows(schema(), ROWS);
    Schema columns = schema().select(List.of("l", "deep", "s"));
    var source =
        written(folder, trino).snapshot().scan().tasks().next().open().data().orElseThrow();
    try (var reader = trino.reader(source, columns)) {
      assertThat(reader.rows()).isEqualTo(ROWS);
      for (int[] range :
          List.of(
              new int[] {11_990, 10},
              new int[] {0, 1},
              new int[] {100, 9_000},
              new int[] {9_100, 5},
              new int[] {9_101, 3})) {
        RowBlock part = reader.read(range[0], range[1]);
        for (Field field : columns.fields()) {
          Column expected = all.column(field.id()).slice(range[0], range[0] + range[1]);
          requireSame(part.column(field.id()), expected, field.name());
        }
      }
    }
  }

  @Test
  void oldBatchesReadTheSameInTrinoAsInCoreAfterChangesOfColumns(@TempDir Path folder) {
    Schema old =
        Schema.parse(
            "i:int, f:float, d:decimal(5,2), d1:decimal(5,2), d2:decimal(12,2), d3:decimal(20,1),"
                + " s:struct<x:int,y:string>, l:array<struct<x:int,y:map<string,int>>>,"
                + " m:map<string,struct<a:array<int>>>, a:array<int>, gone:string",
            new AtomicInteger(100)::incrementAndGet);
    Dataset dataset = written(folder, core, old);
    SchemaUpdate update = dataset.schema(RefName.MAIN);
    update
        .widen(ColumnPath.of("i"), io.dreamdb.schema.PrimitiveType.BIGINT)
        .widen(ColumnPath.of("f"), io.dreamdb.schema.PrimitiveType.DOUBLE)
        .widen(ColumnPath.of("d"), new io.dreamdb.schema.DecimalType(15, 2))
        .widen(ColumnPath.of("d1"), new io.dreamdb.schema.DecimalType(30, 2))
        .widen(ColumnPath.of("d2"), new io.dreamdb.schema.DecimalType(30, 2))
        .widen(ColumnPath.of("d3"), new io.dreamdb.schema.DecimalType(38, 1))
        .widen(ColumnPath.of("a", "element"), io.dreamdb.schema.PrimitiveType.BIGINT)
        .drop(ColumnPath.of("gone"))
        .rename(ColumnPath.of("i"), "gone")
        .add(ColumnPath.of("s"), added(update, "z", "date"))
        .drop(ColumnPath.of("s", "x"))
        .add(ColumnPath.of("l", "element"), added(update, "b", "int"))
        .drop(ColumnPath.of("l", "element", "x"))
        .add(ColumnPath.of("m", "value"), added(update, "c", "struct<k:int>"))
        .drop(ColumnPath.of("m", "value", "a"))
        .moveFirst(ColumnPath.of("a"));
    Random random = new Random(SEED);
    for (var type : io.dreamdb.schema.PrimitiveType.values()) {
      io.dreamdb.schema.Value constant = io.dreamdb.schema.Value.of(type, scalar(type, random));
      update.add(added(update, "d_" + type, type.text()).withDefault(constant));
    }
    update.commit();
    List<RowBlock> expected = read(dataset, core);
    requireAllSame(read(dataset, trino), expected);
    SchemaUpdate again = dataset.schema(RefName.MAIN);
    again.drop(ColumnPath.of("s", "y")).drop(ColumnPath.of("l", "element", "y")).commit();
    expected = read(dataset, core);
    requireAllSame(read(dataset, trino), expected);
  }

  private static Field added(SchemaUpdate update, String name, String type) {
    return Field.nullable(
        update.ids().next(), name, io.dreamdb.schema.Type.parse(type, update.ids()));
  }

  private static void requireAllSame(List<RowBlock> read, List<RowBlock> expected) {
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).schema()).isEqualTo(expected.get(i).schema());
      requireSame(read.get(i), expected.get(i));
    }
  }

  private Dataset written(Path folder, RowBatchCodec codec) {
    return written(folder, codec, schema());
  }

  private Dataset written(Path folder, RowBatchCodec codec, Schema schema) {
    Warehouse warehouse = Warehouse.open(folder.toString());
    warehouse.createSchema("s", Map.of());
    Dataset dataset = warehouse.createTable(new TableName("s", "t"), schema, Map.of());
    Append append = dataset.append(RefName.MAIN);
    try (TaskWriter writer = append.writer(codec)) {
      RowBlock all = rows(schema, ROWS);
      writer.write(all.slice(0, 1));
      writer.write(all.slice(1, 9_000));
      writer.write(all.slice(9_000, ROWS));
      append.commit(writer.finish());
    }
    return dataset;
  }

  private static List<RowBlock> read(Dataset dataset, RowBatchCodec codec) {
    List<RowBlock> blocks = new ArrayList<>();
    Iterator<Scan.ScannedRows> rows = dataset.snapshot().scan().readingWith(codec).rows();
    rows.forEachRemaining(block -> blocks.add(block.rows()));
    return blocks;
  }

  private static void requireSame(List<RowBlock> read, RowBlock expected) {
    int from = 0;
    for (RowBlock block : read) {
      requireSame(block, expected.slice(from, from + block.rows()));
      from += block.rows();
    }
    assertThat(from).isEqualTo(expected.rows());
  }

  private static void requireSame(RowBlock read, RowBlock expected) {
    for (Field field : expected.schema().fields()) {
      requireSame(read.column(field.id()), expected.column(field.id()), field.name());
    }
  }

  private static void requireSame(Column read, Column expected, String name) {
    assertThat(read.rows()).isEqualTo(expected.rows());
    for (int row = 0; row < expected.rows(); row++) {
      if (!Objects.deepEquals(read.get(row), expected.get(row))) {
        assertThat(read.get(row)).as("column %s, row %d", name, row).isEqualTo(expected.get(row));
      }
    }
  }
}
