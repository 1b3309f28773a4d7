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
final class PageDecompressor {

  /** Larger pages are refused. */
  private static final int MAX_PAGE_BYTES = 1 << 30;

  private interface Codec {

    /** Fills {@code plain}. */
    void decompress(byte[] compressed, byte[] plain) throws IOException;

    /** What the compressed bytes say of themselves; negative: nothing. */
    default long plainBytes(byte[] compressed) {
      return -1;
    }
  }

  private final Codec codec;

  /** What the codec makes of one byte at the most. */
  private final int maxRatio;

  private PageDecompressor(Codec codec, int maxRatio) {
    this.codec = codec;
    this.maxRatio = maxRatio;
  }

  /** Decompresses what is left of a buffer, which is read to its end. */
  BytesInput decompress(ByteBuffer compressed, int plainBytes) throws IOException {
    long most = Math.min(MAX_PAGE_BYTES, (long) maxRatio * compressed.remaining());
    if (plainBytes < 0 || plainBytes > most) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT,
              "page of %d bytes in %d: expected at most %d",
              plainBytes,
              compressed.remaining(),
              most));
    }
    byte[] bytes = new byte[compressed.remaining()];
    compressed.get(bytes);
    long found = codec.plainBytes(bytes);
    if (found >= 0 && found != plainBytes) {
      throw otherLength(found, plainBytes);
    }
    byte[] plain = new byte[plainBytes];
    codec.decompress(bytes, plain);
    return BytesInput.from(plain);
  }

  static PageDecompressor of(CompressionCodecName codec, String object) {
    return switch (codec) {
      case UNCOMPRESSED -> new PageDecompressor(PageDecompressor::copy, 1);
      case GZIP -> new PageDecompressor(PageDecompressor::gunzip, 1_032);
      case SNAPPY -> of(new SnappyDecompressor(), 22); // copies of 64 bytes in 3
      case ZSTD -> new PageDecompressor(new Zstd(), 1 << 15); // blocks of 128 KiB in 4
      case LZ4_RAW -> of(new Lz4Decompressor(), 255);
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

  private static PageDecompressor of(Decompressor decompressor, int maxRatio) {
    return new PageDecompressor(
        (compressed, plain) ->
            requireFilled(
                decompressor.decompress(compressed, 0, compressed.length, plain, 0, plain.length),
                plain),
        maxRatio);
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
      throw otherLength(length, plain.length);
    }
  }

  private static ParquetDecodingException otherLength(long found, int expected) {
    return new ParquetDecodingException(
        String.format(Locale.ROOT, "page of %d bytes where its header says %d", found, expected));
  }

  /** Its frames say how long they are, which is looked at before anything is allocated for it. */
  private static final class Zstd implements Codec {

    private final ZstdDecompressor decompressor = new ZstdDecompressor();

    @Override
    public long plainBytes(byte[] compressed) {
      return ZstdDecompressor.getDecompressedSize(compressed, 0, compressed.length);
    }

    @Override
    public void decompress(byte[] compressed, byte[] plain) {
      requireFilled(
          decompressor.decompress(compressed, 0, compressed.length, plain, 0, plain.length), plain);
    }
  }
}
