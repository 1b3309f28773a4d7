package io.dreamdb.dataset.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.dreamdb.UnsupportedFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/** Decompresses the pages of one codec. For one thread. */
interface PageDecompressor {

  /** Larger pages are refused. */
  int MAX_PAGE_BYTES = 1 << 30;

  /** Fills {@code plain}. */
  void decompress(byte[] compressed, byte[] plain) throws IOException;

  /** Decompresses what is left of a buffer, which is read to its end. */
  default BytesInput decompress(ByteBuffer compressed, int plainBytes) throws IOException {
    if (plainBytes < 0 || plainBytes > MAX_PAGE_BYTES) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT, "page of %d bytes: expected at most %d", plainBytes, MAX_PAGE_BYTES));
    }
    byte[] bytes = new byte[compressed.remaining()];
    compressed.get(bytes);
    byte[] plain = new byte[plainBytes];
    decompress(bytes, plain);
    return BytesInput.from(plain);
  }

  static PageDecompressor of(CompressionCodecName codec, String object) {
    return switch (codec) {
      case UNCOMPRESSED -> PageDecompressor::copy;
      case GZIP -> PageDecompressor::gunzip;
      case SNAPPY -> of(new SnappyDecompressor());
      case ZSTD -> of(new ZstdDecompressor());
      case LZ4_RAW -> of(new Lz4Decompressor());
      default ->
          throw new UnsupportedFormat(
              String.format(
                      Locale.ROOT,
                      "row batch %s is compressed with %s: expected UNCOMPRESSED, GZIP, SNAPPY, ZSTD or ",
                      object,
                      codec)
                  + "LZ4_RAW; compact the table in the engine that wrote it, with one of these");
    };
  }

  private static PageDecompressor of(Decompressor decompressor) {
    return (compressed, plain) ->
        requireFilled(
            decompressor.decompress(compressed, 0, compressed.length, plain, 0, plain.length),
            plain);
  }

  private static void copy(byte[] bytes, byte[] plain) {
    requireFilled(bytes.length, plain);
    System.arraycopy(bytes, 0, plain, 0, plain.length);
  }

  private static void gunzip(byte[] compressed, byte[] plain) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      int length = in.readNBytes(plain, 0, plain.length);
      requireFilled(in.read() < 0 ? length : length + 1, plain);
    }
  }

  private static void requireFilled(int length, byte[] plain) {
    if (length != plain.length) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT, "page of %d bytes where its header says %d", length, plain.length));
    }
  }
}
