package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeBundleTest {

  private static final String HEAP = "-Xmx40m";
  private static final int ROWS = 1 << 14;
  private static final int DIMENSION = 1 << 10;
  private static final Schema SCHEMA =
      Schema.of(Field.nullable(13, "v", new EmbeddingType(DIMENSION, Metric.L2)));

  @TempDir Path folder;

  @Test
  void anObjectOf64MebibytesGoesThroughASmallHeap() throws Exception {
    String lake = folder.resolve("lake").toString();
    String location;
    try (Warehouse warehouse = Warehouse.open(lake)) {
      warehouse.createSchema("demo", Map.of());
      Dataset table = warehouse.createTable(new TableName("demo", "large"), SCHEMA, Map.of());
      Iterator<RowBlock> blocks =
          IntStream.range(0, 16).mapToObj(LargeBundleTest::block).iterator();
      table.append(RefName.MAIN).rows(() -> blocks);
      location = table.location();
    }
    long[] said = run(location);
    assertThat(said[0]).isGreaterThan(64L << 20);
    assertThat(said[1]).isEqualTo(said[0]);
    assertThat(said[2]).isGreaterThan(64L << 20);
  }

  private static RowBlock block(int number) {
    ColumnBuilder vectors = ColumnBuilder.of(SCHEMA.fields().get(0).type());
    for (int row = 0; row < ROWS / 16; row++) {
      float[] vector = new float[DIMENSION];
      Arrays.fill(vector, number * 1_000 + row);
      vectors.append(vector);
    }
    return new RowBlock(SCHEMA, ROWS / 16, List.of(vectors.build()));
  }

  private long[] run(String location) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-Djava.util.logging.config.file=src/test/resources/quiet-logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                LargeBundle.class.getName(),
                location,
                folder.resolve("large.bundle").toString(),
                folder.resolve("place").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Arrays.stream(output.strip().split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
