package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.BytesColumn;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;

/** Reads strings, which must be UTF-8, and binary values. */
final class BytesReader implements ValueReader {

  private final BytesColumn.Builder target;
  private final boolean isText;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  BytesReader(BytesColumn.Builder target, boolean isText) {
    this.target = target;
    this.isText = isText;
  }

  @Override
  public void read(ValuesReader values) {
    Binary value = values.readBytes();
    ByteBuffer buffer = value.toByteBuffer();
    if (buffer.hasArray()) {
      append(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    } else {
      byte[] bytes = value.getBytes();
      append(bytes, 0, bytes.length);
    }
  }

  private void append(byte[] bytes, int offset, int length) {
    if (isText && !isAscii(bytes, offset, length)) {
      requireUtf8(ByteBuffer.wrap(bytes, offset, length));
    }
    target.appendBytes(bytes, offset, length);
  }

  private static boolean isAscii(byte[] bytes, int offset, int length) {
    int all = 0;
    for (int i = offset; i < offset + length; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }

  private void requireUtf8(ByteBuffer text) {
    try {
      decoder.decode(text);
    } catch (CharacterCodingException e) {
      throw new ParquetDecodingException("a string is not UTF-8", e);
    }
  }
}
