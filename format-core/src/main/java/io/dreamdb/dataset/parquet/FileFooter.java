package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;

/**
 * The footer of a row batch.
 *
 * @param starts the first row of each row group; behind the last, the number of rows
 */
record FileFooter(ParquetMetadata metadata, int[] starts) {

  private static final int TRAILER_BYTES = 8; // footer length and magic
  private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;

  /** How much more memory a footer takes than its bytes, about. */
  private static final int HEAP_FACTOR = 16;

  static FileFooter read(FileBytes bytes) throws IOException {
    if (bytes.lengthBytes() < 4 + TRAILER_BYTES) {
      throw new ParquetDecodingException(bytes.lengthBytes() + " bytes are no Parquet file");
    }
    long end = bytes.lengthBytes() - TRAILER_BYTES;
    FileFooter known = bytes.decoded(end, FileFooter.class);
    return known == null ? read(bytes, end) : known;
  }

  private static FileFooter read(FileBytes bytes, long end) throws IOException {
    ByteBuffer trailer = bytes.read(end, TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long length = Integer.toUnsignedLong(trailer.getInt());
    if (trailer.getInt() != MAGIC) {
      throw new ParquetDecodingException("the last four bytes are not PAR1");
    }
    bytes.keep(Math.min(length + TRAILER_BYTES, bytes.lengthBytes()));
    ByteBuffer footer = bytes.read(end - length, length);
    FileMetaData parsed = new FileMetaData();
    int unused = ThriftBytes.read(footer, parsed);
    ParquetMetadata metadata = new ParquetMetadataConverter().fromParquetMetadata(parsed);
    FileFooter read = new FileFooter(metadata, starts(metadata));
    bytes.remember(end, read, HEAP_FACTOR * length);
    return read;
  }

  private static int[] starts(ParquetMetadata metadata) {
    int[] starts = new int[metadata.getBlocks().size() + 1];
    for (int i = 0; i < starts.length - 1; i++) {
      BlockMetaData group = metadata.getBlocks().get(i);
      long end = starts[i] + group.getRowCount();
      if (group.getRowCount() < 1 || end > BatchWriter.MAX_ROWS) {
        throw new ParquetDecodingException(
            String.format(
                Locale.ROOT,
                "row group %d of %d rows: expected 1 or more, and at most %d in the file",
                i,
                group.getRowCount(),
                BatchWriter.MAX_ROWS));
      }
      starts[i + 1] = (int) end;
    }
    return starts;
  }

  int rows() {
    return starts[starts.length - 1];
  }

  MessageType schema() {
    return metadata.getFileMetaData().getSchema();
  }
}
