package io.dreamdb.dataset.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Where a row batch goes. It rewrites what of the footer would not be the same each time, and with
 * it the id of the same rows: the program that made the file, where parquet-java would put its own
 * version, and the encodings of a column, which it lists in the order of a hash set of enums,
 * another one in each JVM.
 */
final class BatchOutput extends PositionOutputStream implements OutputFile {

  /** In the form that readers parse to find writers with known faults. */
  static final String CREATED_BY = "dreamdb version 1 (build 1)";

  private static final int TRAILER_BYTES = 8; // footer length and magic

  private final OutputStream out;
  private final ByteArrayOutputStream end = new ByteArrayOutputStream();
  private OutputStream target;
  private long position;

  /**
   * Writes to a stream.
   *
   * @param out never closed here
   */
  BatchOutput(OutputStream out) {
    this.out = out;
    this.target = out;
  }

  /** Ends the file that {@code writer} writes here. */
  void end(ParquetFileWriter writer) throws IOException {
    target = end;
    writer.end(Map.of());
    byte[] bytes = end.toByteArray();
    int trailer = bytes.length - TRAILER_BYTES;
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
    int start = trailer - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    footer.setCreated_by(CREATED_BY);
    footer.getRow_groups().forEach(BatchOutput::sortEncodings);
    ByteArrayOutputStream signed = new ByteArrayOutputStream(length);
    Util.writeFileMetaData(footer, signed);
    ByteBuffer trailing = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    trailing.putInt(signed.size()).put(ParquetFileWriter.MAGIC);
    out.write(bytes, 0, start);
    signed.writeTo(out);
    out.write(trailing.array());
  }

  private static void sortEncodings(RowGroup group) {
    for (ColumnChunk chunk : group.getColumns()) {
      ColumnMetaData column = chunk.getMeta_data();
      column.getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      if (column.isSetEncoding_stats()) {
        column
            .getEncoding_stats()
            .sort(
                Comparator.comparingInt(
                        (PageEncodingStats stats) -> stats.getPage_type().getValue())
                    .thenComparingInt(stats -> stats.getEncoding().getValue()));
      }
    }
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void write(int b) throws IOException {
    target.write(b);
    position++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target.write(bytes, offset, length);
    position += length;
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void close() {}

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return this;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return this;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
