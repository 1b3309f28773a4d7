package io.dreamdb.dataset.parquet;

import io.dreamdb.GoldenDecoder;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** The decoder of row batches, on files of random columns. */
public final class RowBatchDecoder {

  private static final int ROWS = 12;

  private RowBatchDecoder() {}

  /** For files of different columns. */
  public static List<GoldenDecoder> all() {
    List<GoldenDecoder> all = new ArrayList<>();
    for (int seed = 3; seed < 5; seed++) {
      RandomBlocks random = new RandomBlocks(seed);
      Schema schema = random.schema();
      byte[] bytes = BatchFile.bytes(schema, List.of(random.block(schema, ROWS)));
      all.add(new GoldenDecoder("row-batch-" + seed, bytes, "/batch/", of(schema)));
    }
    return all;
  }

  /** Reads all rows; other rows are no fault, and a file has many forms. */
  private static GoldenDecoder.Decoding of(Schema schema) {
    return bytes -> {
      RowBlock unused = new BatchFile(bytes).readAll(schema);
      return bytes;
    };
  }
}
