package io.dreamdb.dataset.parquet;

import io.dreamdb.GoldenDecoder;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.List;

/** The decoder of row batches. */
public final class RowBatchDecoder {

  private static final int ROWS = 6;
  private static final int SEED = 4;

  private RowBatchDecoder() {}

  /** For a file of several columns, nested ones among them. */
  public static List<GoldenDecoder> all() {
    RandomBlocks random = new RandomBlocks(SEED);
    Schema schema = random.schema();
    byte[] bytes = BatchFile.bytes(schema, List.of(random.block(schema, ROWS)));
    return List.of(new GoldenDecoder("row-batch", bytes, "/batch/", of(schema)));
  }

  /** Reads all rows; other rows are no fault, and a file has many forms. */
  private static GoldenDecoder.Decoding of(Schema schema) {
    return bytes -> {
      RowBlock unused = new BatchFile(bytes).readAll(schema);
      return bytes;
    };
  }
}
