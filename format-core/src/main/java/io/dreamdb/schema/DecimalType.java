package io.dreamdb.schema;

import io.dreamdb.InvalidInput;

/** Decimal numbers of at most {@code precision} digits, {@code scale} of them behind the point. */
public record DecimalType(int precision, int scale) implements Type {

  /** The most digits. */
  public static final int MAX_PRECISION = 38;

  /** The most digits whose unscaled value always fits in 64 bits. */
  static final int MAX_LONG_PRECISION = 18;

  public DecimalType {
    if (precision < 1 || precision > MAX_PRECISION) {
      throw new InvalidInput("decimal precision " + precision + ": expected 1 to 38 digits");
    }
    if (scale < 0 || scale > precision) {
      throw new InvalidInput(
          "decimal scale " + scale + ": expected 0 to the precision, " + precision);
    }
  }

  /** Whether every unscaled value fits in 64 bits, so that a {@link LongColumn} holds it. */
  public boolean fitsLong() {
    return precision <= MAX_LONG_PRECISION;
  }

  @Override
  public String text() {
    return "decimal(" + precision + "," + scale + ")";
  }

  @Override
  public String toString() {
    return text();
  }
}
