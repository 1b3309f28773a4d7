package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;

/** The values of a page of places in a dictionary. */
final class DictionaryValues extends ValuesReader {

  private final Dictionary dictionary;
  private HybridNumbers places = new HybridNumbers(ByteBuffer.allocate(0), 0);

  DictionaryValues(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  @Override
  public void initFromPage(int valueCount, ByteBufferInputStream in) throws IOException {
    ByteBuffer bytes = in.slice(in.available());
    // A page of NULLs alone may have no bytes.
    int width = bytes.hasRemaining() ? bytes.get() & 0xff : 0;
    places = new HybridNumbers(bytes, width);
  }

  private int place() {
    int place = places.next();
    if (place < 0 || place > dictionary.getMaxId()) {
      throw new ParquetDecodingException(
          "value "
              + Integer.toUnsignedString(place)
              + " of a dictionary whose last is "
              + dictionary.getMaxId());
    }
    return place;
  }

  @Override
  public int readInteger() {
    return dictionary.decodeToInt(place());
  }

  @Override
  public long readLong() {
    return dictionary.decodeToLong(place());
  }

  @Override
  public float readFloat() {
    return dictionary.decodeToFloat(place());
  }

  @Override
  public double readDouble() {
    return dictionary.decodeToDouble(place());
  }

  @Override
  public Binary readBytes() {
    return dictionary.decodeToBinary(place());
  }

  @Override
  public void skip() {
    places.skip(1);
  }

  @Override
  public void skip(int count) {
    places.skip(count);
  }
}
