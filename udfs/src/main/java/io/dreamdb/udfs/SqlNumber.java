package io.dreamdb.udfs;

/**
 * A number or NULL in one {@code long}, so that no function allocates its result.
 *
 * <p>{@link #NULL} is outside of what any function returns. A float is its raw bits, sign-extended:
 * the form in which Trino keeps a REAL.
 */
public final class SqlNumber {

  /** SQL's NULL. */
  public static final long NULL = Long.MIN_VALUE;

  private SqlNumber() {}

  /** Whether the result of a function is NULL. */
  public static boolean isNull(long result) {
    return result == NULL;
  }

  /** The float that a function returned; without meaning if it is NULL. */
  public static float toFloat(long result) {
    return Float.intBitsToFloat((int) result);
  }

  static long of(float value) {
    return Float.floatToRawIntBits(value);
  }
}
