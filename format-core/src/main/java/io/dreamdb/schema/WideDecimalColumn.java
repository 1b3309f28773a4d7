package io.dreamdb.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decimals of 19 to 38 digits: the unscaled value as a 128-bit two's complement number in two
 * arrays, the high halves signed, the low halves unsigned.
 */
public final class WideDecimalColumn implements Column {

  private final DecimalType type;
  final long[] high;
  final long[] low;
  private final Validity validity;

  /** Takes the arrays over. */
  public WideDecimalColumn(DecimalType type, long[] high, long[] low, Validity validity) {
    requireWide(type);
    validity.requireRows(high.length);
    validity.requireRows(low.length);
    this.type = type;
    this.high = high;
    this.low = low;
    this.validity = validity;
  }

  private static void requireWide(DecimalType type) {
    if (type.fitsLong()) {
      throw new IllegalArgumentException("type " + type.text() + ": expected 19 digits or more");
    }
  }

  @Override
  public DecimalType type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  public long getHigh(int row) {
    return high[row];
  }

  public long getLow(int row) {
    return low[row];
  }

  /** The unscaled value of a row; without meaning where the row is NULL. */
  public BigInteger getUnscaled(int row) {
    BigInteger lower = BigInteger.valueOf(low[row] >>> 1).shiftLeft(1);
    lower = (low[row] & 1) == 0 ? lower : lower.setBit(0);
    return BigInteger.valueOf(high[row]).shiftLeft(64).add(lower);
  }

  static long highOf(BigInteger unscaled) {
    return unscaled.shiftRight(64).longValue();
  }

  static long lowOf(BigInteger unscaled) {
    return unscaled.longValue();
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : new BigDecimal(getUnscaled(row), type.scale());
  }

  @Override
  public WideDecimalColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new WideDecimalColumn(
        type,
        Arrays.copyOfRange(high, from, to),
        Arrays.copyOfRange(low, from, to),
        validity.slice(from, to));
  }

  @Override
  public WideDecimalColumn select(int[] positions) {
    long[] highs = new long[positions.length];
    long[] lows = new long[positions.length];
    for (int i = 0; i < positions.length; i++) {
      highs[i] = high[positions[i]];
      lows[i] = low[positions[i]];
    }
    return new WideDecimalColumn(type, highs, lows, validity.select(positions));
  }

  @Override
  public WideDecimalColumn masked(Validity mask) {
    return new WideDecimalColumn(type, high, low, validity.and(mask));
  }

  /** Appends decimals. */
  public static final class Builder implements ColumnBuilder {

    private final DecimalType type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private long[] high = new long[16];
    private long[] low = new long[16];

    public Builder(DecimalType type) {
      requireWide(type);
      this.type = type;
    }

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      push(0, 0, false);
    }

    /** Appends an unscaled value; the caller answers for its number of digits. */
    public void appendUnscaled(long highHalf, long lowHalf) {
      push(highHalf, lowHalf, true);
    }

    private void push(long highHalf, long lowHalf, boolean isValid) {
      int row = rows();
      if (row == high.length) {
        int length = Growth.length(row, row + 1L);
        high = Arrays.copyOf(high, length);
        low = Arrays.copyOf(low, length);
      }
      high[row] = highHalf;
      low[row] = lowHalf;
      valid.append(isValid);
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
      } else {
        BigInteger unscaled = ((BigDecimal) Value.checked(type, value)).unscaledValue();
        appendUnscaled(highOf(unscaled), lowOf(unscaled));
      }
    }

    @Override
    public WideDecimalColumn build() {
      return new WideDecimalColumn(
          type,
          Arrays.copyOf(high, rows()),
          Arrays.copyOf(low, rows()),
          Validity.of(valid.build()));
    }
  }
}
