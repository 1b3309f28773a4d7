package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same statements with the same entropy make the same bytes. */
class ReproducibleTableTest {

  /** A table without a row batch: its bytes are the format's alone, no Parquet library's. */
  private static final Schema VECTORS =
      Schema.of(Field.nullable(14, "near", new EmbeddingType(3, Metric.L2)));

  @TempDir Path folder;

  @Test
  void twoRunsMakeTheSameWarehouse() throws IOException {
    for (String run : List.of("first", "second")) {
      new TableWalk(folder.resolve(run).toString(), java.util.Map.of(), 77, true).run(25);
    }

    Map<String, String> first = files(folder.resolve("first"));
    assertThat(first).hasSizeGreaterThan(50).isEqualTo(files(folder.resolve("second")));
  }

  /** A new id here is a new format: whoever pinned a version could not find it any more. */
  @Test
  void aSmallHistoryHasTheIdThatItAlwaysHad() {
    DatasetOptions options = DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(42));
    Warehouse warehouse = Warehouse.open(folder.resolve("golden").toString(), Map.of(), options);
    warehouse.createSchema("demo", Map.of("comment", "golden"));
    Dataset table =
        warehouse.createTable(TableName.parse("demo.golden"), VECTORS, Map.of("a", "b"));
    append(table, RefName.MAIN, 0, 100);
    append(table, RefName.MAIN, 100, 103);
    long first = table.snapshot().batches().next().firstAnchor();
    table
        .delete(RefName.MAIN)
        .by("ann")
        .because("tidy")
        .anchors(LongStream.range(first, first + 5).iterator(), Optional.empty());
    table.createBranch("dev", "main~1");
    table.createTag("v1", "main");
    RefName dev = new RefName("dev");
    append(table, dev, 200, 202);
    table.delete(dev).where(Predicate.parse("near is null"));
    table.rollback(RefName.MAIN, "main~2");

    assertThat(table.location()).endsWith("demo/golden-f7r4fre6/");
    assertThat(
            Stream.of("main", "main~1", "dev", "v1")
                .map(pointer -> table.snapshot(pointer).version().toString()))
        .containsExactly(
            "d3fk6rgy5brzt2nseavsexz23z5s3jwg6zzivfw4tahak4kk55vgm",
            "d3d7dlo6722znhtbilwntss646jckfszmv632hnlak6drsgg5zfwe",
            "d2ztdlrd2zqwokyh7f7adt5pggr7sm5nk37ztkp3ylikqyxiielra",
            "d3d7dlo6722znhtbilwntss646jckfszmv632hnlak6drsgg5zfwe");
  }

  private static void append(Dataset table, RefName ref, int from, int to) {
    ColumnBuilder builder = ColumnBuilder.of(VECTORS.fields().get(0).type());
    for (int i = from; i < to; i++) {
      if (i % 10 == 9) {
        builder.appendNull();
      } else {
        builder.append(new float[] {i, 0.5f * i, -i});
      }
    }
    List<Column> columns = List.of(builder.build());
    table.append(ref).rows(List.of(new RowBlock(VECTORS, to - from, columns)));
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(file).toString(),
            java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
