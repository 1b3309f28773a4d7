package io.dreamdb.trino;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchWriter;
import io.trino.parquet.writer.ParquetWriter;
import io.trino.parquet.writer.ParquetWriterOptions;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;

/** Writes one row batch. */
final class TrinoRowBatchWriter implements RowBatchWriter {

  /** Written into the file's {@code created_by}; readers look for known bugs of versions there. */
  private static final String VERSION = "483";

  private final ParquetWriter writer;
  private final ColumnBlocks blocks;

  TrinoRowBatchWriter(Schema schema, OutputStream out, TypeMapping types) {
    ParquetFields fields = new ParquetFields(schema, types);
    this.blocks = new ColumnBlocks(types);
    this.writer =
        new ParquetWriter(
            new Open(out),
            fields.message(),
            fields.leaves(),
            ParquetWriterOptions.builder().build(),
            CompressionCodec.ZSTD,
            VERSION,
            Optional.empty(),
            Optional.empty());
  }

  @Override
  public void write(RowBlock rows) {
    try {
      writer.write(blocks.toPage(rows));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void finish() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    // All memory is on the heap and goes with this object; closing the writer would write a footer.
  }

  private static StoreUnavailable failure(IOException e) {
    return new StoreUnavailable("A row batch could not be written: " + e.getMessage(), e);
  }

  /** Passes on everything but the end, which is the caller's to declare. */
  private static final class Open extends FilterOutputStream {

    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
