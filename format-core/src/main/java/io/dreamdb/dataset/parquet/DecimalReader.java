package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.WideDecimalColumn;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Reads decimals, in whatever physical type a writer chose. */
final class DecimalReader implements ValueReader {

  /** The next unscaled value of up to 64 bits, or the low half of {@link #high}'s. */
  @FunctionalInterface
  private interface Unscaled {
    long next(ValuesReader values);
  }

  private final DecimalType type;
  private final ColumnBuilder target;
  private final Unscaled source;
  private final BigInteger limit; // the smallest magnitude that is too large
  private final long longLimit;
  private long high;

  private DecimalReader(DecimalType type, PrimitiveTypeName physical, ColumnBuilder target) {
    this.type = type;
    this.target = target;
    this.limit = BigInteger.TEN.pow(type.precision());
    this.longLimit = type.fitsLong() ? limit.longValueExact() : Long.MAX_VALUE;
    this.source =
        switch (physical) {
          case INT32 -> values -> extended(values.readInteger());
          case INT64 -> values -> extended(values.readLong());
          default -> values -> bigEndian(values.readBytes());
        };
  }

  static ValueReader of(DecimalType type, PrimitiveTypeName physical, ColumnBuilder target) {
    return new DecimalReader(type, physical, target);
  }

  @Override
  public void read(ValuesReader values) {
    long low = source.next(values);
    if (target instanceof LongColumn.Builder longs) {
      if (high != low >> 63 || low <= -longLimit || low >= longLimit) {
        throw tooLarge();
      }
      longs.appendLong(low);
      return;
    }
    if (high != low >> 63 && isTooLarge(low)) {
      throw tooLarge();
    }
    ((WideDecimalColumn.Builder) target).appendUnscaled(high, low);
  }

  /** Every 64-bit number is within the digits of a wide decimal; others are compared. */
  private boolean isTooLarge(long low) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    return new BigInteger(bytes).abs().compareTo(limit) >= 0;
  }

  private long extended(long value) {
    high = value >> 63;
    return value;
  }

  private long bigEndian(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    int length = bytes.remaining();
    if (length == 0) {
      throw new ParquetDecodingException("decimal of no bytes");
    }
    long sign = bytes.get(bytes.position()) >> 7;
    high = sign;
    long low = sign;
    for (int i = 0; i < length; i++) {
      if (high >> 56 != sign && i >= 16) {
        throw tooLarge();
      }
      high = high << 8 | low >>> 56;
      low = low << 8 | bytes.get(bytes.position() + i) & 0xff;
    }
    if (high >> 63 != sign) {
      throw tooLarge();
    }
    return low;
  }

  private ParquetDecodingException tooLarge() {
    return new ParquetDecodingException("a value has more digits than " + type.text());
  }
}
