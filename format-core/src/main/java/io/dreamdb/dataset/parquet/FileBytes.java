package io.dreamdb.dataset.parquet;

import io.dreamdb.object.VerifiedObject;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a row batch: a small one is read whole, of a large one the end is kept, where the
 * footer and the page indexes are. Nothing is read before it is needed.
 */
final class FileBytes {

  private static final int WHOLE_BYTES = 1 << 20;
  private static final int TAIL_BYTES = 1 << 16;

  private final VerifiedObject object;
  private final Map<CompressionCodecName, PageDecompressor> decompressors =
      new EnumMap<>(CompressionCodecName.class);
  private final int tailBytes;
  private ByteBuffer tail = ByteBuffer.allocate(0);

  FileBytes(VerifiedObject object) {
    this.object = object;
    long length = object.lengthBytes();
    this.tailBytes = length <= WHOLE_BYTES ? (int) length : TAIL_BYTES;
  }

  String name() {
    return object.name();
  }

  long lengthBytes() {
    return object.lengthBytes();
  }

  /** Reads a part: read-only, at position 0. */
  ByteBuffer read(long offset, long length) {
    long end = lengthBytes();
    if (offset < 0 || length < 0 || offset > end || length > end - offset) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT, "bytes %d to %d of a file of %d bytes", offset, offset + length, end));
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT,
              "a part of %d bytes at offset %d: expected less than 2 GiB",
              length,
              offset));
    }
    if (offset >= end - tailBytes) {
      keep(tailBytes);
    }
    long tailStart = end - tail.remaining();
    if (offset >= tailStart) {
      return tail.slice((int) (offset - tailStart), (int) length);
    }
    return object.read(offset, (int) length);
  }

  /** What was made of the bytes from there on, if that is remembered and of this type. */
  <T> @Nullable T decoded(long offset, Class<T> type) {
    return object.decoded(offset, type);
  }

  /** Remembers what was made of the bytes from there on: immutable, of about that size. */
  void remember(long offset, Object value, long heapBytes) {
    object.remember(offset, value, heapBytes);
  }

  /** What decompresses the file's pages: its tables are worth keeping from column to column. */
  PageDecompressor decompressor(CompressionCodecName codec) {
    return decompressors.computeIfAbsent(codec, some -> PageDecompressor.of(some, name()));
  }

  /** Whether what is there takes no request of its own. */
  boolean holds(long offset) {
    return object.isInPlace() || offset >= lengthBytes() - Math.max(tailBytes, tail.remaining());
  }

  /** Keeps at least that many bytes of the end. */
  void keep(long lengthAtEnd) {
    if (lengthAtEnd > tail.remaining()) {
      int length = (int) Math.min(lengthAtEnd, Integer.MAX_VALUE - 8);
      tail = object.read(lengthBytes() - length, length);
    }
  }
}
