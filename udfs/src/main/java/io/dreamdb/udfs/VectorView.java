package io.dreamdb.udfs;

import java.util.Objects;

/**
 * A vector where the engine holds it: a range of an array, neither copied nor changed, and whether
 * one of its elements is NULL (what the array has there does not matter then).
 *
 * <p>Valid as long as the array is not written. SQL's NULL vector is Java's {@code null}.
 */
public final class VectorView {

  private final float[] values;
  private final int offset;
  private final int length;
  private final boolean hasNull;

  private VectorView(float[] values, int offset, int length, boolean hasNull) {
    Objects.checkFromIndexSize(offset, length, values.length);
    this.values = values;
    this.offset = offset;
    this.length = length;
    this.hasNull = hasNull;
  }

  /** The whole array, without NULL elements. */
  public static VectorView of(float[] values) {
    return new VectorView(values, 0, values.length, false);
  }

  /**
   * A range of the array.
   *
   * @param hasNull whether an element of the range is NULL
   * @throws IndexOutOfBoundsException if the array does not hold the range
   */
  public static VectorView of(float[] values, int offset, int length, boolean hasNull) {
    return new VectorView(values, offset, length, hasNull);
  }

  /**
   * A range of the array, with a flag for each of its elements.
   *
   * @param isNull the flags; the first element's is at {@code isNullOffset}
   * @throws IndexOutOfBoundsException if one of the arrays does not hold its range
   */
  public static VectorView of(
      float[] values, int offset, int length, boolean[] isNull, int isNullOffset) {
    Objects.checkFromIndexSize(isNullOffset, length, isNull.length);
    boolean hasNull = false;
    for (int i = isNullOffset; i < isNullOffset + length && !hasNull; i++) {
      hasNull = isNull[i];
    }
    return new VectorView(values, offset, length, hasNull);
  }

  /** The number of elements. */
  public int length() {
    return length;
  }

  /** Whether one of the elements is NULL. */
  public boolean hasNull() {
    return hasNull;
  }

  /** The array that was given; the elements begin at {@link #offset}. */
  float[] values() {
    return values;
  }

  int offset() {
    return offset;
  }
}
