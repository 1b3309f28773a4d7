package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/** The booleans of a page in the encoding PLAIN, out of its buffer: a bit for each. */
final class PlainBooleans extends ValuesReader {

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private long next;

  @Override
  public void initFromPage(int valueCount, ByteBufferInputStream in) throws IOException {
    bytes = in.slice(in.available()).slice();
    next = 0;
  }

  @Override
  public boolean readBoolean() {
    long at = next;
    skip(1);
    return (bytes.get((int) (at >>> 3)) >>> (at & 7) & 1) != 0;
  }

  @Override
  public void skip() {
    skip(1);
  }

  @Override
  public void skip(int count) {
    if (count > 8L * bytes.limit() - next) {
      throw new ParquetDecodingException("a page of BOOLEAN has fewer values than it says");
    }
    next += count;
  }
}
