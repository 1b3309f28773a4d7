package io.dreamdb.dataset.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses the pages of row batches that core writes. For one thread. */
final class PageCompressor implements BytesInputCompressor {

  private final Compressor compressor = new ZstdCompressor();
  private byte[] buffer = new byte[0];

  @Override
  public BytesInput compress(BytesInput bytes) throws IOException {
    byte[] plain = bytes.toByteArray();
    int bound = compressor.maxCompressedLength(plain.length);
    if (buffer.length < bound) {
      buffer = new byte[bound];
    }
    int length = compressor.compress(plain, 0, plain.length, buffer, 0, bound);
    return BytesInput.copy(BytesInput.from(buffer, 0, length));
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    buffer = new byte[0];
  }
}
