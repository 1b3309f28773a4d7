package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;

/** The byte strings of a page in the encoding PLAIN, out of its buffer: each behind its length. */
final class PlainBytes extends ValuesReader {

  private ByteBuffer bytes = ByteBuffer.allocate(0);

  @Override
  public void initFromPage(int valueCount, ByteBufferInputStream in) throws IOException {
    bytes = in.slice(in.available()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Binary readBytes() {
    int start = bytes.position() + Integer.BYTES;
    int end = end(bytes.position());
    bytes.position(end);
    return Binary.fromConstantByteBuffer(bytes.slice(start, end - start));
  }

  @Override
  public void skip() {
    skip(1);
  }

  @Override
  public void skip(int count) {
    int at = bytes.position();
    for (int i = 0; i < count; i++) {
      at = end(at);
    }
    bytes.position(at);
  }

  /** Where the string ends whose length stands there. */
  private int end(int at) {
    int left = bytes.limit() - at - Integer.BYTES;
    int length = left < 0 ? 0 : bytes.getInt(at);
    if (length < 0 || length > left) {
      throw new ParquetDecodingException(
          "a string of "
              + Integer.toUnsignedString(length)
              + " bytes in "
              + left
              + " of a page that are left");
    }
    return at + Integer.BYTES + length;
  }
}
