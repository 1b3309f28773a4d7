package io.dreamdb.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** parquet-java's own reader and writer, with Hadoop and native compression, as the other side. */
class ForeignParquetTest {

  @TempDir Path folder;

  @Test
  void theFileHasTheTypesIdsAndNamesOfTheSpecification() throws IOException {
    Schema schema =
        parse(
            "b:boolean not null, i:int, l:bigint, f:float, d:double, p9:decimal(9,2), "
                + "p18:decimal(18,0), p19:decimal(19,4), p38:decimal(38,38), s:string, y:binary, "
                + "dt:date, ts:timestamp, tz:timestamp_ntz, a:array<int not null>, "
                + "m:map<string,double>, st:struct<x:int,z:date>");
    byte[] bytes = BatchFile.bytes(schema, List.of());
    try (ParquetFileReader reader = open(bytes)) {
      assertThat(reader.getFooter().getFileMetaData().getCreatedBy())
          .isEqualTo("dreamdb version 1 (build 1)");
      assertThat(reader.getFooter().getFileMetaData().getSchema())
          .hasToString(
              """
              message row_batch {
                required boolean b = 1;
                optional int32 i = 2;
                optional int64 l = 3;
                optional float f = 4;
                optional double d = 5;
                optional int32 p9 (DECIMAL(9,2)) = 6;
                optional int64 p18 (DECIMAL(18,0)) = 7;
                optional fixed_len_byte_array(9) p19 (DECIMAL(19,4)) = 8;
                optional fixed_len_byte_array(16) p38 (DECIMAL(38,38)) = 9;
                optional binary s (STRING) = 10;
                optional binary y = 11;
                optional int32 dt (DATE) = 12;
                optional int64 ts (TIMESTAMP(MICROS,true)) = 13;
                optional int64 tz (TIMESTAMP(MICROS,false)) = 14;
                optional group a (LIST) = 15 {
                  repeated group list {
                    required int32 element = 16;
                  }
                }
                optional group m (MAP) = 17 {
                  repeated group key_value {
                    required binary key (STRING) = 18;
                    optional double value = 19;
                  }
                }
                optional group st = 20 {
                  optional int32 x = 21;
                  optional int32 z (DATE) = 22;
                }
              }
              """);
    }
  }

  @Test
  void parquetJavaReadsTheValues() throws IOException {
    Schema schema =
        Schema.of(
            Field.required(7, "id", PrimitiveType.BIGINT),
            Field.nullable(8, "title", PrimitiveType.STRING),
            Field.nullable(9, "price", new DecimalType(38, 2)));
    RowBlock block = new RandomBlocks(1).block(schema, 5_000);
    try (ParquetFileReader reader = open(BatchFile.bytes(schema, List.of(block)))) {
      MessageType type = reader.getFileMetaData().getSchema();
      PageReadStore pages = reader.readNextRowGroup();
      RecordReader<Group> groups =
          new ColumnIOFactory()
              .getColumnIO(type)
              .getRecordReader(pages, new GroupRecordConverter(type));
      for (int row = 0; row < block.rows(); row++) {
        Group group = groups.read();
        List<Object> found = new ArrayList<>();
        found.add(group.getLong("id", 0));
        found.add(has(group, "title") ? group.getString("title", 0) : null);
        found.add(
            has(group, "price")
                ? new BigDecimal(new BigInteger(group.getBinary("price", 0).getBytes()), 2)
                : null);
        assertThat(found).isEqualTo(block.row(row));
      }
    }
  }

  private static boolean has(Group group, String field) {
    return group.getFieldRepetitionCount(field) > 0;
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "GZIP", "SNAPPY", "ZSTD", "LZ4_RAW"})
  void filesOfEveryCompressionAndBothPageVersionsAreRead(CompressionCodecName codec)
      throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      BatchFile file =
          write(
              "optional int32 i = 1; optional group a (LIST) = 2 { repeated group bag { "
                  + "optional binary e (STRING) = 3; } }",
              codec,
              version,
              3_000,
              (row, group) -> {
                if (row % 7 != 0) {
                  group.add("i", row);
                }
                Group list = group.addGroup("a");
                for (int e = 0; e < row % 3; e++) {
                  list.addGroup("bag").add("e", "ä" + row % 50);
                }
              });
      Schema columns = parse("i:bigint, a:array<string>");
      RowBlock rows = file.readAll(columns);
      for (int row = 0; row < 3_000; row++) {
        String word = "ä" + row % 50;
        List<Object> expected = new ArrayList<>();
        expected.add(row % 7 == 0 ? null : (Object) (long) row);
        expected.add(java.util.Collections.nCopies(row % 3, word));
        assertThat(rows.row(row)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aDecimalIsReadFromEveryPhysicalType() throws IOException {
    byte[] minusFive = {-1, -5};
    BatchFile file =
        write(
            "required int32 a (DECIMAL(4,1)) = 1; required int64 b (DECIMAL(4,1)) = 2; "
                + "required binary c (DECIMAL(4,1)) = 3; "
                + "required fixed_len_byte_array(2) d (DECIMAL(4,1)) = 4;",
            CompressionCodecName.UNCOMPRESSED,
            WriterVersion.PARQUET_1_0,
            1,
            (row, group) -> {
              group.add("a", -5);
              group.add("b", -5L);
              group.add("c", Binary.fromConstantByteArray(minusFive));
              group.add("d", Binary.fromConstantByteArray(minusFive));
            });
    for (String type : List.of("decimal(4,1)", "decimal(18,1)", "decimal(38,1)")) {
      RowBlock rows = file.readAll(parse("a:%1$s, b:%1$s, c:%1$s, d:%1$s".formatted(type)));
      BigDecimal expected = new BigDecimal("-0.5");
      assertThat(rows.row(0)).containsExactly(expected, expected, expected, expected);
    }
  }

  @Test
  void aColumnOfAnotherTypeIsNamedWithBothTypes() throws IOException {
    BatchFile file =
        write(
            "required int64 t (TIMESTAMP(MILLIS,true)) = 1;",
            CompressionCodecName.UNCOMPRESSED,
            WriterVersion.PARQUET_1_0,
            1,
            (row, group) -> group.add("t", 1L));
    for (Type type : List.of(PrimitiveType.TIMESTAMP, PrimitiveType.STRING, PrimitiveType.INT)) {
      assertThatThrownBy(() -> file.readAll(Schema.of(Field.nullable(1, "t", type))))
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining(file.name())
          .hasMessageContaining("'t' with id 1 is " + type.text())
          .hasMessageContaining("TIMESTAMP(MILLIS,true)");
    }
  }

  /** A schema whose fields have the ids 1, 2, … in the order of the text. */
  private static Schema parse(String text) {
    AtomicInteger ids = new AtomicInteger();
    return Schema.parse(text, ids::incrementAndGet);
  }

  private BatchFile write(
      String fields,
      CompressionCodecName codec,
      WriterVersion version,
      int rows,
      BiConsumer<Integer, Group> fill)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message m { " + fields + " }");
    Path path = folder.resolve(codec + "-" + version + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withCompressionCodec(codec)
            .withWriterVersion(version)
            .withPageSize(2_000)
            .build()) {
      for (int row = 0; row < rows; row++) {
        Group group = new SimpleGroupFactory(type).newGroup();
        fill.accept(row, group);
        writer.write(group);
      }
    }
    return new BatchFile(Files.readAllBytes(path));
  }

  private ParquetFileReader open(byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("ours.parquet"), bytes);
    return new ParquetFileReader(
        new LocalInputFile(path),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }
}
